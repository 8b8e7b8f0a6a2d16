"""Settings for development: work without any environment variable, on this machine only."""

from ioipm.settings.base import *  # noqa: F403

SECRET_KEY = "for-development-only"
MESSAGE_KEYS = MESSAGE_KEYS or ["for-development-only"]  # noqa: F405
DEBUG = True
BASE_URL = WAGTAILADMIN_BASE_URL = BASE_URL or "http://localhost:8000"  # noqa: F405
ALLOWED_HOSTS = ["*"]
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "clinic@localhost"  # noqa: F405
STYLEGUIDE = True
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECOND_FACTOR = False
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
# Templates and code change while the site runs.
PAGE_CACHE = False
