"""Where the site's drawings come from: the illustrations of `static/img/illustrations/` and the icons of the mark."""
