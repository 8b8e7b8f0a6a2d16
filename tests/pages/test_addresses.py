"""Old addresses lead to the new ones, and addresses that never were are told from them."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from pages.models import ConditionPage, TreatmentPage
from tests.factories import publish

pytestmark = pytest.mark.django_db

MID_BACK_PAIN = "/conditions-we-treat/mid-back-pain/"


@pytest.mark.parametrize(
    "address",
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
def test_old_address_leads_to_the_page(client, address):
    response = client.get(address)
    if response.get("Location") == address + "/":
        response = client.get(address + "/")
    assert (response.status_code, response["Location"]) == (301, MID_BACK_PAIN)
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize(
    ("address", "new"),
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
def test_signs_and_abbreviations_of_the_old_menu_are_known(client, address, new):
    assert client.get(address, follow=True).redirect_chain[-1] == (new, 301)


def test_every_page_of_the_old_menu_has_its_old_address(client):
    for page in [*ConditionPage.objects.all(), *TreatmentPage.objects.all()]:
        chain = client.get(f"/{page.slug}", follow=True).redirect_chain
        assert chain[-1] == (page.get_url(), 301)


def test_query_of_an_old_address_does_not_hide_it(client):
    assert client.get("/mid-back-pain/?utm_source=mail")["Location"] == MID_BACK_PAIN


def test_renamed_page_is_found_at_its_former_address(client, mid_back_pain, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mid_back_pain.slug = "middle-back-pain"
        publish(mid_back_pain)
    assert client.get(MID_BACK_PAIN)["Location"] == "/conditions-we-treat/middle-back-pain/"


def test_old_address_of_an_unpublished_page_is_not_found(client, mid_back_pain):
    mid_back_pain.unpublish()
    assert client.get("/mid-back-pain/").status_code == 404
    assert client.get(MID_BACK_PAIN).status_code == 404


def test_redirect_of_staff_works_as_they_typed_it(client):
    Redirect.add_redirect("/spring", "/patient-resources/", is_permanent=False)
    response = client.get("/spring/")
    assert (response.status_code, response["Location"]) == (302, "/patient-resources/")


def test_page_wins_over_a_redirect(client):
    Redirect.add_redirect("/privacy", "/terms-of-use/")
    assert client.get("/privacy/").status_code == 200


@pytest.mark.parametrize(
    "address",
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
def test_what_never_was_is_not_found(client, address):
    assert client.get(address, follow=True).status_code == 404


def test_nothing_is_sent_to_an_old_address(client):
    assert client.post("/mid-back-pain/").status_code == 404
