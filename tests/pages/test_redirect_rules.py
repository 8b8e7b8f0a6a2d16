"""Redirects that staff enter or import lead somewhere, and never back to their own address."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import create_redirects_from_dataset
from wagtail.models import Page

from pages import old_addresses
from pages.old_addresses import find_loop, path_on_this_site
from tests.factories import make_form, make_standard_page, publish
from tests.forms.test_form_fields import edit_form
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

BASE = "https://www.ioipm.example"


def add(client, old_path, page=None, link=""):
    """Add a redirect in the admin, and return the response."""
    data = {"old_path": old_path, "is_permanent": "on", "redirect_page": page.pk if page else "", "redirect_link": link}
    return client.post("/admin/redirects/add/", data, follow=True)


def errors(response):
    return " ".join(words(error) for error in soup(response).select(".w-field__errors, .messages"))


@pytest.fixture
def chain(db):
    """The redirects /a → /b → /c."""
    for old, new in (("/a", "/b"), ("/b", "/c")):
        Redirect.add_redirect(old, f"{BASE}{new}/")


@pytest.mark.parametrize(
    ("old_path", "link"),
    [
        ("/c", f"{BASE}/c"),
        ("/c", f"{BASE}/a/"),
        ("/c/", f"{BASE}/A/"),
        ("/C", "https://IOIPM.example/c?utm=1"),
        ("/c", "http://www.ioipm.example/b#top"),
        ("/c?x=1", f"{BASE}/c?x=1"),
        ("/cafe\u0301", f"{BASE}/caf%C3%A9"),
    ],
)
def test_loop_is_refused(editor_client, chain, old_path, link):
    response = add(editor_client, old_path, link=link)
    assert "leads back to its own address" in errors(response)
    assert Redirect.objects.filter(redirect_link=link).count() == 0


@pytest.mark.parametrize(
    ("old_path", "link"),
    [
        ("/d", f"{BASE}/a"),
        ("/c", "https://elsewhere.example/c"),
        ("/c", f"{BASE}/privacy/"),
        ("/d", "mailto:a@b.example"),
    ],
)
def test_other_targets_are_no_loop(chain, old_path, link):
    assert find_loop(old_path, link) == []


def test_changed_redirect_is_compared_with_the_others_only(editor_client, chain):
    redirect = Redirect.objects.get(old_path="/b")
    data = {"old_path": "/b", "is_permanent": "on", "redirect_page": "", "redirect_link": f"{BASE}/a"}
    response = editor_client.post(f"/admin/redirects/{redirect.pk}/", data)
    assert "leads back" in errors(response)
    data["redirect_link"] = f"{BASE}/d"
    assert editor_client.post(f"/admin/redirects/{redirect.pk}/", data).status_code == 302


def test_old_address_of_the_former_site_may_lead_to_its_page(editor_client, page_at):
    assert "leads back" not in errors(add(editor_client, "/locations-russellville", page_at("locations/russellville")))
    assert Redirect.objects.filter(old_path="/locations-russellville").exists()


def test_redirect_to_a_page_at_the_same_address_is_refused(editor_client, page_at):
    assert "leads back" in errors(add(editor_client, "/Privacy/", page_at("privacy")))


def test_redirect_without_a_target_or_with_two_is_refused(editor_client, page_at):
    assert "Choose the page" in errors(add(editor_client, "/d"))
    assert "not both" in errors(add(editor_client, "/d", page_at("privacy"), "https://elsewhere.example/"))
    assert not Redirect.objects.filter(old_path="/d").exists()


def test_path_of_a_page_becomes_a_pointer_to_the_page(editor_client, page_at):
    add(editor_client, "/d", link="/privacy/")
    assert Redirect.objects.get(old_path="/d").redirect_page_id == page_at("privacy").pk
    assert "There is no page at “/nothing/”" in errors(add(editor_client, "/e", link="/nothing/"))


def test_rows_of_an_imported_file_are_checked(chain, page_at):
    rows = [("/d", ""), ("/c", f"{BASE}/a"), ("/" + "e" * 300, "https://elsewhere.example/"), ("/f", "/privacy/")]
    config = {"from_index": 0, "to_index": 1, "permanent": True, "site": None}
    summary = create_redirects_from_dataset(rows, config)
    assert (summary["successes"], summary["errors_count"]) == (1, 3)
    assert Redirect.objects.get(old_path="/f").redirect_page_id == page_at("privacy").pk


@pytest.mark.slow
def test_page_that_makes_a_redirect_useless_is_reported(editor_client):
    response = add(editor_client, "/privacy", link="https://elsewhere.example/")
    assert "is not used while the page" in errors(response)
    assert "Not used:" in editor_client.get("/admin/redirects/?q=privacy").content.decode()
    Redirect.add_redirect("/spring", "https://elsewhere.example/")
    page = make_form("Spring", slug="spring")
    data = edit_form(editor_client, page) | {"thank_you_text": "We call you.", "action-publish": "1"}
    response = editor_client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)
    assert "The redirect from “/spring” is not used" in errors(response)


def test_too_long_addresses_of_a_renamed_page_are_left_out(home, django_capture_on_commit_callbacks):
    """PostgreSQL would raise `DataError` while the page is published."""
    top = make_standard_page(home, "Top")
    below = make_standard_page(make_standard_page(top, "a" * 200), "b" * 30)
    Page.objects.filter(pk=below.pk).update(slug="b" * 80, url_path=below.url_path.replace("b" * 30, "b" * 80))
    with django_capture_on_commit_callbacks(execute=True):
        top.slug = "upper"
        publish(top)
    paths = set(Redirect.objects.filter(automatically_created=True).values_list("old_path", flat=True))
    assert "/top" in paths
    assert f"/top/{'a' * 200}" in paths
    assert max(map(len, paths)) <= 255


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/a/?b=1", "/a/?b=1"),
        ("https://www.ioipm.example:8000/a#b", "/a"),
        ("https://ioipm.example", "/"),
        ("https://elsewhere.example/a", None),
        ("mailto:a@ioipm.example", None),
    ],
)
def test_urls_of_this_site_are_recognized(url, path):
    assert path_on_this_site(url) == path


def test_page_at_an_address_is_found(home):
    assert old_addresses.page_at("/privacy").slug == "privacy"
    assert old_addresses.page_at("/es/privacy/") is None
    assert old_addresses.page_at("/nothing/") is None
