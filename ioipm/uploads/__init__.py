"""Check the images and documents that staff upload in the admin. Wagtail finds the forms by its settings."""
