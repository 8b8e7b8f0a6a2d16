"""Images on pages: sizes, formats and crops exist before a reader asks for them, and alt texts say something."""

import re
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.template.loader import get_template
from PIL import Image as Picture
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model

from ioipm.settings.environment import BASE_DIR
from pages import photo_renditions
from pages.blocks import GeneralBodyBlock
from pages.photos import Photo, Shape
from tests.factories import make_condition, publish, section
from tests.html import soup

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
Image = get_image_model()
BLOCK = GeneralBodyBlock().child_blocks["captioned_image"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_image(name="entrance.jpg", size=(900, 1200), title="The entrance"):
    """Create an image: red above, blue below."""
    picture = Picture.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    content = BytesIO()
    picture.save(content, "PNG" if name.endswith("png") else "JPEG")
    return Image.objects.create(title=title, file=ImageFile(content, name=name))


def value(image, alt_text="The way in from Main Street", **others):
    return {"image": {"image": image.pk, "alt_text": alt_text, "decorative": False}, "caption": "", **others}


def make_page(image, **others):
    return make_condition(f"Cold Feet {image.pk}", body=[section("captioned_image", **value(image, **others))])


@pytest.fixture
def published(django_capture_on_commit_callbacks):
    """Return a function that publishes a page with an image, as in a request, and returns the page."""

    def publish_page(image, **others):
        page = make_page(image, **others)
        with django_capture_on_commit_callbacks(execute=True):
            return publish(page)

    return publish_page


def shown(client, page):
    return soup(client.get(page.get_url())).select_one("figure picture")


@pytest.mark.slow
def test_page_offers_avif_and_a_fallback_in_sizes_that_exist(client, published):
    page = published(make_image())
    picture = shown(client, page)
    source, img = picture.source, picture.img
    assert source["type"] == "image/avif"
    assert re.findall(r"/media/images/\S+\.avif (\d+)w", source["srcset"]) == ["400", "800"]
    assert re.findall(r"/media/images/\S+\.jpg (\d+)w", img["srcset"]) == ["400", "800"]
    assert (img["alt"], img["loading"], img["width"], img["height"]) == (
        "The way in from Main Street",
        "lazy",
        "800",
        "1066",
    )
    assert source["sizes"] == img["sizes"]
    for address in re.findall(r"(\S+) \d+w", f"{source['srcset']}, {img['srcset']}"):
        expected = "image/avif" if address.endswith("avif") else "image/jpeg"
        assert client.get(address)["Content-Type"] == expected
    assert img["src"] in img["srcset"]
    assert "style=" not in str(picture)


@pytest.mark.slow
def test_wide_photo_is_cropped_around_its_focal_point(client, published):
    image = make_image()
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 450, 1150, 90, 90
    image.save()
    img = shown(client, published(image, shape="wide")).img
    assert (img["width"], img["height"]) == ("800", "533")
    pixel = Picture.open(BytesIO(b"".join(client.get(img["src"]).streaming_content))).getpixel((400, 100))
    assert pixel[2] > 200 > 60 > pixel[0]


def test_drawing_without_photo_colors_stays_a_png(client, published):
    img = shown(client, published(make_image("drawing.png", (300, 200)))).img
    assert img["src"].endswith(".png")
    assert (img["width"], img["height"]) == ("300", "200")


@pytest.mark.slow
def test_page_view_creates_no_rendition_and_reads_all_with_one_query(client, published, monkeypatch):
    page = published(make_image())
    before = Image.get_rendition_model().objects.count()

    def fail(*args, **kwargs):
        raise AssertionError("A page view creates a rendition.")

    monkeypatch.setattr(Image, "create_rendition", fail)
    assert shown(client, page)
    Image.get_rendition_model().objects.all().delete()
    response = client.get(page.get_url())
    assert response.status_code == 200
    assert not soup(response).select("figure picture")
    assert before == 4


@pytest.mark.slow
def test_worker_creates_what_is_missing_for_live_pages_only(client, published):
    page, draft_image = published(make_image()), make_image()
    draft = make_page(draft_image)
    draft.live = False
    draft.save()
    Image.get_rendition_model().objects.all().delete()
    photo_renditions.create_missing()
    assert shown(client, page)
    assert not draft_image.renditions.exists()


def test_rendition_of_an_older_version_is_shown_until_the_new_ones_exist(client):
    image = make_image()
    image.get_rendition("max-1200x1200|format-webp")
    page = publish(make_page(image))
    assert shown(client, page).img["src"].endswith(".webp")


def test_image_whose_file_is_missing_breaks_neither_the_publication_nor_the_page(client, published):
    image = make_image()
    image.file.storage.delete(image.file.name)
    page = published(image)
    assert client.get(page.get_url()).status_code == 200


@pytest.mark.slow
def test_new_focal_point_gets_its_renditions_when_the_image_is_saved(
    client, published, django_capture_on_commit_callbacks
):
    image = make_image()
    page = published(image, shape="wide")
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 450, 100, 90, 90
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    key = shown(client, page).img["src"]
    assert image.renditions.get(focal_point_key__gt="", filter_spec="fill-800x533|format-jpeg", file__endswith=key[14:])


@pytest.mark.slow
def test_preview_of_a_draft_shows_the_image(editor_client):
    page = make_page(make_image())
    page.save_revision()
    response = editor_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert soup(response).select_one("figure picture img")


@pytest.mark.parametrize("alt_text", ["entrance", "entrance.jpg", "IMG_4711", "Screenshot 2026-01-02"])
def test_alt_text_that_is_the_name_of_a_file_is_refused_and_never_shown(alt_text):
    data = BLOCK.to_python(value(make_image(), alt_text))
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(data)
    assert "name of a file" in str(refused.value.as_json_data())
    assert data.alt_text == ""


def test_alt_text_or_decorative_is_required():
    image = make_image()
    with pytest.raises(StructBlockValidationError):
        BLOCK.clean(BLOCK.to_python(value(image, "")))
    BLOCK.clean(BLOCK.to_python(value(image)))
    decorative = BLOCK.to_python({"image": {"image": image.pk, "alt_text": "x", "decorative": True}, "caption": ""})
    assert BLOCK.clean(decorative).alt_text == ""


def test_small_image_is_not_enlarged():
    specs = [one.spec for one in Photo(make_image(size=(150, 90)), Shape.WIDE.value).filters("avif")]
    assert specs == ["fill-135x90|format-avif"]


def test_every_template_states_the_alt_text_of_an_image():
    """Wagtail's tags take the title of the image if a template gives none."""
    tags = {
        (file.relative_to(BASE_DIR).as_posix(), tag)
        for file in (BASE_DIR / "templates").rglob("*.html")
        for tag in re.findall(r"{%\s*(?:image|picture|srcset_image|photo)\s[^%]*%}", file.read_text(encoding="utf-8"))
    }
    assert tags
    assert get_template("includes/photo.html")
    assert {name for name, tag in tags if not re.search(r"\balt=", tag)} == set()
