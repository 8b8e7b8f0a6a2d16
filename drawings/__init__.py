"""Generate the site's SVG illustrations (`static/img/illustrations/`) and its icons."""
