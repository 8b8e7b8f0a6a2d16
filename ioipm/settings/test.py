"""For the test suite: development, with fast passwords and nothing kept between tests."""

from ioipm.settings.dev import *  # noqa: F403

DEBUG = False
BASE_URL = WAGTAILADMIN_BASE_URL = "https://www.ioipm.example"
# Test clients log in without a request, which the throttle needs; the tests of the login turn it on.
AXES_ENABLED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
