"""Related pages share body areas or treatments, and are in the visitor's language."""

import pytest

from pages.models import ConditionPage
from tests.factories import make_condition, make_treatment, publish, section, treatment_options
from tests.html import soup, words
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def related(client, page):
    """Return the titles of the related pages shown on the page, or None if there are none."""
    found = soup(client.get(page.get_url())).select_one(".related")
    return found and [words(link) for link in found.select("a")]


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Return a context manager that runs the on-commit callbacks, so that Wagtail updates its reference index."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def no_seeded_conditions():
    """Unpublish every seeded condition, so that only the pages of the test are related."""
    ConditionPage.objects.all().update(live=False)


@pytest.fixture
def warmth():
    return make_treatment("Warmth")


@pytest.fixture
def light():
    return make_treatment("Light")


@pytest.mark.slow
def test_conditions_with_most_areas_and_treatments_in_common_come_first(
    client, commit, no_seeded_conditions, warmth, light
):
    with commit():
        page = make_condition("Page", body_areas=["neck", "arm"], body=[treatment_options(warmth, light)])
        make_condition("One area", body_areas=["neck"])
        make_condition("Nothing", body_areas=["knee"])
        make_condition("Two treatments", body_areas=["knee"], body=[treatment_options(warmth, light, warmth)])
        make_condition("All", body_areas=["neck", "arm"], body=[treatment_options(warmth, light)])
        make_condition("Two areas", body_areas=["neck", "arm"])
    assert related(client, page) == ["All", "Two treatments", "Two areas", "One area"]


@pytest.mark.slow
def test_at_most_five_conditions_are_related(client, no_seeded_conditions):
    pages = [make_condition(f"Number {number}") for number in range(7)]
    assert related(client, pages[0]) == ["Number 1", "Number 2", "Number 3", "Number 4", "Number 5"]


def test_condition_with_nothing_in_common_shows_no_empty_heading(client, no_seeded_conditions):
    make_condition(body_areas=["knee"])
    assert related(client, make_condition(body_areas=["neck"])) is None


def test_unpublished_condition_is_not_related(client, no_seeded_conditions):
    page, other = make_condition(), make_condition()
    other.unpublish()
    assert related(client, page) is None


@pytest.mark.slow
def test_treatments_with_most_conditions_in_common_come_first(client, commit, no_seeded_conditions, warmth, light):
    cold, rest = make_treatment("Cold"), make_treatment("Rest")
    with commit():
        make_condition(body=[treatment_options(warmth, light)])
        make_condition(body=[treatment_options(warmth, cold, cold)])
        make_condition(body=[treatment_options(warmth, cold)])
        make_condition(body=[treatment_options(rest)])
    assert related(client, warmth) == ["Cold", "Light"]
    assert related(client, rest) is None


@pytest.mark.slow
def test_at_most_five_treatments_are_related(client, commit, no_seeded_conditions):
    treatments = [make_treatment(f"Number {number}") for number in range(7)]
    with commit():
        make_condition(body=[treatment_options(*treatments)])
    assert related(client, treatments[6]) == ["Number 0", "Number 1", "Number 2", "Number 3", "Number 4"]


@pytest.mark.slow
def test_unpublished_pages_do_not_relate_treatments(client, commit, no_seeded_conditions, warmth, light):
    with commit():
        condition = make_condition(body=[treatment_options(warmth, light)])
    assert related(client, warmth) == ["Light"]
    light.unpublish()
    assert related(client, warmth) is None
    publish(light)
    condition.unpublish()
    assert related(client, warmth) is None


def test_link_in_rich_text_does_not_relate_treatments(client, commit, no_seeded_conditions, warmth, light):
    text = f'<p>Not <a linktype="page" id="{light.pk}">this</a>.</p>'
    with commit():
        make_condition(body=[treatment_options(warmth), section("prognosis", heading="Prognosis", text=text)])
    assert related(client, warmth) is None


@pytest.mark.slow
def test_every_seeded_condition_and_linked_treatment_has_related_pages(home):
    for page in home.get_descendants().specific():
        if hasattr(page, "related_conditions"):
            assert len(page.related_conditions) == 5
        elif hasattr(page, "related_treatments"):
            assert bool(page.related_treatments) == bool(page.conditions_treated)


@pytest.mark.slow
def test_spanish_pages_are_related_only_to_spanish_pages(client, commit, home, page_at):
    conditions = [page_at(f"conditions-we-treat/{slug}") for slug in ("neck-pain", "cervical-radicular-pain")]
    treatments = [page_at(f"treatments-we-provide/{slug}") for slug in ("nerve-blocks", "epidural-injections")]
    with commit():
        for page in (home, page_at("conditions-we-treat"), page_at("treatments-we-provide"), *treatments, *conditions):
            spanish_page = translate(page)
    assert related(client, spanish_page) == ["ES Neck Pain"]
    assert related(client, treatments[0].get_translation(spanish_page.locale)) == [
        "ES Epidural Injections ES Steroid injection in the spine"
    ]
