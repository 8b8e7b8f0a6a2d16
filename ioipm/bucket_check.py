"""Whether a bucket of media or patients' files can be used, for `check --deploy`."""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.checks import CheckMessage, Error, Info

# Do not keep the start of the site waiting for a storage that does not answer.
CLIENT = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 1})


def problems(name: str, bucket: dict[str, Any]) -> Iterator[CheckMessage]:
    """Yield an error if the bucket does not exist or refuses our keys, and a note if it could not be asked.

    `name` is the name of its environment variable.
    """
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
