"""Messages and their files: saving, encrypting, scanning, showing them at the front desk, exporting, deleting."""
