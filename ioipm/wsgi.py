"""WSGI application for the production server, by default with the production settings."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from ioipm.settings.choice import PRODUCTION, choose_settings

os.umask(0o077)  # the database and other new files are readable by their owner only
choose_settings(otherwise=PRODUCTION)
_site = get_wsgi_application()

from ioipm.page_cache.wsgi import serve_stored_pages  # noqa: E402  (needs the settings)

application = serve_stored_pages(_site)
_ = get_resolver().url_patterns  # imports the views, for which the first visitor would wait
