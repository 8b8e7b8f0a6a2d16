"""What a search answers: marked words, groups, a way on where nothing is found, and never what readers may not see."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import make_condition, section
from tests.html import soup, words
from tests.ioipm.test_queries import MOST, queries
from tests.translations import translate

pytestmark = pytest.mark.django_db

NOWHERE = "Quxberry"
ODD = [
    "",
    " ",
    "\0",
    "a\0b",
    '"',
    "'; DROP TABLE pages; --",
    "AND OR NOT",
    "pain & | ! ( ) :*",
    "\\",
    "%",
    "_",
    "%s %(query)s {query}",
    "😀",
    "<script>alert(1)</script>",
    "the",
    "½ ² ①",
    "\u202eniap",
    "\ud800",
    "ʼ",
    "日本語",
    "a" * 10_000,
    "pain " * 2_000,
]


def search(client, query, address="/search/"):
    """The page with what is found for the query."""
    response = client.get(address, {"q": query.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    return soup(response)


def found(client, query, address="/search/"):
    """The addresses of what is found, the best first."""
    return [link["href"] for link in search(client, query, address).select(".search-results__title")]


def summary(page):
    return words(page.select_one(".search-results__summary"))


@pytest.fixture
def secret():
    """A published condition, with a word that no other page has in its name and in its text."""
    text = section("text_section", heading="Heading", text=f"<p>Plinth and {NOWHERE} text.</p>")
    return make_condition(f"{NOWHERE} Pain", body=[text])


def test_words_are_marked_in_title_and_text(client):
    page = search(client, "slipped disc")
    best = page.select_one(".search-results__hit")
    assert "Slipped disc" in words(best.select_one(".search-results__names"))
    assert [words(mark) for mark in best.select(".search-results__names mark")][:2] == ["Slipped", "disc"]
    assert best.select(".search-results__excerpt mark")
    assert summary(page).endswith("pages found for “slipped disc”")
    assert page.title.string.startswith("Search: slipped disc")


def test_what_is_found_is_escaped(client):
    text = section("text_section", heading="Heading", text="<p>zonk &lt;b&gt;x&lt;/b&gt; &amp; more</p>")
    make_condition("<i>Zonk</i> & Pain", body=[text])
    hit = search(client, "zonk").select_one(".search-results__hit")
    assert "<i>Zonk</i> & Pain" in words(hit)
    assert "<b>x</b> & more" in words(hit)
    assert hit.select("i, b") == []


def test_results_are_grouped_with_the_best_group_first(client):
    page = search(client, "nerve block")
    kinds = [words(kind) for kind in page.select(".search-results__kind")]
    assert kinds[0] == "Treatments"
    assert set(kinds) <= {"Conditions", "Treatments", "Locations", "Other pages"}


@pytest.mark.parametrize("query", ["xyzzyx", "slipped disc", ""])
def test_phone_number_is_near(client, query):
    assert search(client, query).main.select_one("a[href='tel:+14799677770']")


def test_nothing_found_says_so_and_offers_the_menu(client):
    page = search(client, "xyzzyx")
    assert summary(page) == "We found no page for “xyzzyx”. Try fewer or other words."
    assert page.main.select("a[href='/conditions-we-treat/']")


def test_what_a_word_may_have_meant_is_one_that_the_pages_show(client):
    page = search(client, "opiods")
    assert page.select_one(".search-results__correction a").string == "opioid"


def test_misspelled_word_is_corrected(client):
    page = search(client, "siatica")
    assert summary(page).startswith("No page has all the words of “siatica”.")
    assert page.select_one(".search-results__correction a")["href"] == "/search/?q=sciatica"


def test_page_with_some_of_the_words_is_offered(client):
    page = search(client, "sciatica xyzzyx")
    assert "Did you mean one of these?" in summary(page)
    assert found(client, "sciatica xyzzyx")[0] == "/conditions-we-treat/lumbar-radicular-pain/"


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("address", ["/search/", "/es/search/"])
def test_odd_query_is_answered(client, query, address):
    page = search(client, query, address)
    assert page.select_one("#page-search")
    assert len(page.select_one("#page-search")["value"]) <= 100
    assert client.get(f"{address}suggestions/", {"q": query.encode("utf-8", "surrogatepass")}).status_code == 200


def test_page_and_its_text_are_found(client, secret):
    assert found(client, NOWHERE) == [secret.get_url()]
    assert found(client, "plinth") == [secret.get_url()]


def test_draft_is_never_found(client, secret):
    address = secret.get_url()
    secret.unpublish()
    for word in (NOWHERE, "plinth"):
        page = search(client, word)
        assert not page.select(f".search-results a[href='{address}']")
        assert "found for" not in summary(page)


def test_change_that_is_not_published_is_never_found(client, secret):
    secret.introduction = "Flummox."
    secret.save_revision()
    assert found(client, "flummox") == []


@pytest.mark.parametrize("is_above", [False, True])
def test_private_page_is_never_found(client, secret, is_above):
    private = secret.get_parent() if is_above else secret
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, NOWHERE) == []
    assert client.get("/search/suggestions/", {"q": NOWHERE}).json() == {"suggestions": []}


def test_alias_of_a_private_page_is_never_found(client, secret):
    alias = secret.create_alias(update_slug="alias")
    assert len(found(client, NOWHERE)) == 2
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, NOWHERE) == [], alias


def test_each_language_finds_its_own_pages(client, home, page_at, secret):
    for page in (home, page_at("conditions-we-treat"), secret):
        twin = translate(page)
    assert found(client, NOWHERE) == [secret.get_url()]
    assert found(client, NOWHERE, "/es/search/") == [twin.get_url()]
    assert twin.get_url().startswith("/es/")


def test_half_translated_page_is_never_found(client, home, page_at, secret):
    for page in (home, page_at("conditions-we-treat")):
        translate(page)
    translate(secret, leave_out=["It hurts."])
    assert found(client, NOWHERE, "/es/search/") == []


@pytest.mark.parametrize("query", ["jalapeño", "jalapeno", "JALAPEÑO", "jalapen\u0303o"])
def test_accents_make_no_difference(client, query):
    text = section("text_section", heading="Heading", text="<p>Eat a Jalapeño.</p>")
    page = make_condition("Hot Mouth", body=[text])
    assert found(client, query) == [page.get_url()]


def test_page_without_search_words_is_found_by_those_added(client, mid_back_pain):
    assert found(client, NOWHERE) == []
    mid_back_pain.search_words = f"{NOWHERE}\nother"
    mid_back_pain.save_revision().publish()
    assert found(client, NOWHERE) == [mid_back_pain.get_url()]


def test_spanish_search_speaks_spanish(client):
    page = search(client, "xyzzyx", "/es/search/")
    assert words(page.h1) == "Buscar"
    assert summary(page).startswith("No encontramos ninguna página para “xyzzyx”.")


@pytest.mark.parametrize("query", ["", "pain", "slipped disc", "migrane", "xyzzyx", "sciatica xyzzyx"])
def test_search_makes_few_queries(client, settings, query):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    made = queries(client, f"/search/?q={query}")
    assert len(made) <= MOST, "\n".join(made)


@pytest.mark.parametrize("address", ["/search/?q=pain", "/search/suggestions/?q=pain"])
def test_answer_is_the_same_for_everybody(client, address):
    response = client.get(address, HTTP_ACCEPT_LANGUAGE="es")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_robots_keep_out_of_results(client):
    assert search(client, "pain").select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("address", ["/", "/privacy/", "/nothing-here/"])
def test_form_stands_on_every_page(client, address):
    form = soup(client.get(address)).select_one(".header form[role=search]")
    assert form["action"] == "/search/"
    assert form["method"] == "get"
    assert form.label["for"] == form.select_one("input[type=search][name=q]")["id"]
