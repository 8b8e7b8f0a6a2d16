"""Storage of patients' files: encrypted, in a folder or in a private S3 bucket, and without URLs."""

import os

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from moto.server import ThreadedMotoServer

from forms.inbox.files import open_content
from tests.files import pdf, send
from tests.ioipm.test_settings import GOOD
from tests.services import free_port, manage

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

PDF = pdf()


@pytest.fixture
def bucket(settings):
    """Store patients' files in a bucket of a local S3-compatible server; yield a client of the server."""
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{port}"
    keys = {"access_key": "key", "secret_key": "secret"}
    options = {"bucket_name": "private", "endpoint_url": address, "region_name": "us-east-1", **keys}
    own = {f"aws_{name}_id" if name == "access_key" else "aws_secret_access_key": value for name, value in keys.items()}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **own)
    client.create_bucket(Bucket="private")
    storage = {"BACKEND": "forms.inbox.storage.PatientFileBucket", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"patient_files": storage}
    yield client
    server.stop()


def objects(client):
    return [item["Key"] for item in client.list_objects_v2(Bucket="private").get("Contents", [])]


@pytest.mark.slow
def test_file_is_encrypted_in_the_bucket(bucket, private, django_capture_on_commit_callbacks):
    (file,) = send(("scan.pdf", PDF)).cleaned_data["files"]
    assert objects(bucket) == [file.stored_as]
    assert b"PDF" not in bucket.get_object(Bucket="private", Key=file.stored_as)["Body"].read()
    assert not private.exists()
    assert open_content(file) == PDF
    call_command("check_files", verbosity=0)
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert objects(bucket) == []


@pytest.mark.slow
def test_file_in_the_bucket_is_not_public(bucket):
    (file,) = send(("scan.pdf", PDF)).cleaned_data["files"]
    grants = bucket.get_object_acl(Bucket="private", Key=file.stored_as)["Grants"]
    assert [grant for grant in grants if "URI" in grant["Grantee"]] == []


@pytest.mark.parametrize("place", ["disk", "bucket"])
def test_stored_file_has_no_url(place, request, client):
    if place == "bucket":
        request.getfixturevalue("bucket")
    storage = storages["patient_files"]
    name = storage.save("ab/abc", ContentFile(b"sealed"))
    with pytest.raises(NotImplementedError, match="Patients' files have no URL"):
        storage.url(name)
    for address in (f"/media/{name}", f"/media/images/{name}", f"/media/private/{name}"):
        assert client.get(address, follow=True).status_code == 404


def test_save_flushes_file_and_folder_to_the_disk(monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.readlink(f"/proc/self/fd/{descriptor}")))
    storage = storages["patient_files"]
    path = storage.path(storage.save("ab/abc", ContentFile(b"sealed")))
    assert synced[0] == path
    assert os.path.dirname(path) in synced


@pytest.mark.slow
def test_bucket_is_configured_by_environment_variables(tmp_path):
    code = (
        "from django.conf import settings as s; from django.core.files.storage import storages as t; "
        "print(s.STORAGES['default']['BACKEND'], t['patient_files'].bucket_name, t['patient_files'].default_acl)"
    )
    own = {"PRIVATE_BUCKET": "patients", "PRIVATE_BUCKET_REGION": "us-east-1"}
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **GOOD, **own)
    assert result.stdout.split() == ["django.core.files.storage.FileSystemStorage", "patients", "None"], result.stderr
