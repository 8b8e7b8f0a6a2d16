"""A treatment page lists the conditions whose treatment options link to it."""

import pytest

from tests.factories import make_condition, make_treatment, publish, section, treatment_options
from tests.html import json_ld, soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

ADDRESS = "/treatments-we-provide/trigger-point-injections/"


def conditions_on(response):
    heading = soup(response).find("h2", string="Conditions it is used for")
    return [words(link) for link in heading.find_parent("section").select("a")] if heading else []


def unlink(page, treatment):
    """Clear the treatment page of the option, as an editor does; the option itself stays."""
    for block in page.body:
        if block.block_type == "treatment_options":
            for tier in block.value["tiers"]:
                for option in tier["options"]:
                    if option["treatment"] == treatment:
                        option["treatment"] = None
    return publish(page)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Return a context manager that runs the on-commit callbacks, so that Wagtail updates its reference index."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_treatment_lists_the_condition_of_the_source_text(client):
    assert "Mid-Back Pain" in conditions_on(client.get(ADDRESS))


def test_unlinked_option_removes_the_condition(client, commit, mid_back_pain, trigger_point_injections):
    with commit():
        unlink(mid_back_pain, trigger_point_injections)
    assert "Mid-Back Pain" not in conditions_on(client.get(ADDRESS))
    assert b"Trigger Point Injections" in client.get("/conditions-we-treat/mid-back-pain/").content


def test_new_conditions_are_listed_once_each_in_menu_order(client, commit):
    treatment = make_treatment("Warmth")
    with commit():
        make_condition("Cold Feet", body=[treatment_options(treatment)])
        make_condition("Cold Hands", body=[treatment_options(treatment, treatment)])
    assert conditions_on(client.get(treatment.get_url())) == ["Cold Feet", "Cold Hands"]


def test_unpublished_condition_is_not_listed(client, commit, mid_back_pain):
    with commit():
        mid_back_pain.unpublish()
    assert "Mid-Back Pain" not in conditions_on(client.get(ADDRESS))


def test_condition_that_links_only_in_a_draft_is_not_listed(client, commit):
    condition, treatment = make_condition("Cold Feet"), make_treatment("Warmth")
    with commit():
        condition.body = [treatment_options(treatment)]
        condition.save_revision()
    assert conditions_on(client.get(treatment.get_url())) == []


def test_condition_that_links_only_in_rich_text_is_not_listed(client, commit):
    treatment = make_treatment("Warmth")
    text = f'<p>Not <a linktype="page" id="{treatment.pk}">this</a>.</p>'
    with commit():
        make_condition("Cold Feet", body=[section("prognosis", heading="Prognosis", text=text)])
    assert conditions_on(client.get(treatment.get_url())) == []


def test_option_whose_treatment_is_unpublished_keeps_its_name_without_link(client, commit, trigger_point_injections):
    with commit():
        trigger_point_injections.unpublish()
    options = soup(client.get("/conditions-we-treat/mid-back-pain/")).select_one(".tiers")
    assert "Trigger Point Injections" in words(options)
    assert "Trigger Point Injections" not in [words(link) for link in options.select("a")]


def test_treatment_without_conditions_shows_no_empty_heading(client):
    treatment = make_treatment("Warmth")
    assert soup(client.get(treatment.get_url())).find("h2", string="Conditions it is used for") is None


def test_json_ld_has_the_same_links(client):
    condition = json_ld(client.get("/conditions-we-treat/mid-back-pain/"))["MedicalCondition"]
    addresses = {therapy["name"]: therapy.get("url", "") for therapy in condition["possibleTreatment"]}
    assert addresses["Trigger Point Injections"].endswith(ADDRESS)
    assert addresses["Posture Training"] == ""
    treatment = json_ld(client.get(ADDRESS))["MedicalProcedure"]
    assert "Mid-Back Pain" in [indication["name"] for indication in treatment["indication"]]
