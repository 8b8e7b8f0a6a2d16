"""The home page, the main location and the form in the footer cannot be withdrawn, in whatever way."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from forms.models import FormPage
from tests.factories import make_condition, make_form, make_standard_page, publish
from tests.forms.test_form_fields import edit_form
from tests.html import soup, words
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

SENTENCES = {
    "home": "is a home page",
    "main location": "is or contains the main location",
    "footer form": "the form in the footer of every page",
}


@pytest.fixture(params=SENTENCES)
def vital(request, home, page_at):
    """Each vital page, and a part of the sentence with which it is protected."""
    pages = {"home": home, "main location": home.main_location, "footer form": page_at("contact-us")}
    return pages[request.param].specific, SENTENCES[request.param]


def shown(response):
    """Return the messages on the page to which the response leads."""
    return " ".join(words(message) for message in soup(response).select(".messages li"))


def is_unchanged(page):
    now = Page.objects.get(pk=page.pk)
    restrictions = PageViewRestriction.objects.filter(page=page)
    return now.live and now.url_path == page.url_path and not restrictions.exists()


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_single_action_is_refused_with_a_sentence_before_the_user_is_asked(editor_client, vital, action):
    page, sentence = vital
    address, editor = reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), f"/admin/pages/{page.pk}/edit/"
    for method in (editor_client.get, editor_client.post):
        assert method(address)["Location"] == editor
    assert sentence in shown(editor_client.get("/admin/"))
    assert is_unchanged(page)


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
@pytest.mark.slow
def test_bulk_action_is_refused_and_changes_no_other_page(editor_client, home, vital, action):
    page, sentence = vital
    other = make_condition()
    destination = make_standard_page(home)
    address = f"/admin/bulk/wagtailcore/page/{action}/?id={other.pk}&id={page.pk}"
    data = {"chooser": destination.pk, "confirm_site_name": "Institute of Interventional Pain Management"}
    response = editor_client.post(address, data, follow=True)
    assert response.status_code == 200
    assert is_unchanged(page)
    assert is_unchanged(other)
    if action != "move":
        assert sentence in shown(response)


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_marketing_cannot_empty_the_site(log_in, home, vital, action):
    page, _sentence = vital
    marketing = log_in("Marketing")
    everything = [home, *home.get_descendants()]
    data = {"chooser": home.pk, "include_descendants": "on", "confirm_site_name": home.clinic_name}
    marketing.post(f"/admin/pages/{page.pk}/{action}/", data)
    marketing.post(f"/admin/pages/{home.pk}/{action}/", data)
    marketing.post(f"/admin/bulk/wagtailcore/page/{action}/?" + "&".join(f"id={one.pk}" for one in everything), data)
    assert is_unchanged(page)
    assert Page.objects.live().count() == len(everything) + 1  # and the root


@pytest.mark.parametrize("path", ["locations", ""])
def test_pages_above_a_vital_page_are_not_deleted(editor_client, page_at, home, path):
    page = page_at(path) if path else home
    editor_client.post(f"/admin/pages/{page.pk}/delete/", {"confirm_site_name": "Institute"})
    editor_client.post(f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}", {})
    assert is_unchanged(home.main_location)


def test_page_above_is_unpublished_without_but_not_with_its_vital_pages(editor_client, page_at, home):
    page = page_at("locations")
    for data in ({"include_descendants": "on"}, {}):
        assert Page.objects.get(pk=page.pk).live
        editor_client.post(f"/admin/pages/{page.pk}/unpublish/", data)
    assert not Page.objects.get(pk=page.pk).live
    assert is_unchanged(home.main_location)


def test_moving_is_refused_and_sorting_is_not(editor_client, home, page_at):
    contact, parent = page_at("contact-us"), page_at("patient-resources")
    with pytest.raises(ValidationError, match="the form in the footer"):
        contact.move(parent, pos="last-child")
    response = editor_client.post(f"/admin/pages/{contact.pk}/set_position/?position=0")
    assert response.status_code == 200
    assert Page.objects.get(pk=contact.pk).path == home.get_first_child().path
    assert is_unchanged(contact)


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_restricting_is_refused(editor_client, vital, kind):
    page, _sentence = vital
    address = f"/admin/pages/{page.pk}/privacy/"
    assert "cannot be private" in editor_client.get(address).json()["html"]
    editor_client.post(address, {"restriction_type": kind, "password": "secret"})
    with pytest.raises(ValidationError):
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")
    assert is_unchanged(page)


def test_page_above_a_vital_page_is_not_restricted(page_at):
    with pytest.raises(ValidationError, match="is or contains the main location"):
        PageViewRestriction.objects.create(page=page_at("locations"), restriction_type=PageViewRestriction.LOGIN)


def test_expiry_date_is_refused(vital):
    page, sentence = vital
    page.expire_at = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert sentence in str(caught.value) or "Remove the expiry date" in str(caught.value)


@pytest.mark.slow
def test_expiry_date_is_refused_in_the_editor(editor_client, page_at):
    page = page_at("contact-us")
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    data = edit_form(editor_client, page) | {"expire_at": f"{tomorrow:%Y-%m-%d %H:%M}", "action-publish": "1"}
    response = editor_client.post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 200
    page.refresh_from_db()
    assert page.expire_at is None


def test_schedule_that_would_hide_the_page_first_is_refused(home):
    location = home.main_location
    Page.objects.filter(pk=location.pk).update(live_revision=None)
    location = Page.objects.get(pk=location.pk).specific
    location.go_live_at = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="main location"):
        location.save_revision().publish()


def second_location(home, **values):
    names = {"title": "Conway", "slug": "conway"}
    location = home.main_location.copy(update_attrs=names, keep_live=True)
    Page.objects.filter(pk=location.pk).update(**values)
    return type(location).objects.get(pk=location.pk)


@pytest.mark.parametrize(
    ("values", "sentence"), [({"live": False}, "not published"), ({"expire_at": timezone.now()}, "expires")]
)
def test_location_that_readers_cannot_open_is_refused_as_main_location(home, values, sentence):
    home.main_location = second_location(home, **values)
    with pytest.raises(ValidationError, match=sentence):
        home.full_clean()


def test_private_location_and_no_location_are_refused_as_main_location(home):
    home.main_location = second_location(home)
    PageViewRestriction.objects.create(page=home.main_location, restriction_type="login")
    with pytest.raises(ValidationError, match="private"):
        home.full_clean()
    home.main_location = None
    with pytest.raises(ValidationError, match="Choose the location whose phone"):
        home.full_clean()


def test_another_main_location_releases_the_first(home):
    russellville = home.main_location
    home.main_location = second_location(home)
    publish(home)
    russellville.unpublish()
    assert not Page.objects.get(pk=russellville.pk).live


def test_form_that_is_not_in_the_footer_any_more_is_released(page_at):
    contact = page_at("contact-us")
    contact.is_at_foot = False
    publish(contact)
    contact.delete()
    assert not FormPage.objects.filter(pk=contact.pk).exists()
    make_form("Another form").delete()


@pytest.mark.slow
def test_spanish_home_page_is_vital_while_spanish_pages_are_live(home, page_at):
    spanish_home = translate(home)
    below = translate(page_at("conditions-we-treat"))
    with pytest.raises(ValidationError, match="is a home page"):
        spanish_home.unpublish()
    below.unpublish()
    Page.objects.get(pk=spanish_home.pk).unpublish()
    assert not Page.objects.get(pk=spanish_home.pk).live
