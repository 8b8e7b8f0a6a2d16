"""`check --deploy` finds what would go wrong on the first day; commands know whether this is production."""

import os
import re
import shutil
import subprocess
import sys

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ioipm import checks
from ioipm.settings import choice
from ioipm.settings.choice import DEVELOPMENT, PRODUCTION, choose_settings
from ioipm.settings.environment import BASE_DIR, env
from tests.ioipm.test_settings import GOOD
from tests.services import environment, free_port, manage

KEYS = {"access_key": "key", "secret_key": "secret"}
MAKE_TARGETS = ("work", "backup", "restore FROM=x.tar", "seed", "password")


@pytest.fixture(scope="module")
def s3():
    """An S3-compatible server with one bucket, “media”."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server._port}"
    own = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    boto3.client("s3", endpoint_url=address, region_name="us-east-1", **own).create_bucket(Bucket="media")
    yield address
    server.stop()


@pytest.fixture
def use_buckets(settings):
    """Return a function that sets the bucket of media and that of patients' files: pairs of name and endpoint."""

    def use(media, private):
        own = {
            alias: {"OPTIONS": {"bucket_name": name, "endpoint_url": endpoint, "region_name": "us-east-1", **KEYS}}
            for alias, (name, endpoint) in (("default", media), ("patient_files", private))
        }
        settings.STORAGES = settings.STORAGES | own

    return use


def found():
    """Return the ids and sentences of what the check of buckets finds."""
    return {message.id: message.msg for message in checks.check_buckets()}


def test_same_bucket_for_media_and_patients_files_is_found(use_buckets, s3):
    use_buckets(("media", s3), ("media", f"{s3}/"))
    sentence = "PRIVATE_BUCKET is the same bucket as MEDIA_BUCKET: patients' files must have a bucket of their own."
    assert found() == {"ioipm.E002": sentence}


def test_missing_bucket_is_found(use_buckets, s3):
    use_buckets(("media", s3), ("patients", s3))
    assert found() == {"ioipm.E003": "PRIVATE_BUCKET (patients) does not exist."}


def test_storage_that_does_not_answer_is_named_and_does_not_stop_the_start(use_buckets, s3):
    use_buckets(("media", s3), ("patients", f"http://127.0.0.1:{free_port()}"))
    [message] = checks.check_buckets()
    assert message.msg == "PRIVATE_BUCKET (patients) could not be checked: EndpointConnectionError."
    assert not message.is_serious(checks.Warning("").level)


def test_folders_are_no_buckets(settings):
    assert checks.check_buckets() == []


@pytest.mark.parametrize(
    ("base_url", "hosts", "ids"),
    [
        ("https://www.ioipm.com", ["www.ioipm.com"], []),
        ("https://www.ioipm.com:8443", ["ioipm.com", "www.ioipm.com"], []),
        ("https://www.ioipm.com", ["ioipm.com"], ["ioipm.E001"]),
    ],
)
def test_host_of_the_base_url_must_be_allowed(settings, base_url, hosts, ids):
    settings.BASE_URL, settings.ALLOWED_HOSTS = base_url, hosts
    assert [message.id for message in checks.check_host_of_base_url()] == ids


@pytest.mark.parametrize(("value", "is_found"), [("", True), ("true", False), ("false", False)])
def test_production_must_say_whether_a_proxy_terminates_tls(settings, monkeypatch, value, is_found):
    settings.SECURE_SSL_REDIRECT = True
    monkeypatch.delenv("BEHIND_TLS_PROXY", raising=False)
    if value:
        monkeypatch.setenv("BEHIND_TLS_PROXY", value)
    assert bool(checks.check_proxy()) == is_found


@pytest.mark.slow
def test_all_of_a_bad_first_day_is_found_by_the_command(tmp_path, s3):
    bucket = {"ENDPOINT": s3, "REGION": "us-east-1", "ACCESS_KEY": "key", "SECRET_KEY": "secret"}
    variables = {f"{name}_{key}": value for name in ("MEDIA_BUCKET", "PRIVATE_BUCKET") for key, value in bucket.items()}
    variables |= {"MEDIA_BUCKET": "missing", "PRIVATE_BUCKET": "missing", "ALLOWED_HOSTS": "ioipm.com"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **(GOOD | variables))
    assert result.returncode == 1
    assert set(re.findall(r"ioipm\.[EW]\d+", result.stderr)) == {
        "ioipm.E001",
        "ioipm.E002",
        "ioipm.E003",
        "ioipm.W001",
    }


@pytest.mark.parametrize(
    ("in_environment", "in_file", "chosen"),
    [
        ({}, "", DEVELOPMENT),
        ({}, "BASE_URL=http://localhost:8000", DEVELOPMENT),
        ({}, "BASE_URL=https://www.ioipm.com", PRODUCTION),
        ({"BASE_URL": "https://www.ioipm.com"}, "", PRODUCTION),
        ({}, f"DJANGO_SETTINGS_MODULE={PRODUCTION}", PRODUCTION),
        ({}, f"DJANGO_SETTINGS_MODULE={DEVELOPMENT}\nBASE_URL=https://www.ioipm.com", DEVELOPMENT),
        ({"DJANGO_SETTINGS_MODULE": DEVELOPMENT}, f"DJANGO_SETTINGS_MODULE={PRODUCTION}", DEVELOPMENT),
        ({"DJANGO_SETTINGS_MODULE": ""}, "BASE_URL=https://www.ioipm.com", PRODUCTION),
    ],
)
def test_settings_are_chosen_by_environment_file_and_base_url(monkeypatch, tmp_path, in_environment, in_file, chosen):
    file = tmp_path / ".env"
    file.write_text(in_file)
    monkeypatch.setattr(choice, "ENV_FILE", file)
    for name in ("BASE_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "restored after the test")
        monkeypatch.delenv(name)
    for name, value in in_environment.items():
        monkeypatch.setenv(name, value)
    assert choose_settings() == os.environ["DJANGO_SETTINGS_MODULE"] == chosen


@pytest.mark.slow
def test_command_on_a_production_site_uses_the_settings_of_production(tmp_path):
    variables = environment(tmp_path, **GOOD) | {"DJANGO_SETTINGS_MODULE": ""}
    command = ["manage.py", "shell", "-v", "0", "-c", "from django.conf import settings as s; print(s.SETTINGS_MODULE)"]
    result = subprocess.run(
        [sys.executable, *command], cwd=BASE_DIR, env=variables, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == PRODUCTION


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_only_the_targets_for_development_and_serving_name_their_settings():
    """All others leave the choice to `manage.py`."""
    makefile = (BASE_DIR / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^(\w+): export DJANGO_SETTINGS_MODULE = (\S+)$", makefile, re.MULTILINE) == [
        ("run", DEVELOPMENT),
        ("ready", PRODUCTION),
        ("serve", PRODUCTION),
    ]
    for target in MAKE_TARGETS:
        shown = subprocess.run(
            ["make", "--dry-run", *target.split()], cwd=BASE_DIR, capture_output=True, text=True, check=True
        )
        assert "manage.py" in shown.stdout


def test_variable_of_the_settings_is_known():
    assert "DJANGO_SETTINGS_MODULE" in env.scheme
