"""Settings for production: those of `base`. The site does not start while a setting is missing or unsafe."""

from django.core.exceptions import ImproperlyConfigured

from ioipm.settings.base import *  # noqa: F403
from ioipm.settings.base import ALLOWED_HOSTS, BASE_URL, DEFAULT_FROM_EMAIL, MESSAGE_KEYS, SECRET_KEY, env
from ioipm.settings.safety import unsafe_settings

if problems := unsafe_settings(
    SECRET_KEY,
    BASE_URL,
    ALLOWED_HOSTS,
    env("EMAIL_URL"),
    MESSAGE_KEYS,
    DEFAULT_FROM_EMAIL,
    env("PUBLISH_UNREVIEWED_SPANISH"),
):
    raise ImproperlyConfigured(
        "The site does not start until this is fixed (see .env.example):\n"
        + "\n".join(f"  - {problem}" for problem in problems)
    )

DEFAULT_EXCEPTION_REPORTER = "ioipm.logs.BriefExceptionReporter"

SECURE_SSL_REDIRECT = True
# A health check comes from the same machine or from a load balancer, by HTTP without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if env("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
