"""What is kept in memory for all pages is new at once after a change, and never shows what only some may see."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageViewRestriction

from pages import site_context
from pages.models import Announcement, Closure, LocationPage, StandardPage
from pages.site_context import SiteContext
from pages.site_memory import Kept, SiteMemory
from tests.factories import make_condition, make_passage, publish
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db

PAGE = "/conditions-we-treat/mid-back-pain/"
OTHERS = ["/", "/conditions-we-treat/", "/contact-us/", "/locations/russellville/", "/search/?q=pain"]


def read_all(client):
    """Read pages of each kind, so that all their parts are kept."""
    return {address: client.get(address).content.decode() for address in [PAGE, *OTHERS]}


@pytest.fixture(autouse=True)
def kept(client):
    return read_all(client)


@pytest.mark.slow
def test_page_of_kept_parts_is_the_same_as_one_made_anew(client, monkeypatch):
    kinds = ["/treatments-we-provide/pirft/", "/locations/", "/regenerative-medicine/", "/privacy/", "/referral-form/"]
    kinds += ["/newsletter/", "/nothing/", "/patient-resources/", "/conditions-we-treat/neck-pain/"]
    addresses = [PAGE, *OTHERS, *kinds]
    with_parts = {address: client.get(address).content.decode() for address in [*kinds, *addresses]}
    monkeypatch.setattr(SiteContext, "may_keep", False)
    for address in addresses:
        assert client.get(address).content.decode() == with_parts[address], address


def change_call_line(home):
    home.call_line = "Ring {phone}"
    publish(home)
    return "Ring "


def change_phone(home):
    location = home.main_location
    location.phone = "479-555-0100"
    publish(location)
    return "479-555-0100"


def change_footer_form(home):
    page = Page.objects.get(slug="contact-us", locale__language_code="en").specific
    page.title = "Write to the clinic"
    publish(page)
    return "Write to the clinic"


def change_notice(home):
    page = StandardPage.objects.get(slug="privacy", locale__language_code="en")
    page.title, page.menu_label = "What we keep", ""
    publish(page)
    return "What we keep"


def change_menu(home):
    make_condition("New in the menu")
    return "New in the menu"


def announce(home):
    now = timezone.now()
    Announcement.objects.create(
        text="Doors are shut", starts_at=now - datetime.timedelta(hours=1), ends_at=now + datetime.timedelta(hours=1)
    )
    return "Doors are shut"


@pytest.mark.parametrize(
    "change", [change_call_line, change_phone, change_footer_form, change_notice, change_menu, announce]
)
@pytest.mark.slow
def test_every_page_shows_a_change_at_once(client, home, kept, change):
    new = change(home)
    assert [address for address, html in kept.items() if new in html] == []
    shown = read_all(client)
    silent = [address for address, html in shown.items() if new not in html]
    # The page of the footer's form does not have the form in its footer.
    assert [address for address in silent if address != "/contact-us/"] == []


@pytest.mark.slow
def test_restricted_and_unpublished_pages_disappear_from_kept_lists(client, mid_back_pain, page_at):
    PageViewRestriction.objects.create(page=mid_back_pain, restriction_type=PageViewRestriction.LOGIN)
    page_at("conditions-we-treat/neck-pain").unpublish()
    for html in (client.get(address).content.decode() for address in OTHERS):
        assert "Mid-Back Pain" not in html
        assert "/neck-pain/" not in html
    assert client.get(PAGE).status_code == 302
    assert client.get("/conditions-we-treat/neck-pain/").status_code == 404


@pytest.mark.slow
def test_each_page_marks_its_own_entries(client):
    for address, label in [
        (PAGE, "Mid-Back Pain"),
        ("/opioid-management/", "Opioid Management"),
        (PAGE, "Mid-Back Pain"),
    ]:
        page = soup(client.get(address))
        assert [words(link) for link in page.select(".menu [aria-current=page]")] == [label]
    assert soup(client.get("/privacy/")).select(".notices [aria-current=page]")
    assert not soup(client.get(PAGE)).select(".notices [aria-current=page]")


@pytest.mark.slow
def test_form_in_the_footer_has_the_path_of_each_page(client):
    for address in (PAGE, "/", "/privacy/", '/<b>"&/'):
        form = soup(client.get(address)).select_one("form[data-form]")
        assert form.select_one("[name=sent_from]")["value"] == address


@pytest.mark.slow
def test_languages_have_their_own_parts(client, home):
    translate(home)
    english, spanish = client.get("/").content.decode(), client.get("/es/").content.decode()
    assert "Menu" in english
    assert 'lang="es"' in spanish
    assert "ES Schedule" not in english
    assert soup(client.get("/es/")).select_one(".search-form")["action"] == "/es/search/"


@pytest.mark.slow
def test_user_with_a_session_gets_a_token_and_leaves_none_behind(client, editor_client):
    assert "csrfmiddlewaretoken" in editor_client.get(PAGE).content.decode()
    assert client.get(PAGE).content.decode() == client.get(PAGE).content.decode()
    assert "csrfmiddlewaretoken" not in client.get(PAGE).content.decode()


@pytest.mark.slow
def test_preview_shows_the_draft_and_keeps_nothing_of_it(client, editor, home, rf):
    home.call_line = "Draft line {phone}"
    home.save_revision()
    draft = home.get_latest_revision_as_object()
    request = rf.get("/")
    request.user = editor
    assert "Draft line" in draft.make_preview_request(request, draft.default_preview_mode).content.decode()
    assert "Draft line" not in client.get(PAGE).content.decode()


@pytest.mark.slow
def test_draft_with_other_rows_leaves_none_behind(client, editor, mid_back_pain, rf):
    client.get(PAGE)
    passage = make_passage("Only in the draft", "<p>A passage.</p>")
    mid_back_pain.body.append(("text_section", {"heading": "More", "text": "<p>Text.</p>", "passages": [passage]}))
    mid_back_pain.save_revision()
    draft = mid_back_pain.get_latest_revision_as_object()
    request = rf.get(PAGE)
    request.user = editor
    assert "Only in the draft" in draft.make_preview_request(request).content.decode()
    assert "Only in the draft" not in client.get(PAGE).content.decode()


@pytest.mark.slow
def test_kept_rows_of_a_page_stay_the_same(client, page_at):
    page = page_at("treatments-we-provide/trigger-point-injections")
    passage = make_passage("Rest", "<p>Call {phone}.</p>", page=page_at("patient-resources"))
    section_with_passage = {"heading": "More", "text": "<p>Text.</p>", "passages": [passage]}
    page.body.append(("text_section", section_with_passage))
    publish(page)
    first, second, third = (client.get(page.get_url()).content.decode() for _view in range(3))
    assert first == second == third
    assert 'href="/patient-resources/">More in' in first
    assert "Call {phone}" not in first


@pytest.mark.slow
def test_closure_disappears_at_its_end(client, clock):
    end = clock.now() + datetime.timedelta(minutes=30)
    Closure.objects.create(kind="weather", starts_at=clock.now() - datetime.timedelta(hours=1), ends_at=end)
    assert "weather" in client.get(PAGE).content.decode()
    clock.move(minutes=31)
    assert "weather" not in client.get(PAGE).content.decode()


@pytest.mark.slow
def test_location_shows_its_own_hours_and_the_main_one_is_elsewhere(client, home):
    parent = home.main_location.get_parent()
    other = publish(parent.add_child(instance=other_location(home.main_location)))
    assert "479-555-0111" in words(soup(client.get(other.get_url())).select_one(".call-line"))
    assert "479-555-0111" not in words(soup(client.get(PAGE)).select_one(".call-line"))


@pytest.mark.slow
def test_kept_passage_names_the_phone_of_the_page_that_shows_it(client, home):
    other = other_location(home.main_location)
    passage = make_passage("Call {phone} first", "<p>Read this.</p>")
    pages = [home.main_location, publish(home.main_location.get_parent().add_child(instance=other))]
    for page in pages:
        page.body.append(("text_section", {"heading": "More", "text": "<p>Text.</p>", "passages": [passage]}))
        publish(page)
    headings = [words(soup(client.get(page.get_url())).select_one(".passage h3")) for page in pages]
    assert headings == ["Call 479-967-7770 first", "Call 479-555-0111 first"]


def other_location(main):
    names = ("street_address", "state", "postal_code", "country", "hours", "introduction", "directions")
    values = {name: getattr(main, name) for name in names}
    return LocationPage(title="Second", slug="second", city="Dover", phone="479-555-0111", **values)


def test_second_page_view_reads_the_page_only(client):
    client.get("/privacy/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/privacy/")
    assert len(captured) <= 1


def test_memory_drops_a_value_that_was_kept_for_a_text_in_another_language(rf, monkeypatch):
    """Some labels are translated when they are shown. As keys, they would have another hash in each language."""
    monkeypatch.setattr(site_context, "memory", SiteMemory(most=1))
    label, made = gettext_lazy("condition"), []
    for code in ("en", "es", "en"):
        with translation.override(code):
            SiteContext(rf.get("/")).keep("part", lambda: made.append(str(label)), label)
    assert made == ["condition", "afección", "condition"]


def test_memory_drops_the_oldest_values():
    memory, end = SiteMemory(most=2), datetime.datetime.max.replace(tzinfo=datetime.UTC)
    for key in "abc":
        memory.store(key, Kept(key, 1, end))
    assert [memory.find(key, 1) and memory.find(key, 1).value for key in "abc"] == [None, "b", "c"]
    assert memory.find("c", 2) is None
