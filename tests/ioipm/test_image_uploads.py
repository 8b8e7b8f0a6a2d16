"""Images that staff upload: large photos are scaled down, metadata is removed, and titles say what they show."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, UploadedFile

from ioipm.uploads.images import MAXIMUM_EDGE
from tests.files import opened, picture

pytestmark = pytest.mark.django_db
ORIENTATION, GPS = 0x0112, 0x8825
ADD = "wagtailimages:add_multiple"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def large(kind="JPEG", size=(8064, 6048)):
    """Return a photo of 48 megapixels with the metadata of a phone that was held upright: its place, and a rotation."""
    exif = Picture.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[29] = "2026:01:02"
    return picture(kind, size, exif=exif)


def submit(user, name, content, title="The entrance from Main Street", kind=SimpleUploadedFile, **values):
    """Return the form of a new image with a file."""
    if kind is TemporaryUploadedFile:
        file = TemporaryUploadedFile(name, "image/jpeg", len(content), None)
        file.write(content)
        file.seek(0)
    else:
        file = SimpleUploadedFile(name, content, "image/jpeg")
    data = {"title": title, "collection": Collection.get_first_root_node().pk, **values}
    return get_image_form(get_image_model())(data, {"file": file}, user=user)


@pytest.mark.parametrize("kind", [SimpleUploadedFile, TemporaryUploadedFile])
@pytest.mark.slow
def test_photo_of_48_megapixels_is_stored_upright_smaller_and_without_its_place(editor, kind):
    form = submit(editor, "photo.jpg", large(), kind=kind)
    assert form.is_valid(), form.errors
    image = form.save()
    with image.open_file() as file:
        content = file.read()
    assert opened(content).size == (image.width, image.height) == (MAXIMUM_EDGE * 3 // 4, MAXIMUM_EDGE)
    assert not opened(content).getexif()
    assert image.file_size == len(content)


def test_photo_of_an_iphone_becomes_a_jpeg(editor):
    form = submit(editor, "IMG_1.HEIC", picture("HEIC", (300, 200)))
    assert form.is_valid(), form.errors
    image = form.save()
    assert image.file.name.endswith(".jpg")
    with image.open_file() as file:
        assert opened(file.read()).format == "JPEG"


def test_photo_whose_name_has_a_wrong_ending_is_accepted(editor):
    form = submit(editor, "IMG_1.HEIC", picture("JPEG"))
    assert form.is_valid(), form.errors
    assert form.save().file.name.endswith(".jpg")


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("AVIF", "RGB")])
def test_other_kinds_keep_their_format(editor, kind, mode):
    content = picture(kind, image=Picture.new("RGB", (3300, 20), "navy").convert(mode))
    form = submit(editor, f"drawing.{kind.lower()}", content)
    assert form.is_valid(), form.errors
    image = form.save()
    assert image.width == MAXIMUM_EDGE
    with image.open_file() as file:
        assert opened(file.read()).format == kind


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("a.jpg", lambda: picture("JPEG")[:-200], "It may be damaged"),
        ("a.jpg", lambda: SVG, "Supported formats"),
        ("a.jpg", lambda: b"not an image", "Upload a valid image"),
        ("a.svg", lambda: SVG, "“svg” is not allowed"),
        ("a.gif", lambda: picture("GIF"), "“gif” is not allowed"),
        ("a.png", lambda: picture("PNG", (60_000, 1000)), "more than 50 megapixels"),
    ],
)
def test_file_is_refused_with_a_sentence(editor, name, make, sentence):
    form = submit(editor, name, make())
    assert sentence in str(form.errors["file"])


@pytest.mark.parametrize("title", ["IMG_4711", "IMG 4711.JPG", "Screenshot 2026-01-02", "20260102_101112", "dsc1.png"])
def test_title_that_is_the_name_of_a_file_is_refused(editor, title):
    form = submit(editor, "other.jpg", picture(), title=title)
    assert form.errors["title"] == ["This is the name of a file. Write what the image shows."]


def test_title_that_says_what_the_image_shows_is_accepted(editor):
    for title in ("The entrance", "X-ray of the lower back", "Dr. Smith, 2026", "Entrance"):
        assert submit(editor, "front-door.jpg", picture(), title=title).is_valid(), title
    assert not submit(editor, "front-door.jpg", picture(), title="front-door").is_valid()


def test_image_that_waits_for_its_title_has_no_metadata_either(editor_client):
    response = editor_client.post(
        reverse(ADD),
        {"files[]": SimpleUploadedFile("IMG_1.jpg", large(size=(400, 300)), "image/jpeg"), "title": "IMG_1"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = json.loads(response.content)
    waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    assert not opened(waiting.file.read()).getexif()
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    prefix = f"uploaded-image-{waiting.pk}"
    for title, is_stored in (("IMG_1.jpg", False), ("The entrance", True)):
        answer = json.loads(editor_client.post(address, {f"{prefix}-title": title}).content)
        assert answer["success"] == is_stored
    image = get_image_model().objects.get()
    assert (image.title, image.width, image.height) == ("The entrance", 300, 400)


def test_metadata_of_a_waiting_image_is_read_from_its_new_content():
    """`large` really has the metadata that the other tests look for."""
    assert GPS in Picture.open(BytesIO(large(size=(40, 30)))).getexif()
