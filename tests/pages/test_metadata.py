"""Metadata for search engines: head, sitemap, robots.txt and JSON-LD."""

import itertools
import json
from xml.etree import ElementTree

import pytest

from pages.languages import visible
from tests.factories import make_condition, make_treatment, publish, section
from tests.html import json_ld, soup, words
from tests.reviews import sign

pytestmark = pytest.mark.django_db

BASE = "https://www.ioipm.example"
CONDITION = "/conditions-we-treat/mid-back-pain/"


def meta(page, name):
    tag = page.find("meta", attrs={"name": name}) or page.find("meta", property=name)
    return tag and tag["content"]


def test_head_has_title_description_and_url(client, mid_back_pain):
    page = soup(client.get(CONDITION))
    assert page.title.string == "Mid-Back Pain | Institute of Interventional Pain Management"
    assert meta(page, "description") == mid_back_pain.search_description
    assert page.find("link", rel="canonical")["href"] == BASE + CONDITION
    assert meta(page, "og:title") == "Mid-Back Pain"
    assert meta(page, "og:description") == mid_back_pain.search_description
    assert meta(page, "og:url") == BASE + CONDITION
    assert meta(page, "og:site_name") == "Institute of Interventional Pain Management"
    assert meta(page, "og:locale") == "en_US"


def test_missing_description_is_taken_from_the_introduction(client):
    sentence = "It hurts in the neck. "
    page = soup(client.get(make_condition(introduction=sentence * 20).get_url()))
    assert meta(page, "description") == (sentence * 7).strip()


def test_description_of_one_long_sentence_is_cut_after_a_word(client):
    page = soup(client.get(make_condition(introduction="painful " * 60).get_url()))
    assert meta(page, "description").endswith("painful…")
    assert len(meta(page, "description")) <= 155


@pytest.mark.slow
def test_every_page_has_one_h1_and_headings_in_order(client):
    for address in ElementTree.fromstring(client.get("/sitemap.xml").content).findall(".//{*}loc"):
        page = soup(client.get(address.text.removeprefix(BASE)))
        levels = [int(heading.name[1]) for heading in page.main.find_all(["h1", "h2", "h3", "h4"])]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(below - above <= 1 for above, below in itertools.pairwise(levels)), address.text


def test_sitemap_lists_every_page_once(client, home):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = [loc.text for loc in root.findall(".//{*}loc")]
    assert len(addresses) == len(set(addresses)) == visible(home.get_descendants(inclusive=True), "en").count()
    assert BASE + CONDITION in addresses
    assert all(date.text.count("-") == 2 for date in root.findall(".//{*}lastmod"))


def test_sitemap_leaves_out_unpublished_pages(client, mid_back_pain):
    mid_back_pain.unpublish()
    assert CONDITION.encode() not in client.get("/sitemap.xml").content


def test_robots_txt_names_the_sitemap_and_disallows_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {BASE}/sitemap.xml",
    ]


def test_json_ld_of_a_condition_comes_from_its_blocks(client):
    data = json_ld(client.get(CONDITION))
    page, condition = data["MedicalWebPage"], data["MedicalCondition"]
    assert page["mainEntity"]["@id"] == condition["@id"]
    assert page["publisher"]["@id"] == f"{BASE}/#clinic"
    assert "lastReviewed" not in page
    assert [cause["name"] for cause in condition["cause"]][:2] == ["Muscle Strain", "Ligament Sprain"]
    assert len(condition["cause"]) == 9
    assert next(sign["name"] for sign in condition["signOrSymptom"]) == "Localized Pain"
    assert len(condition["possibleTreatment"]) == 15
    assert condition["expectedPrognosis"].startswith("The prognosis for axial thoracic spine pain")
    assert condition["associatedAnatomy"][0]["name"] == "Upper and mid back"


def test_changed_block_changes_the_json_ld(client, mid_back_pain):
    causes = next(block for block in mid_back_pain.body if block.block_type == "causes")
    causes.value["items"][0]["term"] = "Overwork"
    publish(mid_back_pain)
    assert json_ld(client.get(CONDITION))["MedicalCondition"]["cause"][0]["name"] == "Overwork"


@pytest.mark.parametrize(
    ("kind", "schema_type"),
    [
        ("injection", "MedicalProcedure"),
        ("nerve_block", "MedicalProcedure"),
        ("ablation", "MedicalProcedure"),
        ("stimulation", "SurgicalProcedure"),
        ("spine_procedure", "SurgicalProcedure"),
    ],
)
def test_json_ld_of_a_treatment_has_the_type_of_its_kind(client, kind, schema_type):
    data = json_ld(client.get(make_treatment("Warmth", kind=kind).get_url()))
    assert data[schema_type]["name"] == "Warmth"
    assert data["MedicalWebPage"]["mainEntity"]["@id"] == data[schema_type]["@id"]


@pytest.mark.parametrize("address", ["/", "/locations/russellville/"])
@pytest.mark.slow
def test_json_ld_of_the_clinic_has_address_and_hours(client, address):
    clinic = json_ld(client.get(address))["MedicalClinic"]
    assert clinic["name"] == "Institute of Interventional Pain Management"
    assert clinic["telephone"] == "+1-479-967-7770"
    assert clinic["faxNumber"] == "+1-479-967-7772"
    assert clinic["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "2405 West Main Street, Suite H",
        "addressLocality": "Russellville",
        "addressRegion": "Arkansas",
        "postalCode": "72801",
        "addressCountry": "United States",
    }
    hours = clinic["openingHoursSpecification"]
    assert [day["dayOfWeek"].rpartition("/")[2] for day in hours] == ["Monday", "Tuesday", "Wednesday", "Thursday"]
    assert {(day["opens"], day["closes"]) for day in hours} == {("08:30", "16:30")}
    assert "geo" not in clinic


def test_two_shifts_are_two_opening_hours_in_json_ld(client, page_at):
    location = page_at("locations/russellville")
    monday = location.hours[0].value["monday"]
    monday["opens_again"], monday["closes_again"] = "17:00", "19:00"
    location.latitude, location.longitude = "35.278400", "-93.154000"
    publish(location)
    page = client.get("/locations/russellville/")
    hours = json_ld(page)["MedicalClinic"]["openingHoursSpecification"]
    assert [(day["opens"], day["closes"]) for day in hours][:2] == [("08:30", "16:30"), ("17:00", "19:00")]
    assert json_ld(page)["MedicalClinic"]["geo"]["latitude"] == 35.2784
    monday = soup(page).main.select_one(".week tbody tr")
    assert [time["datetime"] for time in monday.select("time")] == ["08:30", "16:30", "17:00", "19:00"]
    assert "5:00 pm – 7:00 pm" in words(monday)


def test_json_ld_has_breadcrumbs(client):
    trail = json_ld(client.get(CONDITION))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "Home", f"{BASE}/"),
        (2, "Conditions We Treat", f"{BASE}/conditions-we-treat/"),
        (3, "Mid-Back Pain", BASE + CONDITION),
    ]
    assert "BreadcrumbList" not in json_ld(client.get("/"))


def test_text_in_json_ld_is_escaped(client):
    page = make_condition("</script><script>alert(1)</script>")
    response = client.get(page.get_url())
    assert b"</script><script>alert(1)" not in response.content
    assert json_ld(response)["MedicalCondition"]["name"] == page.title


def test_json_ld_of_a_reviewed_page_has_reviewer_and_date(client):
    page = sign(make_condition())
    data = json_ld(client.get(page.get_url()))["MedicalWebPage"]
    assert data["lastReviewed"] == "2026-01-02"
    assert data["reviewedBy"] == {"@type": "Person", "name": "A. Doctor, MD"}


def test_json_ld_leaves_out_missing_sections(client):
    page = make_condition(body=[section("closing", heading="Bye", text="<p>Bye.</p>")])
    data = json_ld(client.get(page.get_url()))["MedicalCondition"]
    assert {"cause", "signOrSymptom", "possibleTreatment", "expectedPrognosis", "alternateName"}.isdisjoint(data)
    assert json.dumps(data)


def test_external_links_are_shown_only_if_there_are_some(client, home):
    assert b"Connect With Us" not in client.get("/").content
    home.connect_links = [("connect_link", {"name": "Facebook", "url": "https://www.facebook.com/ioipm"})]
    publish(home)
    response = client.get("/")
    assert "Connect With Us Facebook" in words(soup(response).footer)
    assert json_ld(response)["MedicalClinic"]["sameAs"] == ["https://www.facebook.com/ioipm"]
