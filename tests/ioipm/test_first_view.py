"""A browser needs few requests and little data, and one style sheet, before a patient can read a page."""

import gzip
import re

import pytest
from django.core.management import call_command

from ioipm.settings import base
from tests.html import soup

pytestmark = pytest.mark.django_db

ADDRESS = "/conditions-we-treat/lower-back-pain/"
ADDRESSES = ["/", ADDRESS, "/treatments-we-provide/pirft/", "/locations/russellville/"]
MOST_BYTES = {"html": 16_700, "css": 12_000, "js": 2_500, "woff2": 28_000}
MOST_REQUESTS = 6
# The joined style sheet, and those of the admin.
NO_PARTS = ("site.css", "admin.css", "desk.css", "idle.css", "guide.css", "translation-editor.css")
ADDRESS_IN_CSS = re.compile(r"url\(\"?([^\")]+)\"?\)")


@pytest.fixture
def collected(settings, tmp_path):
    """Collect our own static files as `make serve` does; return their folder."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": base.STORAGES["staticfiles"]}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def fetched(page, folder):
    """Return the static files that a browser requests for the page: the kind and the compressed size of each."""
    names = [tag.get("src") or tag["href"] for tag in page.select("script[src], link[rel~=icon], link[rel=stylesheet]")]
    sheets = [folder / tag["href"].removeprefix("/static/") for tag in page.select("link[rel=stylesheet]")]
    names += [use["href"].partition("#")[0] for use in page.select("use[href*='.svg#']")]
    names += [f"/static/css/{found}" for sheet in sheets for found in ADDRESS_IN_CSS.findall(sheet.read_text())]
    files = {(folder / name.removeprefix("/static/")).resolve() for name in names}
    return [(file.suffix[1:], min(file.stat().st_size, len(gzip.compress(file.read_bytes())))) for file in files]


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_needs_few_requests_and_little_data(client, collected, address):
    response = client.get(address)
    files = fetched(soup(response), collected)
    sizes = {kind: sum(size for its, size in files if its == kind) for kind in MOST_BYTES}
    sizes["html"] = len(gzip.compress(response.content))
    assert {kind: size for kind, size in sizes.items() if size > MOST_BYTES[kind]} == {}
    assert 1 + len(files) <= MOST_REQUESTS + (address == "/")  # the body map of the home page
    assert all(sizes.values())


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
