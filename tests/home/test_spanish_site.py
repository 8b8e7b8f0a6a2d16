"""The Spanish site as it is published: every page exists, links stay in Spanish, and no English sentence is left."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pages.languages import visible
from tests.html import soup, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("spanish_site"),
]

WORDS = 8
MOST_QUERIES = 17  # two more than an English page: the page in the other language, and how far an address has pages
# Parts that are the same in both languages: names of sources, and sections that say their language.
SAME = ".sources, [lang=en], .page-sections [lang], section[lang], .site-name"
ZIP_CODE = re.compile(r"\b(Arkansas|DC) \d{5}")  # an address: the words of two lines may follow without a space
BASE = "https://www.ioipm.example"


@pytest.fixture(scope="module")
def site(spanish_site, django_db_blocker):
    """What a reader finds: by English address, the Spanish address and both pages."""
    from django.test import Client

    client, found = Client(), {}
    with django_db_blocker.unblock():
        spanish = {page.translation_key: page for page in visible(Page.objects.all(), "es")}
        for page in visible(Page.objects.filter(depth__gt=1), "en").order_by("path"):
            translated = spanish.get(page.translation_key)
            address = translated.get_url() if translated else None
            pages = [soup(client.get(one)) if one else None for one in (page.get_url(), address)]
            found[page.get_url()] = (address, *pages)
    return found


def test_every_english_page_is_in_spanish(site):
    assert [english for english, (spanish, *_pages) in site.items() if not spanish] == []


def test_no_sentence_is_the_same_in_both_languages(site):
    same = {english: sentences(page) & sentences(spanish) for english, (_address, page, spanish) in site.items()}
    assert {address: found for address, found in same.items() if found} == {}


def sentences(page):
    """Return the sentences of eight words or more on a page."""
    for part in page.main.select(SAME):
        part.decompose()
    parts = [element for element in page.main.select("p, li, h1, h2, h3, dd, td") if not element.select("p, li")]
    texts = [text.strip() for part in parts for text in re.split(r"(?<=[.?!]) ", words(part))]
    return {text for text in texts if len(text.split()) >= WORDS and not ZIP_CODE.search(text)}


def test_no_link_leads_to_an_english_page_that_is_translated(site):
    wrong = {
        (spanish, link["href"])
        for spanish, _english_page, page in site.values()
        for link in page.select("a[href^='/']:not(.languages a)")
        if link["href"].partition("#")[0] in site
    }
    assert wrong == set()


def test_switching_there_and_back_ends_where_it_began(site):
    for english, (spanish, english_page, spanish_page) in site.items():
        assert english_page.select_one(".languages a")["href"] == spanish
        assert spanish_page.select_one(".languages a")["href"] == english


def test_order_of_the_menu_is_that_of_the_english_menu(site):
    _address, english, spanish = site["/"]
    menus = [[link["href"] for link in page.select(".menu__list a")] for page in (english, spanish)]
    assert [site[address][0] for address in menus[0]] == menus[1]


def test_sitemap_pairs_all_pages(site, client):
    text = client.get("/sitemap.xml").content.decode()
    assert all(f"<loc>{BASE}{address}</loc>" in text for english in site for address in (english, site[english][0]))


def test_spanish_pages_make_few_queries(site, client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    costs = {}
    for address, *_pages in list(site.values())[::5]:
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        costs[address] = len(captured)
    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}
