"""Names that are suggested while a visitor types a query."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def suggested(client, typed, address="/search/suggestions/"):
    """Return the suggested names with their URLs."""
    return {one["name"]: one["url"] for one in client.get(address, {"q": typed}).json()["suggestions"]}


@pytest.mark.parametrize(
    ("typed", "name", "path"),
    [
        ("sci", "Sciatica", "conditions-we-treat/lumbar-radicular-pain"),
        ("slipped d", "Slipped disc", "conditions-we-treat/lumbar-radicular-pain"),
        ("CRP", "CRPS", "conditions-we-treat/complex-regional-pain"),
        ("stell", "Stellate ganglion block", "treatments-we-provide/sympathetic-plexus-blocks"),
        ("síc", "", ""),
        ("mid-b", "Mid-Back Pain", "conditions-we-treat/mid-back-pain"),
        ("gangl", "Stellate ganglion block", "treatments-we-provide/sympathetic-plexus-blocks"),
    ],
)
def test_name_is_suggested(client, typed, name, path):
    found = suggested(client, typed)
    assert (found.get(name) == f"/{path}/") if name else not found


@pytest.mark.parametrize("typed", ["", " ", "a", "xyzzyx", "%"])
def test_short_or_unknown_text_gets_no_suggestions(client, typed):
    assert suggested(client, typed) == {}


def test_at_most_eight_names_are_suggested(client):
    assert len(suggested(client, "pain")) == 8


def test_names_that_begin_with_the_typed_text_come_first(client):
    assert next(iter(suggested(client, "nerve"))).startswith("Nerve")


def test_accents_make_no_difference(client):
    assert suggested(client, "scía") == suggested(client, "scia") != {}


def test_spanish_site_suggests_no_english_pages(client):
    assert suggested(client, "sci", "/es/search/suggestions/") == {}
