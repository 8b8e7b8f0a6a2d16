"""Unpublishing or deleting a page says what leads to it, and sends its readers to another page."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from tests.factories import make_condition, make_standard_page, publish, section
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def page(home, django_capture_on_commit_callbacks):
    """A page to which a text of another page, a pointer and an old address lead."""
    with django_capture_on_commit_callbacks(execute=True):
        page = make_standard_page(home, "Spring")
        link = f'<p><a linktype="page" id="{page.pk}">More</a></p>'
        make_standard_page(home, "Linking", body=[section("text_section", heading="More", text=link)])
        home.ways_in = [("way_in", {"page": page, "text": "Read."})]
        publish(home)
        Redirect.add_redirect("/old-spring", page)
    return page


@pytest.fixture
def target(home):
    return make_standard_page(home, "Summer")


@pytest.mark.parametrize("action", ["delete", "unpublish"])
@pytest.mark.parametrize("is_bulk", [False, True])
def test_confirmation_says_what_leads_to_the_page(editor_client, page, action, is_bulk):
    address = f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}" if is_bulk else f"/admin/pages/{page.pk}/{action}/"
    shown = soup(editor_client.get(address))
    text = words(shown)
    for part in ("Linking", "Home", "/old-spring", "Send readers to"):
        assert part in text
    assert shown.select_one("form [name=new_target]")


@pytest.mark.parametrize("is_bulk", [False, True])
@pytest.mark.parametrize(("action", "status"), [("delete", 301), ("unpublish", 302)])
@pytest.mark.slow
def test_readers_are_sent_to_the_new_target(client, editor_client, page, target, action, status, is_bulk):
    address = f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}" if is_bulk else f"/admin/pages/{page.pk}/{action}/"
    response = editor_client.post(address, {"new_target": target.pk})
    assert response.status_code == 302
    assert not Page.objects.filter(pk=page.pk, live=True).exists()
    response = client.get("/spring/")
    assert (response.status_code, response["Location"]) == (status, "/summer/")
    assert client.get("/old-spring/")["Location"] == "/summer/"


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_without_a_target_the_address_is_not_found(client, editor_client, page, action):
    editor_client.post(f"/admin/pages/{page.pk}/{action}/", {})
    assert client.get("/spring/").status_code == 404
    assert not Redirect.objects.filter(old_path="/spring").exists()


@pytest.mark.slow
def test_pages_below_a_deleted_page_lead_to_the_target_too(client, editor_client, page, target):
    make_standard_page(page, "April")
    Redirect.add_redirect("/old-april", page.get_first_child())
    editor_client.post(f"/admin/pages/{page.pk}/delete/", {"new_target": target.pk})
    assert client.get("/spring/april/")["Location"] == client.get("/old-april/")["Location"] == "/summer/"


@pytest.mark.slow
def test_page_that_is_published_again_is_served(client, editor_client, page, target):
    editor_client.post(f"/admin/pages/{page.pk}/unpublish/", {"new_target": target.pk})
    publish(Page.objects.get(pk=page.pk).specific)
    assert client.get("/spring/").status_code == 200
    assert not Redirect.objects.filter(old_path="/spring").exists()


@pytest.mark.parametrize("kind", ["draft", "itself", "below"])
@pytest.mark.slow
def test_target_that_readers_cannot_open_is_refused(editor_client, page, home, kind):
    below = make_standard_page(page, "April")
    draft = make_standard_page(home, "Draft")
    draft.unpublish()
    chosen = {"draft": draft, "itself": page, "below": below}[kind]
    response = editor_client.post(f"/admin/pages/{page.pk}/delete/", {"new_target": chosen.pk}, follow=True)
    assert "Readers cannot open this page" in response.content.decode() or "withdrawn too" in response.content.decode()
    assert Page.objects.filter(pk=page.pk, live=True).exists()
    assert Redirect.objects.get(old_path="/old-spring").redirect_page_id == page.pk


@pytest.mark.slow
def test_refused_deletion_keeps_the_redirects(log_in, page, target):
    """Marketing may not delete: the redirects, which are written first, are rolled back."""
    client = log_in()
    client.post(f"/admin/pages/{page.pk}/delete/", {"new_target": target.pk})
    assert Redirect.objects.get(old_path="/old-spring").redirect_page_id == page.pk


def test_page_that_a_field_protects_is_not_deleted_in_bulk(editor_client, home):
    """`ProtectedError` of a page below the chosen one is a sentence, not a 500."""
    condition = make_condition()
    locations = home.main_location.get_parent()
    response = editor_client.post(
        f"/admin/bulk/wagtailcore/page/delete/?id={condition.pk}&id={locations.pk}", {}, follow=True
    )
    assert response.status_code == 200
    assert Page.objects.filter(pk__in=[condition.pk, locations.pk]).count() == 2
