"""Create a new site: read the content files under `home/content/`, check them, and publish their pages."""
