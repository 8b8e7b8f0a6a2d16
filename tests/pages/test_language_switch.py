"""Every page links to the same page in the other language, or to a page that says it is not translated yet."""

import pytest
from wagtail.models import Page

from tests.factories import make_condition, section
from tests.html import soup, words
from tests.translations import in_english, translate

pytestmark = pytest.mark.django_db

CONDITION = "/conditions-we-treat/mid-back-pain/"


@pytest.fixture(scope="module")
def translated(module_database):
    """Translate home, the list of conditions, Mid-Back Pain and the contact page once for all tests of the module."""
    paths = ("", "conditions-we-treat/", "conditions-we-treat/mid-back-pain/", "contact-us/")
    return [translate(Page.objects.get(url_path=f"/home/{path}").specific).pk for path in paths]


@pytest.fixture
def show(translated, client, db):
    """Return a function that returns the page at an address."""
    return lambda address: soup(client.get(address))


def switch(page):
    link = page.select_one(".languages a")
    return link["href"], link["hreflang"]


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/", "/es/"),
        (CONDITION, f"/es{CONDITION}"),
        ("/search/?q=back+pain", "/es/search/?q=back+pain"),
        ("/newsletter/", "/es/newsletter/"),
        ("/nothing-here/", "/es/nothing-here/"),
        ("/nothing-here/?secret=1", "/es/nothing-here/"),
        ("/contact-us/?sent=K7M3-9QXD", "/es/contact-us/?sent=K7M3-9QXD"),
        ("/conditions-we-treat/neck-pain/", "/es/conditions-we-treat/neck-pain/"),
    ],
)
@pytest.mark.slow
def test_page_links_to_the_same_page_in_the_other_language_and_back(show, address, other):
    assert switch(show(address)) == (other, "es")
    assert switch(show(other)) == (address.partition("?secret")[0], "en")


def test_address_of_an_english_page_leads_to_its_translation(show, client, page_at):
    spanish = page_at("conditions-we-treat/mid-back-pain").get_translations().get()
    Page.objects.filter(pk=spanish.pk).update(slug="espalda", url_path=spanish.url_path.replace("mid-back-pain", "e"))
    response = client.get(f"/es{CONDITION}")
    assert (response.status_code, response["Location"]) == (302, "/es/conditions-we-treat/e/")


def test_missing_page_says_so_with_the_phone_number_and_the_nearest_page(show, client):
    address = "/es/conditions-we-treat/neck-pain/"
    assert client.get(address).status_code == 404
    page = show(address)
    assert page.html["lang"] == "es"
    assert "479-967-7770" in words(page.main)
    links = {link["href"]: link for link in page.main.select("a[href^='/']")}
    assert links["/conditions-we-treat/neck-pain/"]["hreflang"] == "en"
    assert words(links["/es/conditions-we-treat/"]) == "ES Conditions We Treat"


def test_link_to_a_page_that_is_not_translated_is_not_followed_by_search_engines(show):
    assert show("/conditions-we-treat/neck-pain/").select_one(".languages a")["rel"] == ["nofollow"]
    assert not show(CONDITION).select_one(".languages a").has_attr("rel")


@pytest.mark.slow
def test_page_without_a_translation_links_to_the_page_about_help_in_spanish(show, page_at):
    help_page = translate(page_at("language-assistance"))
    link = show("/conditions-we-treat/neck-pain/").select_one(".languages a")
    assert (link["href"], link["hreflang"], link["rel"]) == (help_page.get_url(), "es", ["nofollow"])
    assert switch(show(CONDITION)) == (f"/es{CONDITION}", "es")


def test_restricted_page_is_not_named(show, client, page_at):
    page_at("conditions-we-treat/neck-pain").view_restrictions.create(restriction_type="login")
    assert "Neck Pain" not in words(show("/es/conditions-we-treat/neck-pain/").main)


@pytest.mark.slow
def test_link_to_an_english_page_says_so(show, page_at, client):
    neck_pain = page_at("conditions-we-treat/neck-pain")
    link = f'<p>Read <a linktype="page" id="{neck_pain.pk}">about the neck</a>.</p>'
    page = make_condition("Cold Feet", body=[section("text_section", heading="More", text=link)])
    [found] = soup(client.get(translate(page).get_url())).select(".section a")
    assert found["hreflang"] == "en"
    assert words(found) == f"about the neck {in_english()}"
    assert not soup(client.get(page.get_url())).select_one(".section a").has_attr("hreflang")


def test_ways_in_lead_to_translations(show):
    links = {words(link): link["href"] for link in show("/es/").select(".way-in__link")}
    assert links["ES Where does it hurt?"] == "/es/conditions-we-treat/"
    assert links[f"ES After a procedure {in_english()}"] == "/patient-resources/"


def test_sitemap_names_the_default_page(translated, client):
    entries = client.get("/sitemap.xml").content.decode()
    base = "https://www.ioipm.example"
    assert entries.count(f'hreflang="x-default" href="{base}{CONDITION}"') == 2


@pytest.mark.slow
def test_hint_is_hidden_until_the_browser_prefers_spanish(show):
    hint = show(CONDITION).select_one("[data-language-hint]")
    assert (hint["lang"], hint.has_attr("hidden"), hint.a["href"]) == ("es", True, f"/es{CONDITION}")
    assert show(f"/es{CONDITION}").select_one("[data-language-hint]") is None
    assert show("/conditions-we-treat/neck-pain/").select_one("[data-language-hint]") is None
