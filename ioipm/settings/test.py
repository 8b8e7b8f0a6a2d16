"""Settings for tests: as for development, with fast password hashes and a cache in memory."""

from ioipm.settings.dev import *  # noqa: F403

DEBUG = False
BASE_URL = WAGTAILADMIN_BASE_URL = "https://www.ioipm.example"
# Test clients sign in without a request, which django-axes needs; the tests of the login turn it on.
AXES_ENABLED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A test that is about the counts turns them on.
COUNT_MISSING_ADDRESSES = False
# Tests change rows without a commit. Those of the page cache turn it on.
PAGE_CACHE = False
SECONDS_IN_SHARED_CACHES = 60  # as with PURGE_URL, so that a page that changes earlier can be told apart
