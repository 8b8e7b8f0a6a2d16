"""How a new site comes into being: the pages as files under `home/content/`, read, checked, and published."""
