"""A public page needs few queries without any cache: at its first view in a process, and even fewer after that."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pages.languages import visible
from pages.models import ConditionIndexPage, ConditionPage
from pages.site_version import use_version
from tests.conftest import VERSIONS
from tests.factories import make_person, publish
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

MOST_AT_FIRST = 20
MOST = 6
ADDRESSES = [
    "/",
    "/conditions-we-treat/",
    "/conditions-we-treat/mid-back-pain/",
    "/treatments-we-provide/",
    "/treatments-we-provide/trigger-point-injections/",
    "/locations/",
    "/locations/russellville/",
    "/regenerative-medicine/",
    "/privacy/",
    "/search/?q=pain",
]


@pytest.fixture(autouse=True)
def no_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def first_queries(client, address):
    """Return the queries of a page in a new process, which has nothing in its memory."""
    ContentType.objects.clear_cache()
    use_version(next(VERSIONS))
    return queries(client, address)


def queries(client, address):
    """Return the queries of a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [re.search(r" FROM (.*)", query["sql"])[1][:100] for query in captured]


def add_conditions(total):
    """Add conditions as rows until there are `total`: publishing each would take minutes."""
    parent = ConditionIndexPage.objects.get(locale__language_code="en")
    last = parent.get_last_child()
    content_type = last.content_type
    for number in range(total - parent.numchild):
        path = ConditionPage._get_path(parent.path, parent.depth + 1, parent.numchild + number + 1)
        condition = ConditionPage(
            title=f"Condition {number}",
            draft_title=f"Condition {number}",
            slug=f"condition-{number}",
            url_path=f"{parent.url_path}condition-{number}/",
            path=path,
            depth=parent.depth + 1,
            content_type=content_type,
            locale=parent.locale,
            show_in_menus=True,
            body_areas=["neck"],
            introduction="It hurts.",
        )
        condition.save_base(force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=total)


def test_cache_is_off_in_these_tests():
    cache.set("key", "value")
    assert cache.get("key") is None


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_makes_few_queries(client, address):
    first, later = first_queries(client, address), queries(client, address)
    assert len(first) <= MOST_AT_FIRST, "\n".join(first)
    assert len(later) <= MOST, "\n".join(later)


@pytest.mark.slow
def test_every_page_of_the_site_makes_few_queries(client, home):
    pages = visible(home.get_descendants(inclusive=True), "en")
    first = {page.get_url(): len(queries(client, page.get_url())) for page in pages}
    later = {page.get_url(): len(queries(client, page.get_url())) for page in pages}
    assert {address: cost for address, cost in first.items() if cost > MOST_AT_FIRST} == {}
    assert {address: cost for address, cost in later.items() if cost > MOST} == {}


@pytest.mark.slow
def test_people_of_a_page_cost_one_further_query(client, page_at):
    treatment = page_at("treatments-we-provide/nerve-blocks")
    client.get(treatment.get_url())
    before = len(queries(client, treatment.get_url()))
    person = make_person("Ann Doctor")
    person.treatments = [treatment]
    publish(person)
    assert "Ann Doctor" in client.get(treatment.get_url()).content.decode()
    assert len(queries(client, treatment.get_url())) <= before + 1


@pytest.mark.parametrize("address", ["/nothing-here/", "/es/nada/", "/conditions-we-treat/list/nothing/"])
def test_address_without_a_page_costs_few_queries(client, home, address):
    translate(home)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 404
    assert len(captured) <= MOST


@pytest.mark.slow
def test_pages_about_people_make_few_queries_however_many_there_are(client, page_at, home):
    photo = Image.objects.create(title="A person", file=get_test_image_file())
    for name in ("Ann", "Ben", "Cid", "Dot", "Eve"):
        person = make_person(name, photo=photo, photo_alt="A person")
        person.treatments = [page_at("treatments-we-provide/nerve-blocks")]
        person.conditions = [page_at("conditions-we-treat/neck-pain")]
        person.locations = [home.main_location]
        publish(person)
    for address in (person.get_url(), person.get_parent().get_url()):
        client.get(address)  # makes the renditions of the photo
        client.get(address)
        assert len(found := queries(client, address)) <= MOST, "\n".join(found)


@pytest.mark.parametrize("path", ["", "conditions-we-treat", "conditions-we-treat/mid-back-pain"])
@pytest.mark.slow
def test_spanish_page_makes_few_queries(client, page_at, home, path):
    steps = path.split("/") if path else []
    for count in range(len(steps) + 1):
        page = page_at("/".join(steps[:count])) if count else home
        translation = translate(page)
    first, later = first_queries(client, translation.get_url()), queries(client, translation.get_url())
    assert len(first) <= MOST_AT_FIRST, "\n".join(first)
    assert len(later) <= MOST + 1, "\n".join(later)
