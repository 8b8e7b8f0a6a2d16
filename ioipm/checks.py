"""Checks of `manage.py check --deploy`: mistakes in the settings of production that show only on the first day."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 Django's name
from django.http.request import validate_host

BUCKETS = {"default": "MEDIA_BUCKET", "patient_files": "PRIVATE_BUCKET"}


@register(Tags.security, deploy=True)
def check_proxy(**options: Any) -> list[CheckMessage]:
    """Warn if it is not said whether a proxy terminates TLS. `make serve` does not, so there must be one."""
    if not settings.SECURE_SSL_REDIRECT or "BEHIND_TLS_PROXY" in os.environ:
        return []
    sentence = "BEHIND_TLS_PROXY is not set: behind a proxy each page would redirect to itself for ever."
    hint = "Set it to true if a proxy in front of the site terminates TLS, otherwise to false."
    return [Warning(sentence, hint=hint, id="ioipm.W001")]


@register(Tags.security, deploy=True)
def check_host_of_base_url(**options: Any) -> list[CheckMessage]:
    """Report a `BASE_URL` at which the site would answer 400, because `ALLOWED_HOSTS` does not contain its host."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    sentence = f"ALLOWED_HOSTS does not contain {host}, the host of BASE_URL: every page would answer 400."
    return [Error(sentence, hint=f"Add {host} to ALLOWED_HOSTS.", id="ioipm.E001")]


@register(Tags.files, deploy=True)
def check_buckets(**options: Any) -> list[CheckMessage]:
    """Report one bucket for media and patients' files, and buckets that cannot be used."""
    buckets = {
        name: settings.STORAGES[alias]["OPTIONS"]
        for alias, name in BUCKETS.items()
        if "bucket_name" in settings.STORAGES[alias].get("OPTIONS", {})
    }
    if not buckets:
        return []
    from ioipm.bucket_check import problems  # imports boto3, for which each command would wait

    return [
        *_same_bucket(buckets),
        *(problem for name, bucket in buckets.items() for problem in problems(name, bucket)),
    ]


def _same_bucket(buckets: dict[str, dict[str, Any]]) -> Iterator[CheckMessage]:
    places = [(bucket["bucket_name"], (bucket["endpoint_url"] or "").rstrip("/")) for bucket in buckets.values()]
    if len(places) != len(set(places)):
        sentence = "PRIVATE_BUCKET is the same bucket as MEDIA_BUCKET: patients' files must have a bucket of their own."
        yield Error(sentence, hint="Create a second bucket without public access.", id="ioipm.E002")
