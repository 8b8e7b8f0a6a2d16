"""Pages that stay open show at each minute what is right, and the front desk closes a day on a phone."""

import datetime
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from pages.models import Announcement, Closure, LocationPage
from pages.open_now import open_now_lines
from pages.opening_times import DAY, clinic_day, moment_of
from pages.schedule import DAYS_RIGHT
from tests.browser.accessibility import violations_at_any_width
from tests.browser.sign_in import PASSWORD, sign_in
from tests.pages.opening_table import TIMETABLES, at, moments

pytestmark = pytest.mark.slow

SHOWN = """([lines, now]) => {
    const element = document.createElement("open-now");
    element.dataset.lines = lines;
    document.body.append(element);
    element.show(now);
    element.remove();
    return element.textContent;
}"""
A_SECOND = datetime.timedelta(seconds=1)  # the clock of the test keeps fractions of milliseconds


@pytest.fixture
def monday(monkeypatch, site):
    """The server's clock stands at Monday, November 23, 2026, 9 a.m.; the clinic observes Thanksgiving."""
    now = at("2026-11-23 09:00")
    monkeypatch.setattr(timezone, "now", lambda: now)
    LocationPage.objects.update(observed_holidays=["thanksgiving"])
    return now


def test_script_says_what_the_table_says(browser_context, site):
    page = browser_context().new_page()
    page.goto("/privacy/")
    for name, moment, said in moments():
        rendered = moment_of(clinic_day(moment) - DAY)
        lines = "\n".join(f"{minute} {text}" for minute, text in open_now_lines(TIMETABLES[name], rendered, DAYS_RIGHT))
        assert (page.evaluate(SHOWN, [lines, moment.timestamp() * 1000]), name, moment) == (said, name, moment)


def test_page_that_stays_open_changes_at_the_right_minute(browser_context, monday):
    page = browser_context(bypass_csp=True).new_page()
    page.clock.install(time=monday)
    page.goto("/locations/russellville/")
    banner, hours = page.locator(".banner"), page.locator("main .week tr", has_text="Thu")
    today = page.locator("main .week [aria-current=date]")
    here, header = page.locator("main open-now"), page.locator(".call-line open-now")
    expect(banner).to_contain_text("Closed for Thanksgiving: Thursday, November 26.")
    expect(here).to_have_text("Open now, until 4:30 pm")
    expect(header).to_have_text("Open now, until 4:30 pm")
    assert violations_at_any_width(page) == {}
    page.set_viewport_size({"width": 1280, "height": 900})

    steps = [
        ("2026-11-23 16:29", "Open now, until 4:30 pm", True),
        ("2026-11-23 16:30", "Closed now, opens Tuesday 8:30 am", True),
        ("2026-11-24 09:00", "Open now, until 4:30 pm", True),
        ("2026-11-26 09:00", "Closed now, opens Monday 8:30 am", True),
        ("2026-11-26 23:59", "Closed now, opens Monday 8:30 am", True),
        ("2026-11-27 00:00", "By appointment today", False),
        ("2026-11-30 08:30", "Open now, until 4:30 pm", False),
    ]
    for moment, said, is_announced in steps:
        page.clock.pause_at(at(moment) + A_SECOND)
        expect(here).to_have_text(said)
        expect(header).to_have_text(said)
        expect(today).to_contain_text(f"{date.fromisoformat(moment[:10]):%a}")
        expect(banner).to_be_visible(visible=is_announced)
        expect(hours.get_by_text("November 26: Closed for Thanksgiving")).to_be_visible(visible=is_announced)
        expect(hours.get_by_text("8:30 am – 4:30 pm")).to_be_visible(visible=not is_announced)

    # While a computer sleeps, its clock goes on, but no timer runs.
    page.clock.set_system_time(at("2026-12-01 12:00"))
    page.clock.run_for(60_000)
    expect(here).to_have_text("Open now, until 4:30 pm")
    # A page that the browser kept for “Back” is right at once.
    page.clock.set_system_time(at("2026-12-01 20:00"))
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(here).to_have_text("Closed now, opens Wednesday 8:30 am")


def test_form_says_until_when_nobody_reads_while_the_clinic_is_closed(browser_context, monday):
    page = browser_context(width=320).new_page()
    page.clock.install(time=monday)
    page.goto("/contact-us/")
    note = page.get_by_text("We are closed until Monday, November 30, 8:30 am.")
    for moment, is_shown in (("2026-11-25 16:29", False), ("2026-11-25 16:30", True), ("2026-11-27 00:00", False)):
        page.clock.pause_at(at(moment) + A_SECOND)
        expect(note).to_be_visible(visible=is_shown)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_there_are_only_the_hours(browser_context, monday):
    page = browser_context(java_script_enabled=False).new_page()
    page.goto("/")
    expect(page.locator(".banner")).to_contain_text("Closed for Thanksgiving")
    expect(page.locator(".visit-card .week")).to_contain_text("November 26: Closed for Thanksgiving")
    heights = {element.bounding_box()["height"] for element in page.locator("main open-now").all()}
    assert heights == {0}


@pytest.mark.writes
def test_front_desk_closes_a_day_and_ends_it_on_a_phone(browser_context, site, django_user_model):
    user = django_user_model.objects.create_user("dana", password=PASSWORD)
    user.groups.set(Group.objects.filter(name="Front desk"))
    context = browser_context(390, 844)
    admin, reader = sign_in(context.new_page(), "dana"), context.browser.new_context(base_url=site).new_page()
    assert admin.evaluate("document.documentElement.scrollWidth") <= 390

    admin.get_by_role("link", name="Close for a day").click()
    admin.get_by_label("Weather").check()
    assert admin.evaluate("document.documentElement.scrollWidth") <= 390
    admin.get_by_role("button", name="Create").click()
    admin.get_by_text("The site's pages now have").wait_for()
    reader.goto("/")
    expect(reader.locator(".banner")).to_contain_text("Closed because of the weather")
    assert Closure.objects.get().kind == Closure.Kind.WEATHER

    admin.get_by_role("link", name="Announce something").click()
    admin.locator("#id_text").fill("Closed today for snow")
    admin.locator("#id_spanish_text").fill("Cerrado hoy por nieve")
    admin.get_by_role("button", name="Create").click()
    admin.get_by_role("button", name="End now Closed because of the weather").click()
    admin.get_by_text("The site's pages no longer have").wait_for()
    assert Announcement.objects.get().spanish_text == "Cerrado hoy por nieve"
    reader.reload()
    expect(reader.locator(".banner")).to_have_text("Closed today for snow")
    reader.context.close()
