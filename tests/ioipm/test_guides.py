"""The guides in the admin: “Help” opens them, with pictures, contents and links; nobody else can read them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from ioipm.guides.markdown import GUIDES, read_guide
from tests.html import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_page(desk):
    """Return a function that returns the parsed page at an address, as the front desk sees it."""
    return lambda address: soup(desk.get(address))


def url_of_menu_item(client, name):
    """Return the URL of an item of the main menu."""
    props = soup(client.get("/admin/")).select_one("#wagtail-sidebar-props").string
    return re.search(rf'"name": "{name}".*?"url": "([^"]+)"', props)[1]


@pytest.mark.parametrize("group", ["Marketing", "Front desk"])
def test_help_in_the_menu_opens_our_own_guide(log_in, group):
    client = log_in(group)
    assert url_of_menu_item(client, "help") == reverse("help")
    page = client.get("/admin/").content.decode()
    assert "guide.wagtail.org" not in page
    assert 'data-w-kbd-key-value": "?"' in page.replace("&quot;", '"')
    assert words(soup(client.get(reverse("help"))).h1) == "Editing the site"


@pytest.mark.parametrize("slug", GUIDES)
def test_guide_has_contents_sections_and_no_markdown(desk_page, slug):
    page = desk_page(reverse("guide", args=[slug]))
    anchors = [link["href"][1:] for link in page.select(".guide__contents a[href^='#']")]
    assert anchors == [section["id"] for section in page.select(".guide__text section[id]")]
    assert len(set(anchors)) == len(anchors) >= 3
    text = words(page.select_one(".guide__text"))
    assert not re.search(r"\]\(|^#|\| ---|\*\*|\[ \]", text)


@pytest.mark.slow
def test_every_picture_and_link_of_a_guide_leads_somewhere(desk, desk_page):
    for slug in GUIDES:
        page = desk_page(reverse("guide", args=[slug]))
        pictures = {image["src"] for image in page.select(".guide__text img")}
        links = {link["href"] for link in page.select(".guide__text a") if link["href"].startswith("/")}
        assert pictures or slug == "medical-findings"
        for address in pictures | links:
            assert desk.get(address.partition("#")[0]).status_code == 200, address
        assert not [link["href"] for link in page.select(".guide__text a") if link["href"].endswith(".md")]


def test_checklists_show_boxes(desk_page):
    assert "☐ " in words(desk_page(reverse("guide", args=["editing"])).select_one(".guide__text"))


@pytest.mark.parametrize(
    "name", ["../editing.md", "sources.json", "../../manage.py", "none.png", "blocks/../../desk.md"]
)
def test_only_pictures_of_the_guides_are_served(desk, name):
    assert desk.get(f"/admin/help/pictures/{name}").status_code == 404


def test_unknown_guide_is_not_found(desk):
    for slug in ("operating", "architecture", "nothing"):
        assert desk.get(f"/admin/help/{slug}/").status_code == 404


def test_guides_need_access_to_the_admin(django_user_model):
    client = Client()
    for address in (reverse("help"), reverse("guide", args=["desk"]), reverse("guide_picture", args=["dashboard.png"])):
        assert client.get(address)["Location"].startswith("/admin/login/")
    client.force_login(django_user_model.objects.create_user("nobody", password="a long password"))
    assert client.get(reverse("help"))["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "task",
    ["autosave", "undo", "compare", "schedul", "approv", "photo", "comment", "workflow", "alt text", "focal point"],
)
def test_guide_for_editors_covers_the_task(task):
    text = " ".join(f"{section.title} {section.html}" for section in read_guide("editing").sections).lower()
    assert task in text
