"""Marketing submits a page, a clinician reads and signs it, and patients see the review."""

import pytest
from django.contrib.auth.models import Group

from tests.browser.accessibility import violations_at_any_width
from tests.browser.sign_in import sign_in
from tests.factories import make_condition, make_person
from tests.reviews import make_clinician

pytestmark = [pytest.mark.writes, pytest.mark.slow]


@pytest.fixture
def condition(site, django_user_model):
    marketing = django_user_model.objects.create_user("mark", password="a long password")
    marketing.groups.add(Group.objects.get(name="Marketing"))
    make_clinician(make_person("Ann Doctor", credentials="MD"))
    return make_condition("Cold Feet", introduction="They are cold.")


def test_submitted_page_is_signed_and_published(condition, browser_context):
    editor = sign_in(browser_context().new_page(), "mark")
    editor.goto(f"/admin/pages/{condition.pk}/edit/")
    assert editor.get_by_text("Read and sign").count() == 0
    editor.locator("[name=introduction]").fill("They are warm.")
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Submit to Clinical review").click()
    editor.get_by_text("has been submitted for moderation").wait_for()

    clinician = sign_in(browser_context().new_page(), "ann")
    clinician.get_by_role("link", name="Cold Feet").first.click()
    clinician.get_by_role("link", name="Read and sign").first.click()
    clinician.get_by_text("They are warm.").wait_for()
    clinician.get_by_role("button", name="Sign", exact=True).click()
    clinician.get_by_text("is signed by Ann Doctor, MD").wait_for()

    visitor = browser_context().new_page()
    visitor.goto("/conditions-we-treat/cold-feet/")
    assert visitor.get_by_text("They are warm.").count() == 1
    visitor.get_by_text("Medically reviewed by").get_by_role("link", name="Ann Doctor, MD").click()
    assert visitor.get_by_role("heading", level=1).inner_text() == "Ann Doctor, MD"


def test_pages_about_people_break_no_rule_of_wcag(condition, browser_context):
    page = browser_context(bypass_csp=True).new_page()
    for address in ("/our-team/", "/our-team/ann-doctor/"):
        page.goto(address)
        assert violations_at_any_width(page) == {}, address
