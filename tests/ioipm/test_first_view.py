"""A browser needs few requests and little data, and one style sheet, before a patient can read a page."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from wagtail.models import Page

from ioipm.page_cache.compression import BROTLI, compress
from ioipm.settings import base
from tests.contact_form import ANSWERS, send
from tests.html import soup

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("spanish_site")]

ADDRESS = "/conditions-we-treat/lower-back-pain/"
# The heaviest page of each type.
HEAVIEST = [
    "/",
    "/conditions-we-treat/",
    ADDRESS,
    "/treatments-we-provide/",
    "/treatments-we-provide/epidural-injections/",
    "/locations/",
    "/locations/russellville/",
    "/patient-resources/",
    "/referral-form/",
]
MOST_BYTES = 49_500
MOST_REQUESTS = 6
# What a browser needs to show the first screen. The drawings in lists come later, below it, and so does the icon.
NEEDED = "script[src], link[rel=stylesheet], .page-head use, .hero use"
# The joined style sheet, and those of the admin.
NO_PARTS = ("site.css", "admin.css", "desk.css", "idle.css", "guide.css", "translation-editor.css")
ADDRESS_IN_CSS = re.compile(r"url\(\"?([^\")]+)\"?\)")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Collect our own static files as `make serve` does; return their folder."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(
        STATIC_ROOT=folder,
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={**settings.STORAGES, "staticfiles": base.STORAGES["staticfiles"]},
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def needed(page, folder):
    """Return the static files that a browser requests for the first screen of the page."""
    names = [tag.get("src") or tag["href"] for tag in page.select(NEEDED)]
    sheets = [folder / tag["href"].removeprefix("/static/") for tag in page.select("link[rel=stylesheet]")]
    names += [f"/static/css/{found}" for sheet in sheets for found in ADDRESS_IN_CSS.findall(sheet.read_text())]
    return {(folder / name.partition("#")[0].removeprefix("/static/")).resolve() for name in names}


def compressed_size(file):
    """Return the bytes of a static file as the site sends it to a browser that accepts Brotli."""
    compressed = file.with_name(f"{file.name}.br")
    return (compressed if compressed.exists() else file).stat().st_size


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", HEAVIEST)
def test_first_screen_needs_few_requests_and_little_data(client, collected, address, language):
    page = Page.objects.get(url_path=f"/home{address}")
    response = client.get(page.get_translations(inclusive=True).get(locale__language_code=language).get_url())
    assert response.status_code == 200
    files = needed(soup(response), collected)
    sizes = {file.name: compressed_size(file) for file in files} | {"html": len(compress(response.content, BROTLI))}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert len(sizes) <= MOST_REQUESTS, sizes
    assert {file.suffix for file in files} >= {".css", ".js", ".woff2"}


def test_lines_of_a_page_are_not_indented_and_typed_text_keeps_its_spaces(client):
    answers = {**ANSWERS, "email": "me", "message": "First line\n    second line"}
    html = send(client, answers=answers).content.decode().replace("\r\n", "\n")
    assert answers["message"] in html
    assert re.findall(r"\n[ \t]+<(?:div|p|section|label|li)\b", html) == []


def test_only_one_stylesheet_blocks_rendering(client, collected):
    head = soup(client.get(ADDRESS)).head
    assert len(head.select("link[rel=stylesheet]")) == 1
    assert [script for script in head.select("script[src]") if script.get("type") != "module"] == []
    assert "@import" not in (collected / "css/site.css").read_text()


def test_joined_script_has_every_module_in_a_block_of_its_own(collected):
    script = (collected / "js/site.js").read_text()
    assert "import " not in script.replace("import(", "")
    for name in ("menu", "parts", "reading", "language-hint"):
        module = (base.BASE_DIR / f"static/js/{name}.js").read_text()
        assert module.strip().splitlines()[-1] in script
        assert not re.search(r"^(import|export) ", module, re.MULTILINE)
    assert script.count("\n}\n{\n") == 3


def test_joined_stylesheet_has_every_file_in_its_layer(collected):
    css = (collected / "css/site.css").read_text()
    parts = [file for file in (base.BASE_DIR / "static/css").rglob("*.css") if file.name not in NO_PARTS]
    assert css.count("@layer ") == 1 + len(parts)
    assert css.startswith("@layer fonts, tokens, base, layout, components, print;")


def test_preloaded_fonts_are_those_of_the_stylesheet(client, collected):
    page = soup(client.get(ADDRESS))
    preloaded = {link["href"].rpartition("/")[2] for link in page.select("link[rel=preload]")}
    sheet = (collected / page.select_one("link[rel=stylesheet]")["href"].removeprefix("/static/")).read_text()
    assert preloaded == {address.rpartition("/")[2] for address in ADDRESS_IN_CSS.findall(sheet)}
