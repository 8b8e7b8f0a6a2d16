"""Old URLs redirect to the new ones; unknown URLs return 404."""

import unicodedata
from urllib.parse import quote

import pytest
from wagtail.contrib.redirects.models import Redirect

from pages.models import ConditionPage, TreatmentPage
from tests.factories import publish

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

MID_BACK_PAIN = "/conditions-we-treat/mid-back-pain/"


@pytest.mark.parametrize(
    "url",
    [
        "/mid-back-pain",
        "/mid-back-pain/",
        "/Mid-Back-Pain",
        "/MID-BACK-PAIN/",
        "/mid-back-pain//",
        "/Conditions-We-Treat/Mid-Back-Pain/",
        "/CONDITIONS-WE-TREAT/mid-back-pain",
    ],
)
def test_old_url_redirects_to_the_page(client, url):
    response = client.get(url)
    if response.get("Location") == url + "/":
        response = client.get(url + "/")
    assert (response.status_code, response["Location"]) == (301, MID_BACK_PAIN)
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize(
    ("url", "new"),
    [
        ("/joints%2Fbursa-pain", "/conditions-we-treat/joints-bursa-pain/"),
        ("/Facial-Pain-%26-Headaches", "/conditions-we-treat/facial-pain-headaches/"),
        ("/abdominal%2Fpelvic-pain", "/conditions-we-treat/abdominal-pelvic-pain/"),
        ("/sacroiliac-joint-inj.", "/treatments-we-provide/sacroiliac-joint-injections/"),
        ("/peripheral-n.-stimulator", "/treatments-we-provide/peripheral-nerve-stimulator/"),
        ("/kypho-%26-vertebroplasty", "/treatments-we-provide/kypho-vertebroplasty/"),
        ("/Opioid-Management", "/opioid-management/"),
        ("/PIRFT", "/treatments-we-provide/pirft/"),
    ],
)
def test_old_urls_with_special_characters_and_abbreviations_redirect(client, url, new):
    assert client.get(url, follow=True).redirect_chain[-1] == (new, 301)


@pytest.mark.slow
def test_every_page_of_the_old_menu_has_a_redirect(client):
    for page in [*ConditionPage.objects.all(), *TreatmentPage.objects.all()]:
        chain = client.get(f"/{page.slug}", follow=True).redirect_chain
        assert chain[-1] == (page.get_url(), 301)


@pytest.mark.parametrize("query", ["utm_source=mail", "a=1&b=%C3%A9", "a=%0D%0ASet-Cookie:x"])
def test_query_string_is_kept(client, query):
    assert client.get(f"/mid-back-pain/?{query}")["Location"] == f"{MID_BACK_PAIN}?{query}"
    assert client.get(f"/CONDITIONS-we-treat/mid-back-pain/?{query}")["Location"] == f"{MID_BACK_PAIN}?{query}"


def test_query_string_is_added_to_that_of_the_target(client):
    Redirect.add_redirect("/book", "https://example.com/book?from=site#form")
    assert client.get("/book/?id=3")["Location"] == "https://example.com/book?from=site&id=3#form"


def test_redirect_for_one_query_string_replaces_it(client):
    Redirect.add_redirect("/book?id=3", "/patient-resources/")
    assert client.get("/book/?id=3")["Location"] == "/patient-resources/"


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("requested", ["NFC", "NFD"])
def test_composed_and_decomposed_accents_are_the_same_address(client, stored, requested):
    Redirect.add_redirect(unicodedata.normalize(stored, "/ciática"), "/patient-resources/")
    address = quote(unicodedata.normalize(requested, "/ciática/"))
    assert client.get(address)["Location"] == "/patient-resources/"


def test_former_url_of_a_renamed_page_redirects(client, mid_back_pain, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mid_back_pain.slug = "middle-back-pain"
        publish(mid_back_pain)
    assert client.get(MID_BACK_PAIN)["Location"] == "/conditions-we-treat/middle-back-pain/"


def test_old_url_of_an_unpublished_page_returns_404(client, mid_back_pain):
    mid_back_pain.unpublish()
    assert client.get("/mid-back-pain/").status_code == 404
    assert client.get(MID_BACK_PAIN).status_code == 404


def test_redirect_that_staff_entered_works(client):
    Redirect.add_redirect("/spring", "/patient-resources/", is_permanent=False)
    response = client.get("/spring/")
    assert (response.status_code, response["Location"]) == (302, "/patient-resources/")


def test_page_has_priority_over_a_redirect(client):
    Redirect.add_redirect("/privacy", "/terms-of-use/")
    assert client.get("/privacy/").status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/nothing/",
        "/nothing",
        "/conditions-we-treat/nothing/",
        "/mid-back-pain/more/",
        "/%00/",
        "/ñ/",
        "/a.b",
        "/" + "a/" * 300,
    ],
)
def test_unknown_url_returns_404(client, url):
    assert client.get(url, follow=True).status_code == 404


def test_post_to_an_old_url_returns_404(client):
    assert client.post("/mid-back-pain/").status_code == 404
