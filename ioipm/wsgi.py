"""WSGI application for the production server, by default with the production settings."""

import os

from django.core.wsgi import get_wsgi_application

from ioipm.settings.choice import PRODUCTION, choose_settings

os.umask(0o077)  # the database and other new files are readable by their owner only
choose_settings(otherwise=PRODUCTION)
application = get_wsgi_application()
