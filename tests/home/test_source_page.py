"""The page Mid-Back Pain contains the clinic's source text (`tests/data/mid-back-pain.txt`) word for word."""

import re
from pathlib import Path

import pytest

from tests.html import soup, words

pytestmark = pytest.mark.django_db

SOURCE = Path(__file__).parent.parent / "data" / "mid-back-pain.txt"
ADDRESS = "/conditions-we-treat/mid-back-pain/"
HEADINGS = [
    "Understanding Mid-Back Pain",
    "Causes of Mid-Back Pain",
    "Clinical Presentation",
    "Effects on Health and Lifestyle",
    "Prognosis",
    "Treatment and Management Options",
    "Together we can do it",
]
# Not of the source: the care cards that every condition has, and their sources.
ADDED_HEADINGS = ["When to call 911", "When to see a doctor the same day", "Sources"]
TIERS = ["Conservative Management", "Interventional Treatments", "Lifestyle Modifications", "Chronic Pain Management"]


def normalized(line):
    """Return a line of the source without its bullet or number, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"^\s*(•|\d+\.)\s*", "", line)).strip()


def source_lines():
    """Return the lines of the page's text, without the menu above and the contact block below."""
    lines = [normalized(line) for line in SOURCE.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    begin = lines.index(HEADINGS[0])
    end = lines.index("Contact Us")
    return lines[begin:end]


def source_sections():
    """Return pairs of a heading and the lines under it."""
    sections = []
    for line in source_lines():
        if line in HEADINGS:
            sections.append((line, []))
        else:
            sections[-1][1].append(line)
    return sections


@pytest.fixture
def main(client):
    return soup(client.get(ADDRESS)).main


def test_source_is_complete():
    assert [heading for heading, _lines in source_sections()] == HEADINGS
    assert sum(len(lines) for _heading, lines in source_sections()) == 43


def test_headings_are_in_the_order_of_the_source(main):
    assert words(main.h1) == "Mid-Back Pain"
    headings = [words(heading) for heading in main.find_all("h2")]
    assert [heading for heading in headings if heading not in ADDED_HEADINGS] == HEADINGS
    assert {*ADDED_HEADINGS} <= {*headings}


@pytest.mark.parametrize(("heading", "lines"), source_sections())
def test_section_has_the_exact_text_of_the_source(main, heading, lines):
    section = next(h2 for h2 in main.find_all("h2") if words(h2) == heading).find_parent("section")
    assert words(section) == " ".join([heading, *lines])


def test_tiers_are_headings_in_order(main):
    assert [words(heading) for heading in main.find_all("h3")] == TIERS


def test_each_list_item_is_a_separate_block(mid_back_pain):
    blocks = {block.block_type: block.value for block in mid_back_pain.body}
    counts = {name: len(blocks[name]["items"]) for name in ("causes", "clinical_presentation", "effects")}
    assert counts == {"causes": 9, "clinical_presentation": 5, "effects": 4}
    assert [len(tier["options"]) for tier in blocks["treatment_options"]["tiers"]] == [4, 5, 3, 3]
    assert all(item["term"] and item["description"] for item in blocks["causes"]["items"])


def test_options_we_provide_link_to_their_pages(main):
    links = {words(link): link["href"] for link in main.select(".tiers a")}
    assert links == {
        "Trigger Point Injections": "/treatments-we-provide/trigger-point-injections/",
        "Facet Joint Injections": "/treatments-we-provide/facet-joint-injections/",
        "Thoracic Medial Branch Blocks": "/treatments-we-provide/medial-branch-blocks/",
        "Radio-Frequency Ablations": "/treatments-we-provide/radiofrequency-ablations/",
    }


def test_footer_has_the_clinics_details_of_the_source(client):
    footer = words(soup(client.get(ADDRESS)).footer)
    for line in (
        "Appointments By Referral Only",
        "We are here to help, so feel free to call during normal business hours.",
        "2405 West Main Street, Suite H",
        "Russellville, Arkansas 72801",
        "United States",
        "Tel: 479-967-7770",
        "Fax: 479-967-7772",
        "Mon 8:30 am – 4:30 pm",
        "Fri By Appointment",
        "Sun Closed",
        "Closed All Major Holidays",
    ):
        assert line in footer


def test_call_line_has_a_phone_link(client):
    line = soup(client.get(ADDRESS)).find(class_="call-line")
    assert words(line) == "Call 479-967-7770 for spine and joint pain management."
    assert line.a["href"] == "tel:+14799677770"
