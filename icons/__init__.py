"""Render the icons of the site and its social card from their sources: `make icons`."""
