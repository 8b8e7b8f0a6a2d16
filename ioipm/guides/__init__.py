"""The guides for staff in the admin, rendered from the Markdown files in docs/."""
