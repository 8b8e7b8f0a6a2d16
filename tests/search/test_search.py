"""The page of search results: highlighted words, groups, suggestions if nothing is found, and only published pages."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import make_condition, section
from tests.html import soup, words
from tests.ioipm.test_queries import MOST, queries
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

UNIQUE_WORD = "Quxberry"
UNUSUAL = [
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
    """Return the parsed page of results for the query."""
    response = client.get(address, {"q": query.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    return soup(response)


def found(client, query, address="/search/"):
    """Return the URLs of the results, best first."""
    return [link["href"] for link in search(client, query, address).select(".search-results__title")]


def summary(page):
    return words(page.select_one(".search-results__summary"))


@pytest.fixture
def indexed_page():
    """Create a published condition with a word that no other page contains in its title and text."""
    text = section("text_section", heading="Heading", text=f"<p>Plinth and {UNIQUE_WORD} text.</p>")
    return make_condition(f"{UNIQUE_WORD} Pain", body=[text])


def test_words_are_highlighted_in_names_and_excerpt(client):
    page = search(client, "slipped disc")
    best = page.select_one(".search-results__hit")
    assert "Slipped disc" in words(best.select_one(".search-results__names"))
    assert [words(mark) for mark in best.select(".search-results__names mark")][:2] == ["Slipped", "disc"]
    assert best.select(".search-results__excerpt mark")
    assert summary(page).endswith("pages found for “slipped disc”")
    assert page.title.string.startswith("Search: slipped disc")


def test_other_names_are_shown_only_if_they_have_all_words_that_the_title_lacks(client):
    hits = {words(hit.a): hit for hit in search(client, "nerve pain").select(".search-results__hit")}
    assert words(hits["Neuropathic Pain"].select_one(".search-results__names")).startswith("Also called: Nerve pain")
    assert hits["Cancer Pain"].select_one(".search-results__names") is None
    best = search(client, "lower back pain").select_one(".search-results__hit")
    assert (words(best.a), best.select_one(".search-results__names")) == ("Lower Back Pain", None)


def test_best_answers_come_first_and_the_others_in_groups(client):
    page = search(client, "nerve pain")
    headings = [words(heading) for heading in page.select(".search-results__heading")]
    assert headings[:3] == ["Best answers", "Conditions", "Treatments"]
    lists = page.select(".search-results__list")
    assert [len(lists[0].select("li")), sum(len(one.select("li")) for one in lists)] == [3, 20]
    kinds = [{words(kind) for kind in one.select(".search-results__kind")} for one in lists]
    assert kinds[1:3] == [{"Condition"}, {"Treatment"}]


def test_few_results_are_not_grouped(client, indexed_page):
    page = search(client, UNIQUE_WORD)
    assert page.select(".search-results__heading") == []
    assert len(page.select(".search-results__hit")) == 1


def test_results_are_escaped(client):
    text = section("text_section", heading="Heading", text="<p>zonk &lt;b&gt;x&lt;/b&gt; &amp; more</p>")
    make_condition("<i>Zonk</i> & Pain", body=[text])
    hit = search(client, "zonk").select_one(".search-results__hit")
    assert "<i>Zonk</i> & Pain" in words(hit)
    assert "<b>x</b> & more" in words(hit)
    assert hit.select("i, b") == []


def test_kind_of_page_is_shown_beside_its_title(client):
    hits = search(client, "nerve block").select(".search-results__hit")
    kinds = {words(hit.a): words(hit.select_one(".search-results__kind")) for hit in hits if hit.find("span")}
    assert kinds["Nerve Blocks"] == "Treatment"
    assert set(kinds.values()) <= {"Condition", "Treatment", "Location"}


def test_page_named_by_a_word_comes_before_pages_with_all_words_in_their_text(client):
    text = section("text_section", heading="Heading", text="<p>How a quoll and a numbat differ.</p>")
    other = make_condition("Cold Feet", body=[text])
    named = make_condition("Numbat Pain")
    assert found(client, "quoll numbat") == [named.get_url(), other.get_url()]


def test_excerpt_begins_with_the_sentence_that_has_most_words(client):
    text = "<p>A numbat eats. It sleeps all day. A numbat and a quoll meet at night. They part.</p><p>A quoll.</p>"
    make_condition("Cold Feet", body=[section("text_section", heading="Heading", text=text)])
    hit = search(client, "quoll numbat").select_one(".search-results__excerpt")
    assert words(hit) == "A numbat and a quoll meet at night. They part. … A quoll."


def test_excerpt_prefers_words_that_are_not_in_the_names(client):
    text = "<p>A numbat is here.</p><p>It lasts a year.</p>"
    make_condition("Numbat Pain", body=[section("text_section", heading="Heading", text=text)])
    hit = search(client, "how long does numbat pain last").select_one(".search-results__excerpt")
    assert words(hit).startswith("It lasts a year.")


@pytest.mark.parametrize("query", ["xyzzyx", "slipped disc", ""])
def test_phone_number_is_shown(client, query):
    assert search(client, query).main.select_one("a[href='tel:+14799677770']")


def test_no_result_shows_a_message_and_links_to_the_menu_pages(client):
    page = search(client, "xyzzyx")
    assert summary(page) == "We found no page for “xyzzyx”. Try fewer or other words."
    assert page.main.select("a[href='/conditions-we-treat/']")


def test_correction_is_a_word_that_is_shown_on_a_page(client):
    page = search(client, "opiods")
    assert page.select_one(".search-results__correction a").string == "opioid"


def test_misspelled_word_is_corrected(client):
    page = search(client, "siatica")
    assert summary(page).startswith("No page has all the words of “siatica”.")
    assert page.select_one(".search-results__correction a")["href"] == "/search/?q=sciatica"


def test_page_with_some_of_the_words_is_suggested(client):
    page = search(client, "sciatica xyzzyx")
    assert "Did you mean one of these?" in summary(page)
    assert found(client, "sciatica xyzzyx")[0] == "/conditions-we-treat/lumbar-radicular-pain/"


@pytest.mark.parametrize("query", UNUSUAL)
@pytest.mark.parametrize("address", ["/search/", "/es/search/"])
def test_unusual_query_returns_200(client, query, address):
    page = search(client, query, address)
    assert page.select_one("#page-search")
    assert len(page.select_one("#page-search")["value"]) <= 100
    assert client.get(f"{address}suggestions/", {"q": query.encode("utf-8", "surrogatepass")}).status_code == 200


def test_page_is_found_by_title_and_text(client, indexed_page):
    assert found(client, UNIQUE_WORD) == [indexed_page.get_url()]
    assert found(client, "plinth") == [indexed_page.get_url()]


def test_draft_is_never_found(client, indexed_page):
    address = indexed_page.get_url()
    indexed_page.unpublish()
    for word in (UNIQUE_WORD, "plinth"):
        page = search(client, word)
        assert not page.select(f".search-results a[href='{address}']")
        assert "found for" not in summary(page)


def test_unpublished_change_is_never_found(client, indexed_page):
    indexed_page.introduction = "Flummox."
    indexed_page.save_revision()
    assert found(client, "flummox") == []


@pytest.mark.parametrize("is_parent_private", [False, True])
def test_private_page_is_never_found(client, indexed_page, is_parent_private):
    private = indexed_page.get_parent() if is_parent_private else indexed_page
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, UNIQUE_WORD) == []
    assert client.get("/search/suggestions/", {"q": UNIQUE_WORD}).json() == {"suggestions": []}


def test_alias_of_a_private_page_is_never_found(client, indexed_page):
    alias = indexed_page.create_alias(update_slug="alias")
    assert len(found(client, UNIQUE_WORD)) == 2
    PageViewRestriction.objects.create(page=indexed_page, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, UNIQUE_WORD) == [], alias


@pytest.mark.slow
def test_search_finds_only_pages_of_its_language(client, home, page_at, indexed_page):
    for page in (home, page_at("conditions-we-treat"), indexed_page):
        spanish_page = translate(page)
    assert found(client, UNIQUE_WORD) == [indexed_page.get_url()]
    assert found(client, UNIQUE_WORD, "/es/search/") == [spanish_page.get_url()]
    assert spanish_page.get_url().startswith("/es/")


@pytest.mark.slow
def test_half_translated_page_is_never_found(client, home, page_at, indexed_page):
    for page in (home, page_at("conditions-we-treat")):
        translate(page)
    translate(indexed_page, leave_out=["It hurts."])
    assert found(client, UNIQUE_WORD, "/es/search/") == []


@pytest.mark.parametrize("query", ["jalapeño", "jalapeno", "JALAPEÑO", "jalapen\u0303o"])
def test_accents_make_no_difference(client, query):
    text = section("text_section", heading="Heading", text="<p>Eat a Jalapeño.</p>")
    page = make_condition("Hot Mouth", body=[text])
    assert found(client, query) == [page.get_url()]


@pytest.mark.slow
def test_page_is_found_by_added_search_words(client, mid_back_pain):
    assert found(client, UNIQUE_WORD) == []
    mid_back_pain.search_words = f"{UNIQUE_WORD}\nother"
    mid_back_pain.save_revision().publish()
    assert found(client, UNIQUE_WORD) == [mid_back_pain.get_url()]


def test_spanish_search_page_is_in_spanish(client):
    page = search(client, "xyzzyx", "/es/search/")
    assert words(page.h1) == "Buscar"
    assert summary(page).startswith("No encontramos ninguna página para “xyzzyx”.")


@pytest.mark.parametrize("query", ["", "pain", "slipped disc", "migrane", "xyzzyx", "sciatica xyzzyx"])
def test_search_makes_few_queries(client, settings, query):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    client.get("/search/?q=warm")
    made = queries(client, f"/search/?q={query}")
    assert len(made) <= MOST, "\n".join(made)


@pytest.mark.parametrize("address", ["/search/?q=pain", "/search/suggestions/?q=pain"])
def test_response_is_public_and_cacheable(client, address):
    response = client.get(address, HTTP_ACCEPT_LANGUAGE="es")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_results_page_has_noindex(client):
    assert search(client, "pain").select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("address", ["/", "/privacy/", "/nothing-here/"])
def test_search_form_is_on_every_page(client, address):
    form = soup(client.get(address)).select_one(".header form[role=search]")
    assert form["action"] == "/search/"
    assert form["method"] == "get"
    assert form.label["for"] == form.select_one("input[type=search][name=q]")["id"]
