"""An editor changes, previews and publishes a condition in the admin."""

import pytest

from pages.models import ConditionPage

ADDRESS = "/conditions-we-treat/mid-back-pain/"

pytestmark = [pytest.mark.writes, pytest.mark.sql]


@pytest.fixture
def condition(site):
    return ConditionPage.objects.get(slug="mid-back-pain")


def cause(admin, number=0):
    """Return the form field with the term of a cause."""
    return admin.locator(f'[name="body-2-value-items-{number}-value-term"]')


def test_editor_changes_previews_and_publishes_a_cause(admin, condition, browser_context):
    admin.goto(f"/admin/pages/{condition.pk}/edit/")
    assert cause(admin).input_value() == "Muscle Strain"
    cause(admin).fill("Muscle Overload")

    admin.get_by_role("button", name="Toggle preview").click()
    preview = admin.frame_locator("#w-preview-iframe")
    preview.get_by_text("Muscle Overload:").wait_for()
    visitor = browser_context().new_page()
    visitor.goto(ADDRESS)
    assert visitor.get_by_text("Muscle Strain:").count() == 1

    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    admin.get_by_text("has been published").wait_for()
    visitor.goto(ADDRESS)
    assert visitor.get_by_text("Muscle Overload:").count() == 1
    assert visitor.get_by_text("Muscle Strain:").count() == 0


def test_condition_is_not_listed_after_its_option_is_unlinked(admin, condition, browser_context):
    visitor = browser_context().new_page()
    visitor.goto("/treatments-we-provide/trigger-point-injections/")
    link = visitor.get_by_role("main").get_by_role("link", name="Mid-Back Pain")
    assert link.count() == 1

    admin.goto(f"/admin/pages/{condition.pk}/edit/")
    chooser = admin.locator("#body-6-value-tiers-1-value-options-0-value-treatment-chooser")
    assert "Trigger Point Injections" in chooser.inner_text()
    chooser.get_by_role("button", name="Actions").click()
    admin.get_by_text("Clear choice").locator("visible=true").click()
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    admin.get_by_text("has been published").wait_for()

    visitor.reload()
    assert link.count() == 0


def test_missing_name_of_an_option_shows_an_error(admin, condition):
    admin.goto(f"/admin/pages/{condition.pk}/edit/")
    admin.locator('[name="body-6-value-tiers-0-value-options-0-value-name"]').fill("")
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    admin.get_by_text("Give the option a name, for example").first.wait_for()
    condition.refresh_from_db()
    tiers = next(block.value for block in condition.body if block.block_type == "treatment_options")["tiers"]
    assert tiers[0]["options"][0]["name"] == "Physical Therapy"


def test_section_can_be_previewed_before_it_is_added(admin, condition):
    admin.goto(f"/admin/pages/{condition.pk}/edit/")
    admin.get_by_role("button", name="Insert a block").first.click()
    row = admin.locator(".w-combobox__option-row", has_text="Care card")
    row.get_by_role("button", name="Preview").click()
    admin.frame_locator("iframe[src*='block-preview']").get_by_text("sudden weakness in both legs").wait_for()
