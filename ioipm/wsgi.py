"""WSGI application for the production server, by default with the production settings."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # the database and other new files are readable by their owner only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ioipm.settings.production")
application = get_wsgi_application()
