"""Editors' images, and no other files, are served under our own address, from the disk or a bucket."""

from io import BytesIO

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer
from PIL import Image as Picture
from wagtail.images import get_image_model

from pages.photo_renditions import create
from tests.factories import make_condition, section
from tests.html import soup
from tests.services import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def bucket(settings):
    """An S3-compatible server as the media storage."""
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    options = {
        "bucket_name": "media",
        "endpoint_url": f"http://127.0.0.1:{port}",
        "region_name": "us-east-1",
        "access_key": "key",
        "secret_key": "secret",
    }
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=options["endpoint_url"], region_name="us-east-1", **keys)
    client.create_bucket(Bucket="media")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "ioipm.storage.BucketStorage", "OPTIONS": options}}
    yield client
    server.stop()


def make_image():
    content = BytesIO()
    Picture.new("RGB", (400, 300), "navy").save(content, "PNG")
    return get_image_model().objects.create(title="Entrance", file=ImageFile(content, name="entrance.png"))


def image_on_page(client):
    """Return the tag of the image in a page, and the response at its address."""
    image = {"image": make_image().pk, "alt_text": "The way in from Main Street", "decorative": False}
    page = make_condition(body=[section("captioned_image", image=image, caption="Entrance")])
    create(page.photos)
    tag = soup(client.get(page.get_url())).main.img
    return tag, client.get(tag["src"])


def test_image_is_stored_on_the_disk(client, tmp_path):
    tag, response = image_on_page(client)
    assert tag["alt"] == "The way in from Main Street"
    assert tag["src"].startswith("/media/images/")
    assert Picture.open(BytesIO(response.getvalue())).format == "PNG"
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert list(tmp_path.glob("images/*.png"))


@pytest.mark.slow
def test_image_is_stored_in_a_bucket_and_the_page_is_the_same(client, bucket, tmp_path):
    tag, response = image_on_page(client)
    assert tag["src"].startswith("/media/images/")
    assert Picture.open(BytesIO(response.getvalue())).format == "PNG"
    assert not list(tmp_path.rglob("*.png"))
    assert [item["Key"] for item in bucket.list_objects_v2(Bucket="media", Prefix="images/")["Contents"]]


@pytest.mark.parametrize("storage", ["disk", "bucket"])
@pytest.mark.slow
def test_other_files_are_not_served(client, request, storage):
    if storage == "bucket":
        request.getfixturevalue("bucket")
    default_storage.save("documents/secret.pdf", ContentFile(b"%PDF"))
    default_storage.save("original_images/large.png", ContentFile(b"png"))
    for address in (
        "/media/documents/secret.pdf",
        "/media/original_images/large.png",
        "/media/images/../documents/secret.pdf",
        "/media/images/%2e%2e/documents/secret.pdf",
        "/media/images/nothing.webp",
        "/media/images/",
        "/media/",
    ):
        assert client.get(address).status_code == 404, address
