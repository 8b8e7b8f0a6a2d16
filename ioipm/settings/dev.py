"""For whoever changes the site: runs with nothing set, on this machine only."""

from ioipm.settings.base import *  # noqa: F403

SECRET_KEY = "for-development-only"
DEBUG = True
BASE_URL = WAGTAILADMIN_BASE_URL = BASE_URL or "http://localhost:8000"  # noqa: F405
ALLOWED_HOSTS = ["*"]
STYLEGUIDE = True
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
