"""A treatment lists the conditions whose options point at it: nothing is typed twice."""

import pytest

from tests.factories import make_condition, make_treatment, publish, section, treatment_options
from tests.html import json_ld, soup, words

pytestmark = pytest.mark.django_db

ADDRESS = "/treatments-we-provide/trigger-point-injections/"


def conditions_on(response):
    heading = soup(response).find("h2", string="Conditions it is used for")
    return [words(link) for link in heading.find_parent("section").select("a")] if heading else []


def unlink(page, treatment):
    """Take the pointer away as an editor does: the option stays, its treatment page is cleared."""
    for block in page.body:
        if block.block_type == "treatment_options":
            for tier in block.value["tiers"]:
                for option in tier["options"]:
                    if option["treatment"] == treatment:
                        option["treatment"] = None
    return publish(page)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Do what waits for the end of a transaction: Wagtail then brings its reference index up to date."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_treatment_names_the_condition_of_the_source(client):
    assert "Mid-Back Pain" in conditions_on(client.get(ADDRESS))


def test_unlinked_option_takes_the_condition_away(client, commit, mid_back_pain, trigger_point_injections):
    with commit():
        unlink(mid_back_pain, trigger_point_injections)
    assert "Mid-Back Pain" not in conditions_on(client.get(ADDRESS))
    assert b"Trigger Point Injections" in client.get("/conditions-we-treat/mid-back-pain/").content


def test_new_pointers_are_listed_once_each_in_the_order_of_the_menu(client, commit):
    treatment = make_treatment("Warmth")
    with commit():
        make_condition("Cold Feet", body=[treatment_options(treatment)])
        make_condition("Cold Hands", body=[treatment_options(treatment, treatment)])
    assert conditions_on(client.get(treatment.get_url())) == ["Cold Feet", "Cold Hands"]


def test_pointer_of_an_unpublished_condition_is_not_shown(client, commit, mid_back_pain):
    with commit():
        mid_back_pain.unpublish()
    assert "Mid-Back Pain" not in conditions_on(client.get(ADDRESS))


def test_pointer_in_a_draft_is_not_shown(client, commit):
    condition, treatment = make_condition("Cold Feet"), make_treatment("Warmth")
    with commit():
        condition.body = [treatment_options(treatment)]
        condition.save_revision()
    assert conditions_on(client.get(treatment.get_url())) == []


def test_link_in_running_text_is_no_pointer(client, commit):
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


def test_treatment_nobody_points_at_shows_no_empty_heading(client):
    treatment = make_treatment("Warmth")
    assert soup(client.get(treatment.get_url())).find("h2", string="Conditions it is used for") is None


def test_machines_read_the_same_pointers(client):
    condition = json_ld(client.get("/conditions-we-treat/mid-back-pain/"))["MedicalCondition"]
    addresses = {therapy["name"]: therapy.get("url", "") for therapy in condition["possibleTreatment"]}
    assert addresses["Trigger Point Injections"].endswith(ADDRESS)
    assert addresses["Posture Training"] == ""
    treatment = json_ld(client.get(ADDRESS))["MedicalProcedure"]
    assert "Mid-Back Pain" in [indication["name"] for indication in treatment["indication"]]
