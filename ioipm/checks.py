"""Checks of `manage.py check --deploy`: mistakes in the settings of production that show only on the first day."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register  # noqa: A004 Django's name
from django.http.request import validate_host

BUCKETS = {"default": "MEDIA_BUCKET", "patient_files": "PRIVATE_BUCKET"}
# Do not keep the start of the site waiting for a storage that does not answer.
CLIENT = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 1})


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
    unusable = (message for name, bucket in buckets.items() for message in _unusable(name, bucket))
    return [*_same_bucket(buckets), *unusable]


def _same_bucket(buckets: dict[str, dict[str, Any]]) -> Iterator[CheckMessage]:
    places = [(bucket["bucket_name"], (bucket["endpoint_url"] or "").rstrip("/")) for bucket in buckets.values()]
    if len(places) != len(set(places)):
        sentence = "PRIVATE_BUCKET is the same bucket as MEDIA_BUCKET: patients' files must have a bucket of their own."
        yield Error(sentence, hint="Create a second bucket without public access.", id="ioipm.E002")


def _unusable(name: str, bucket: dict[str, Any]) -> Iterator[CheckMessage]:
    shown = f"{name} ({bucket['bucket_name']})"
    try:
        _client(bucket).head_bucket(Bucket=bucket["bucket_name"])
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            hint = f"Create it, or correct {name} and {name}_ENDPOINT."
            yield Error(f"{shown} does not exist.", hint=hint, id="ioipm.E003")
        else:
            hint = f"Correct {name}_ACCESS_KEY and {name}_SECRET_KEY, or allow their user to list the bucket."
            code = error.response["Error"]["Code"]
            yield Error(f"{shown} refuses our keys ({code}).", hint=hint, id="ioipm.E004")
    except (BotoCoreError, ValueError) as error:
        # Not an error: pages are served while the storage is away, so the site may start.
        yield Info(f"{shown} could not be checked: {type(error).__name__}.", id="ioipm.I001")


def _client(bucket: dict[str, Any]) -> Any:
    keys = {"aws_access_key_id": bucket["access_key"], "aws_secret_access_key": bucket["secret_key"]}
    return boto3.client(
        "s3", endpoint_url=bucket["endpoint_url"], region_name=bucket["region_name"], config=CLIENT, **keys
    )
