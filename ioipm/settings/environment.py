"""Environment variables that the site reads, with their types and defaults.

`.env.example` lists the same names with a sentence each; a test compares the two.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env(
    DJANGO_SETTINGS_MODULE=(str, ""),  # read by `ioipm.settings.choice`
    SECRET_KEY=(str, ""),
    BASE_URL=(str, ""),
    ALLOWED_HOSTS=(list, []),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, ""),
    PURGE_URL=(str, ""),
    VAR_DIR=(str, str(BASE_DIR / "var")),
    MEDIA_BUCKET=(str, ""),
    MEDIA_BUCKET_ENDPOINT=(str, ""),
    MEDIA_BUCKET_REGION=(str, ""),
    MEDIA_BUCKET_ACCESS_KEY=(str, ""),
    MEDIA_BUCKET_SECRET_KEY=(str, ""),
    PRIVATE_BUCKET=(str, ""),
    PRIVATE_BUCKET_ENDPOINT=(str, ""),
    PRIVATE_BUCKET_REGION=(str, ""),
    PRIVATE_BUCKET_ACCESS_KEY=(str, ""),
    PRIVATE_BUCKET_SECRET_KEY=(str, ""),
    CLAMAV_URL=(str, ""),
    BEHIND_TLS_PROXY=(bool, False),
    MESSAGE_KEYS=(list, []),
    TRUSTED_PROXIES=(int, 1),
    IDLE_MINUTES=(int, 15),
    KEPT_REVISIONS=(int, 50),
    RECAPTCHA_PUBLIC_KEY=(str, ""),
    RECAPTCHA_PRIVATE_KEY=(str, ""),
    RECAPTCHA_SCORE=(float, 0.5),
    REQUIRE_MEDICAL_REVIEW=(bool, False),
    EMAIL_URL=(str, ""),
    DEFAULT_FROM_EMAIL=(str, ""),
    PUBLISH_UNREVIEWED_SPANISH=(str, ""),
    LOG_LEVEL=(str, "INFO"),
)
environ.Env.read_env(BASE_DIR / ".env")

# A variable without a value, as in a copy of `.env.example`, counts as not set.
for name in env.scheme:
    if not os.environ.get(name):
        os.environ.pop(name, None)

for name, (kind, _default) in env.scheme.items():
    value = os.environ.get(name, "1")
    if kind is int and not (value.isdecimal() and int(value)):
        raise ImproperlyConfigured(f"{name} is {value}: set it to a whole number, 1 or more (see .env.example).")


def cache_settings(url: str) -> dict[str, Any]:
    """Return the settings of the cache at the URL; for "", of a cache in the memory of each process."""
    cache = env.cache_url_config(url or "locmemcache://?max_entries=10000")
    if "redis" in cache["BACKEND"]:
        from redis.backoff import NoBackoff  # without Redis, each command starts sooner if this is not imported
        from redis.retry import Retry

        cache["BACKEND"] = "ioipm.cache.OptionalRedisCache"
        # A Redis that does not answer must not keep a patient waiting. By default the client waits without a limit and
        # tries again.
        cache.setdefault("OPTIONS", {}).update(
            socket_connect_timeout=0.3, socket_timeout=0.3, retry=Retry(NoBackoff(), 0)
        )
    return cache


def frontend_cache(url: str) -> dict[str, Any]:
    """Return Wagtail's settings of the proxy at the URL, which is told of changed pages; {} for ""."""
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise ImproperlyConfigured("PURGE_URL must begin with http:// or https:// (see .env.example).")
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    return {"proxy": {"BACKEND": backend, "LOCATION": url}} if url else {}


def bucket(name: str) -> dict[str, str | None]:
    """Return the options of the S3-compatible bucket whose variables begin with this name."""
    return {
        "bucket_name": env(name),
        "endpoint_url": env(f"{name}_ENDPOINT") or None,
        "region_name": env(f"{name}_REGION") or None,
        "access_key": env(f"{name}_ACCESS_KEY") or None,
        "secret_key": env(f"{name}_SECRET_KEY") or None,
    }
