"""Marketing types opening hours in the admin, as people write times, and nothing of it is replaced."""

import pytest
from playwright.sync_api import expect

from pages.models import LocationPage

pytestmark = [pytest.mark.writes, pytest.mark.slow]


def field(page, day, name):
    return page.locator(f'[name="hours-0-value-{day}-{name}"]')


def publish(page):
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()


def test_hours_are_typed_refused_copied_and_published(admin, browser_context):
    location = LocationPage.objects.get(slug="russellville")
    admin.set_viewport_size({"width": 1280, "height": 720})
    admin.goto(f"/admin/pages/{location.pk}/edit/")
    week = admin.locator(".week-form")
    opens, closes = field(admin, "monday", "opens"), field(admin, "monday", "closes")
    assert opens.input_value() == "8:30 AM"
    expect(admin.get_by_label("Monday: Opens", exact=True)).to_have_id("hours-0-value-monday-opens")

    # All seven days are visible together.
    week.get_by_role("group").nth(3).evaluate("row => row.scrollIntoView({ block: 'center' })")
    for row in week.get_by_role("group").all():
        expect(row).to_be_in_viewport(ratio=1)

    # What is typed stays, also if it is refused.
    opens.fill("noon")
    opens.press("Tab")
    closes.fill("5ish PM")
    closes.press("Tab")
    assert (opens.input_value(), closes.input_value()) == ("noon", "5ish PM")
    publish(admin)
    expect(week.get_by_text("Write the time like “8:30 AM”, “5 PM” or “17:00”.")).to_be_visible()
    assert (opens.input_value(), closes.input_value()) == ("noon", "5ish PM")

    closes.fill("5 PM")
    week.get_by_role("button", name="Copy Monday").click()
    expect(field(admin, "friday", "closes")).to_have_value("5 PM")
    assert field(admin, "saturday", "closes").input_value() == ""
    publish(admin)
    admin.get_by_text("has been published").wait_for()

    visitor = browser_context().new_page()
    visitor.goto("/")
    hours = visitor.get_by_role("contentinfo").locator(".week tr")
    assert "12:00 pm – 5:00 pm" in hours.nth(1).inner_text()
    assert hours.nth(5).inner_text() == hours.nth(1).inner_text().replace("Mon", "Fri")


def test_typed_date_of_a_schedule_is_not_replaced(admin):
    location = LocationPage.objects.get(slug="russellville")
    admin.goto(f"/admin/pages/{location.pk}/edit/")
    admin.get_by_role("button", name="Toggle status").click()
    admin.get_by_role("button", name="Set schedule").click()
    go_live = admin.locator("#id_go_live_at")
    for text in ["Thanksgiving at noon", "11/27/2030 5 PM"]:
        go_live.fill(text)
        go_live.press("Tab")
        admin.locator("#id_expire_at").press("Tab")
        assert go_live.input_value() == text
