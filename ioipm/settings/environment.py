"""Every environment variable the site reads: its type and what holds without it.

The same names stand in `.env.example` with a sentence each; a test compares the two.
"""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env(
    SECRET_KEY=(str, ""),
    BASE_URL=(str, ""),
    ALLOWED_HOSTS=(list, []),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, ""),
    VAR_DIR=(str, str(BASE_DIR / "var")),
    MEDIA_BUCKET=(str, ""),
    MEDIA_BUCKET_ENDPOINT=(str, ""),
    MEDIA_BUCKET_REGION=(str, ""),
    MEDIA_BUCKET_ACCESS_KEY=(str, ""),
    MEDIA_BUCKET_SECRET_KEY=(str, ""),
    BEHIND_TLS_PROXY=(bool, False),
    MESSAGE_KEYS=(list, []),
    RECAPTCHA_PUBLIC_KEY=(str, ""),
    RECAPTCHA_PRIVATE_KEY=(str, ""),
    RECAPTCHA_SCORE=(float, 0.5),
    EMAIL_URL=(str, ""),
    DEFAULT_FROM_EMAIL=(str, "webmaster@localhost"),
    LOG_LEVEL=(str, "INFO"),
)
environ.Env.read_env(BASE_DIR / ".env")

# A name with nothing after it, as in a copy of `.env.example`, counts as not set.
for name in env.scheme:
    if not os.environ.get(name):
        os.environ.pop(name, None)
