"""What a production server calls; without other word, with the production settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ioipm.settings.production")
application = get_wsgi_application()
