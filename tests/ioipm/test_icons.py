"""The clinic's logo is in the browser's tab, on a phone's home screen, in shared links and in the admin."""

import io
import json

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from ioipm.settings.environment import BASE_DIR
from tests.factories import publish
from tests.html import soup

pytestmark = pytest.mark.django_db

IMAGES = BASE_DIR / "static" / "img"
PAGES = ["/", "/conditions-we-treat/mid-back-pain/", "/no-such-page/"]
NAME = "Institute of Interventional Pain Management"


def content(address):
    """Return the content of one of the site's own files."""
    with open(finders.find(address.removeprefix("/static/")), "rb") as file:
        return file.read()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_links_to_icons_that_exist(client, address):
    head = soup(client.get(address)).head
    icons = [link["href"] for link in head.select("link[rel~=icon], link[rel=apple-touch-icon]")]
    assert len(icons) == 2
    assert all(content(icon) for icon in icons)
    assert head.select_one("link[rel=manifest]")["href"] == "/site.webmanifest"


@pytest.mark.parametrize(("name", "size"), [("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)])
def test_icon_has_the_size_in_its_name(name, size):
    assert Image.open(IMAGES / f"{name}.png").size == (size, size)


def test_favicon_at_the_root_has_three_sizes(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/x-icon"
    assert "public" in response["Cache-Control"]
    icon = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_favicon_sets_no_cookie_and_is_the_file_that_pages_link_to(client):
    response = client.get("/favicon.ico")
    assert not response.cookies
    assert b"".join(response.streaming_content) == (IMAGES / "favicon.ico").read_bytes()


def test_manifest_has_the_clinics_name_and_icons(client):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    assert response["Cache-Control"].startswith("public")
    manifest = json.loads(response.content)
    assert (manifest["name"], manifest["short_name"], manifest["start_url"]) == (NAME, "IIPM", "/")
    assert all(content(icon["src"]) for icon in manifest["icons"])


def test_manifest_follows_the_clinics_name(client, home):
    home.clinic_name = "Ozark Spine"
    publish(home)
    assert json.loads(client.get("/site.webmanifest").content)["name"] == "Ozark Spine"


def test_shared_link_shows_the_card(client, mid_back_pain):
    head = soup(client.get(mid_back_pain.get_url())).head
    said = {meta.get("property") or meta.get("name"): meta["content"] for meta in head.select("meta[content]")}
    assert said["og:image"] == "https://www.ioipm.example/static/img/social-card.png"
    assert said["og:image:alt"] == NAME
    assert said["twitter:card"] == "summary_large_image"
    card = Image.open(IMAGES / "social-card.png")
    assert (said["og:image:width"], said["og:image:height"]) == tuple(map(str, card.size)) == ("1200", "630")


def test_login_shows_logo_and_name_of_the_clinic(client):
    page = soup(client.get("/admin/login/"))
    assert page.h1.get_text(strip=True) == NAME
    assert page.select_one(".login-logo svg.mark")
    assert NAME in page.title.get_text()
    assert "Wagtail" not in page.main.get_text()


def test_admin_has_logo_colors_and_icon_of_the_clinic(editor_client):
    response = editor_client.get("/admin/")
    page = soup(response)
    assert 'src="/static/img/mark-on-dark.svg"' in response.content.decode()
    assert page.select_one("link[rel=icon]")["href"] == "/static/img/favicon.svg"
    assert page.select_one("link[href='/static/css/admin.css']")
    assert NAME in page.title.get_text()


def test_login_works_before_the_clinic_has_a_name(client, home):
    type(home).objects.update(clinic_name="")
    response = client.get("/admin/login/")
    assert soup(response).h1.get_text(strip=True) == "Sign in to Wagtail"
