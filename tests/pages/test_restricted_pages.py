"""A restricted or withdrawn page is nowhere shown: not itself, not the pages below it, and not their translations."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.factories import make_condition, make_standard_page, publish, section
from tests.html import soup
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

PLACES = ["/", "/conditions-we-treat/", "/sitemap.xml", "/search/?q=Odd+Toe", "/search/suggestions/?q=Odd"]
SPANISH_PLACES = ["/es/", "/es/conditions-we-treat/", "/es/odd-links/", "/sitemap.xml", "/es/search/?q=Odd+Toe"]
PLACES += ["/treatments-we-provide/trigger-point-injections/", "/conditions-we-treat/mid-back-pain/", "/odd-links/"]


@pytest.fixture
def condition(home, trigger_point_injections, django_capture_on_commit_callbacks):
    """A condition that is in the menu, in lists, on the body map, in a text, and the search."""
    from tests.factories import treatment_options

    with django_capture_on_commit_callbacks(execute=True):
        page = make_condition("Odd Toe", body_areas=["mid_back"], body=[treatment_options(trigger_point_injections)])
        link = f'<p><a linktype="page" id="{page.pk}">More</a></p>'
        text = section("text_section", heading="Links", text=link)
        make_standard_page(home, "Odd Links", body=[text])
    return page


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")


def places_with(address, places=PLACES):
    """Return the places that link to the address."""
    client = Client()
    found = {place: client.get(place) for place in places}
    assert {response.status_code for response in found.values()} == {200}
    return {place for place, response in found.items() if address in response.content.decode()}


@pytest.mark.parametrize("restricted", ["page", "page above"])
@pytest.mark.slow
def test_restricted_page_is_linked_nowhere(client, condition, restricted):
    address = condition.get_url()
    assert places_with(address) == set(PLACES)
    restrict(condition if restricted == "page" else condition.get_parent())
    public = [place for place in PLACES if restricted == "page" or "/conditions-we-treat/" not in place]
    assert places_with(address, public) == set()
    response = client.get(address)
    assert "Password" in response.content.decode()
    assert "It hurts." not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("action", ["unpublish", "delete"])
@pytest.mark.slow
def test_withdrawn_page_is_gone_everywhere_in_both_languages(
    client, home, page_at, condition, editor_client, action, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for page in (home, page_at("conditions-we-treat"), page_at("odd-links")):
            translate(page)
        spanish = translate(condition)
    addresses = {condition.get_url(): PLACES, spanish.get_url(): SPANISH_PLACES}
    for address, places in addresses.items():
        assert places_with(address, places) == set(places)
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(f"/admin/pages/{condition.pk}/{action}/")
    for address, places in addresses.items():
        assert places_with(address, places) == set()
        assert client.get(address).status_code == 404


@pytest.mark.slow
def test_translations_of_restricted_pages_are_restricted(client, home):
    translate(home)
    secret = make_standard_page(home, "Secret")
    spanish_secret = translate(secret)
    below = make_standard_page(secret, "Below")
    spanish_below = translate(below)
    addresses = [spanish_secret.get_url(), spanish_below.get_url()]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    restriction = restrict(secret)
    for address in addresses:
        assert "Good to know." not in client.get(address).content.decode()
        assert address not in client.get("/sitemap.xml").content.decode()
        assert address not in client.get("/es/").content.decode()
    # The password of the English page opens the Spanish one too.
    form = soup(client.get(addresses[0])).select_one("form[method=post]")
    client.post(form["action"], {"password": "secret", "return_url": addresses[0]})
    assert "Good to know." in client.get(addresses[0]).content.decode()
    restriction.delete()
    assert [Client().get(address).status_code for address in addresses] == [200, 200]


@pytest.mark.slow
def test_page_is_public_again_without_its_restriction(condition):
    restriction = restrict(condition)
    assert places_with(condition.get_url()) == set()
    restriction.delete()
    assert places_with(condition.get_url()) == set(PLACES)


def test_restricted_treatment_is_not_linked_from_its_condition(client, mid_back_pain, trigger_point_injections):
    restrict(trigger_point_injections)
    page = soup(client.get(mid_back_pain.get_url()))
    assert not page.select(f'a[href="{trigger_point_injections.get_url()}"]')


def test_restricted_way_in_is_not_shown(client, home, page_at):
    home.ways_in = [("way_in", {"page": page_at("patient-resources"), "text": "Read."})]
    publish(home)
    assert "way-in__link" in client.get("/").content.decode()
    restrict(page_at("patient-resources"))
    assert "way-in__link" not in client.get("/").content.decode()
