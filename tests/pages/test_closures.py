"""Closures, holidays, special hours and announcements on the site's pages, from pages that were rendered once."""

import datetime

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page

from pages.models import Announcement, Closure, LocationPage, SpecialHours
from pages.site_context import SiteContext
from tests.factories import make_location, publish
from tests.html import json_ld, soup, words
from tests.pages.opening_table import T, at
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

LOCATION = "/locations/russellville/"
CLOSED = "Closed for Thanksgiving"
BANNER = f"{CLOSED}: Thursday, November 26. We open again Monday, November 30, 8:30 am."
NOTE = "We are closed until Monday, November 30, 8:30 am."


@pytest.fixture
def time(monkeypatch):
    """Return a function that sets the time on the clock of the clinic."""

    def set_time(text):
        moment = at(text)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_time("2026-11-23 09:00")
    return set_time


@pytest.fixture
def thanksgiving(time):
    LocationPage.objects.update(observed_holidays=["thanksgiving"])


def close(first, last=None, kind="weather", **values):
    """Create a closure from one time on the clock of the clinic to another."""
    return Closure.objects.create(starts_at=at(first), ends_at=at(last), kind=kind, **values)


def shown(part, moment):
    """Return the text of a part of the page as the script shows it at the moment."""
    seconds = moment.timestamp()
    for timed in [*part.select("[data-from]"), part]:
        if not int(timed.get("data-from", 0)) <= seconds < int(timed.get("data-until", 10**10)):
            timed.clear()
    return words(part)


def parts(response, moment):
    """Return the texts of banner, hours, form note and list of closures at the moment."""
    page = soup(response)
    week = next(iter(page.select(".week")))
    return {
        name: shown(part, moment) if part else ""
        for name, part in (
            ("banner", page.select_one(".banner")),
            ("hours", week),
            ("note", page.select_one(".form__notice")),
            ("ahead", page.select_one(".closures")),
        )
    }


@pytest.mark.parametrize("rendered", ["2026-11-16 09:00", "2026-11-20 09:00", "2026-11-24 00:00"])
def test_thanksgiving_on_a_page_that_was_rendered_once(client, thanksgiving, time, rendered):
    time(rendered)
    response = client.get(LOCATION)
    form = client.get("/contact-us/")
    for moment in ("2026-11-24 09:00", "2026-11-26 09:00", "2026-11-26 23:59"):
        found = parts(response, at(moment))
        assert BANNER in found["banner"]
        assert "Thu November 26: Closed for Thanksgiving" in found["hours"]
        assert found["ahead"].endswith(f"Thursday, November 26: {CLOSED}")
        assert (NOTE in parts(form, at(moment))["note"]) == (moment > "2026-11-26")
    for moment in ("2026-11-27 00:00", "2026-11-27 09:00", "2026-11-30 09:00"):
        found = parts(response, at(moment))
        assert (found["banner"], found["ahead"]) == ("", "")
        assert "Thanksgiving" not in found["hours"]
        assert "We are closed" not in parts(form, at(moment))["note"]
    [special] = json_ld(response)["MedicalClinic"]["specialOpeningHoursSpecification"]
    assert (special["validFrom"], special["validThrough"]) == ("2026-11-26", "2026-11-26")
    assert (special["opens"], special["closes"]) == ("00:00", "00:00")


@pytest.mark.slow
def test_without_a_script_the_page_shows_what_was_right_when_it_was_rendered(client, thanksgiving, time):
    for moment, is_shown in (
        ("2026-11-20 23:59", False),
        ("2026-11-21 00:00", True),  # five days before
        ("2026-11-26 23:59", True),
        ("2026-11-27 00:00", False),
    ):
        time(moment)
        line = soup(client.get("/")).select_one(".banner__line")
        assert ((line is not None and not line.has_attr("hidden")), moment) == (is_shown, moment)


def test_spanish_pages_say_the_same_in_spanish(client, home, thanksgiving):
    translate(home)
    page = soup(client.get("/es/"))
    with translation.override("es"):
        reason = gettext("Closed for %(holiday)s") % {"holiday": gettext("Thanksgiving")}
    assert words(page.select_one(".banner")).startswith(f"{reason}: jueves, 26 de noviembre.")
    assert f"26 de noviembre: {reason}" in words(page.select_one(".week"))


@pytest.mark.slow
def test_spanish_thanksgiving_on_pages_that_were_rendered_once(client, home, page_at, thanksgiving, time):
    for page in (home, page_at("locations"), page_at("locations/russellville"), page_at("contact-us")):
        translate(page)
    time("2026-11-24 00:00")
    location, form = client.get("/es/locations/russellville/"), client.get("/es/contact-us/")
    with translation.override("es"):
        reason = gettext("Closed for %(holiday)s") % {"holiday": gettext("Thanksgiving")}
        note = gettext("We are closed until %(moment)s. We read your message then.").partition("%")[0]
    for moment, is_closed, is_noted in (
        ("2026-11-24 09:00", True, False),
        ("2026-11-26 09:00", True, True),
        ("2026-11-26 23:59", True, True),
        ("2026-11-27 09:00", False, False),
        ("2026-11-30 09:00", False, False),
    ):
        found = parts(location, at(moment))
        texts = (f"{reason}: jueves, 26 de noviembre.", f"26 de noviembre: {reason}", f"26 de noviembre: {reason}")
        for name, text in zip(("banner", "hours", "ahead"), texts, strict=True):
            assert (text in found[name], name, moment) == (is_closed, name, moment)
        assert (note in parts(form, at(moment))["note"], moment) == (is_noted, moment)
    [special] = json_ld(location)["MedicalClinic"]["specialOpeningHoursSpecification"]
    assert (special["validFrom"], special["opens"], special["closes"]) == ("2026-11-26", "00:00", "00:00")


@pytest.mark.slow
def test_translation_has_the_hours_and_holidays_of_its_source(client, home, page_at, time):
    translate(home)
    translate(page_at("locations"))
    translate(page_at("locations/russellville"))
    assert soup(client.get("/es/locations/russellville/")).select_one(".banner") is None
    LocationPage.objects.filter(locale__language_code="en").update(observed_holidays=["thanksgiving"])
    page = soup(client.get("/es/locations/russellville/"))
    assert "jueves, 26 de noviembre" in words(page.select_one(".banner"))
    assert "Jueves, 26 de noviembre" in words(page.select_one(".closures"))
    assert "26 de noviembre" in words(page.main.select_one(".week"))


def test_note_stays_until_a_holiday_is_ticked(client, time):
    assert "Closed All Major Holidays" in words(soup(client.get(LOCATION)).main)
    LocationPage.objects.update(observed_holidays=["thanksgiving", "christmas"])
    main = words(soup(client.get(LOCATION)).main)
    assert "Closed All Major Holidays" not in main
    assert "Closed on these holidays: Thanksgiving, Christmas" in main


@pytest.mark.slow
def test_holiday_on_a_day_on_which_the_clinic_is_never_open_is_not_announced(client, time):
    time("2027-12-24 09:00")  # a Friday, by appointment; Christmas is on Saturday and observed on this Friday
    LocationPage.objects.update(observed_holidays=["christmas"])
    assert words(soup(client.get("/")).select_one(".banner")).startswith("Closed for Christmas: Friday, December 24.")
    assert "December 25" not in words(soup(client.get("/")))


@pytest.mark.parametrize(
    ("first", "last", "kind", "said"),
    [
        ("2026-11-24 00:00", "2026-11-25 00:00", "weather", "Closed because of the weather: Tuesday, November 24."),
        ("2026-11-24 12:00", "2026-11-25 00:00", "staff", "Tuesday, November 24, 12:00 pm – Wednesday, November 25"),
        ("2026-11-24 10:00", "2026-11-24 11:00", "other", "Closed: Tuesday, November 24, 10:00 am – 11:00 am."),
        ("2026-11-24 00:00", "2026-11-26 00:00", "other", "Tuesday, November 24 – Wednesday, November 25."),
        ("2026-11-26 00:00", "2026-11-27 00:00", "holiday", BANNER),
        ("2026-11-24 00:00", "2026-11-25 00:00", "holiday", "Closed for a holiday: Tuesday, November 24."),
    ],
)
def test_closure_is_announced_with_its_reason_and_time(client, time, first, last, kind, said):
    close(first, last, kind)
    assert said in words(soup(client.get("/privacy/")).select_one(".banner"))


def test_closure_with_times_leaves_the_rest_of_the_day_open(client, time):
    close("2026-11-24 12:00", "2026-11-25 00:00")
    response = client.get(LOCATION)
    text = "Tue November 24: 8:30 am – 12:00 pm (Closed because of the weather)"
    assert text in parts(response, at("2026-11-24 08:00"))["hours"]
    [special] = json_ld(response)["MedicalClinic"]["specialOpeningHoursSpecification"]
    assert (special["validFrom"], special["opens"], special["closes"]) == ("2026-11-24", "08:30", "12:00")


def test_closure_of_the_whole_day_replaces_the_holiday(client, thanksgiving):
    close("2026-11-26 00:00", "2026-11-28 00:00", "staff")
    banner = words(soup(client.get("/")).select_one(".banner"))
    assert "Thanksgiving" not in banner
    assert "Closed because staff are away: Thursday, November 26 – Friday, November 27." in banner


def test_closures_in_a_row_make_one_note(client, thanksgiving, time):
    close("2026-11-27 00:00", "2026-11-28 00:00", "staff")
    time("2026-11-26 10:00")
    notice = soup(client.get("/contact-us/")).select_one(".form__notice")
    assert words(notice).count("We are closed until") == 1
    assert NOTE in shown(notice, at("2026-11-27 23:59"))
    assert NOTE not in shown(soup(client.get("/contact-us/")).select_one(".form__notice"), at("2026-11-28 00:00"))


def test_special_hours_replace_week_and_holiday(client, thanksgiving):
    SpecialHours.objects.create(
        starts_at=at("2026-11-26 00:00"), ends_at=at("2026-11-27 00:00"), opens=T(9), closes=T(12)
    )
    response = client.get(LOCATION)
    page = soup(response)
    assert page.select_one(".banner") is None
    assert "Thu November 26: 9:00 am – 12:00 pm" in words(page.main.select_one(".week"))
    assert "Thursday, November 26: open 9:00 am – 12:00 pm" in words(page.select_one(".closures"))
    assert "Closed now, opens Thursday 9:00 am" in page.select_one("open-now[data-lines]")["data-lines"]
    [special] = json_ld(response)["MedicalClinic"]["specialOpeningHoursSpecification"]
    assert (special["validFrom"], special["opens"], special["closes"]) == ("2026-11-26", "09:00", "12:00")


@pytest.mark.slow
def test_closure_of_another_location_names_its_town_and_leaves_the_main_hours(client, time):
    other = make_location(observed_holidays=["thanksgiving"])
    for _person in range(2):  # two people enter the same closure
        close("2026-11-24 00:00", "2026-11-25 00:00", location=other)
    page = soup(client.get(LOCATION))
    assert [words(line) for line in page.select(".banner__line")] == [
        "Conway: Closed because of the weather: Tuesday, November 24. We open again Wednesday, November 25, 8:30 am.",
        f"Conway: {BANNER}",
    ]
    assert "November 24" not in words(page.main)
    conway = soup(client.get("/locations/conway/"))
    assert "Tue November 24: Closed because of the weather" in words(conway.main.select_one(".week"))
    assert "Thursday, November 26: Closed for Thanksgiving" in words(conway.select_one(".closures"))
    for shown in (conway, page):  # the element in the header has the lines of the page's own location
        assert [bool(element.get("data-lines")) for element in shown.select("open-now")] == [True, False]


@pytest.mark.slow
def test_closure_of_all_locations_says_when_each_opens_again(client, thanksgiving):
    make_location(opens="09:30", observed_holidays=["thanksgiving"])
    for address in ("/", LOCATION, "/locations/conway/"):
        [line] = soup(client.get(address)).select(".banner__line")
        assert words(line) == (
            f"{CLOSED}: Thursday, November 26. Russellville opens again Monday, November 30, 8:30 am. "
            "Conway opens again Monday, November 30, 9:30 am."
        )


@pytest.mark.slow
def test_note_beside_a_form_names_the_town_that_is_closed(client, thanksgiving):
    conway = make_location()
    note = soup(client.get("/contact-us/")).select_one(".form__notice")
    assert f"Russellville: {NOTE}" in words(note)
    assert "Conway" not in words(note)
    conway.observed_holidays = ["thanksgiving"]
    publish(conway)
    note = words(soup(client.get("/contact-us/")).select_one(".form__notice"))
    assert NOTE in note
    assert "Russellville" not in note


@pytest.mark.slow
def test_header_names_the_town_that_is_open_now_only_where_there_are_several(client, time):
    def towns():
        return [element.get("data-town") for element in soup(client.get("/")).select("open-now")]

    assert set(towns()) == {None}
    make_location()
    assert towns() == ["Russellville", None, None]


def announce(text="Free flu shots", **values):
    values = {"starts_at": at("2026-11-23 08:00"), "ends_at": at("2026-11-24 17:00"), **values}
    return Announcement.objects.create(text=text, **values)


def test_announcement_is_shown_from_its_start_to_its_end(client, time):
    announce()
    response = client.get("/privacy/")
    for moment, text in (("2026-11-24 16:59", "Free flu shots"), ("2026-11-24 17:00", "")):
        assert parts(response, at(moment))["banner"] == text
    time("2026-11-24 17:00")
    assert soup(client.get("/privacy/")).select_one(".banner") is None


def test_announcement_for_the_home_page_is_not_on_other_pages(client, time):
    announce(place="home")
    assert soup(client.get("/")).select_one(".banner")
    assert soup(client.get("/privacy/")).select_one(".banner") is None


def test_urgent_announcement_comes_first(client, time):
    announce()
    announce("No power in the building", urgency="urgent")
    lines = soup(client.get("/")).select(".banner__line")
    assert [words(line) for line in lines] == ["No power in the building", "Free flu shots"]
    assert ["banner__line--urgent" in line["class"] for line in lines] == [True, False]


@pytest.mark.slow
def test_english_text_on_a_spanish_page_is_marked_as_english(client, home, time):
    translate(home)
    announcement = announce()
    close("2026-11-24 00:00", "2026-11-25 00:00", text="The road is icy.")
    page = soup(client.get("/es/"))
    assert {words(part) for part in page.select(".banner [lang=en]")} == {"Free flu shots", "The road is icy."}
    announcement.spanish_text = "Vacunas gratis"
    announcement.save()
    assert [words(part) for part in soup(client.get("/es/")).select(".banner [lang=en]")] == ["The road is icy."]
    assert not soup(client.get("/")).select(".banner [lang]")


@pytest.mark.slow
def test_announcement_links_to_a_page_and_to_its_translation(client, home, time):
    privacy = Page.objects.get(slug="privacy", locale__language_code="en").specific
    announce(page=privacy)
    announce("Weather", url="https://www.weather.gov/lzk/")
    links = soup(client.get("/")).select(".banner a")
    assert {link["href"] for link in links} == {"/privacy/", "https://www.weather.gov/lzk/"}
    translate(home)
    translate(privacy)
    assert soup(client.get("/es/")).select_one('.banner a[href="/es/privacy/"]')
    privacy.unpublish()
    assert soup(client.get("/")).select_one('.banner a[href="/privacy/"]') is None


def test_text_of_an_announcement_is_escaped(client, time):
    announce("<script>alert(1)</script>")
    assert b"<script>alert(1)" not in client.get("/").content


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [("2026-11-24 12:00", 60), ("2026-11-24 16:59", 60), ("2026-11-24 23:59", 60), ("2026-11-24 09:00", 60)],
)
def test_page_is_stored_for_a_minute_at_most(client, time, moment, seconds):
    time(moment)
    assert client.get("/")["Cache-Control"] == f"public, max-age=0, s-maxage={seconds}"


def test_page_is_not_stored_past_the_moment_at_which_it_changes(client, time, monkeypatch):
    announce()
    now = at("2026-11-24 17:00") - datetime.timedelta(seconds=20)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert client.get("/")["Cache-Control"] == "public, max-age=0, s-maxage=20"
    midnight = at("2026-11-25 00:00") - datetime.timedelta(seconds=5)
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    assert client.get("/")["Cache-Control"] == "public, max-age=0, s-maxage=5"


def test_next_change_is_the_first_one(thanksgiving, time):
    def next_change():
        site = SiteContext()
        assert site.next_change is None
        site.schedule.closed_notes(site.towns)
        return site.next_change

    assert next_change() == at("2026-11-24 00:00")
    announcement = announce()
    assert next_change() == at("2026-11-24 00:00")
    announcement.ends_at = at("2026-11-23 11:00")
    announcement.save()
    assert next_change() == at("2026-11-23 11:00")
    time("2026-11-25 10:00")
    assert next_change() == at("2026-11-25 16:30")  # the note beside the form begins


def test_page_has_the_same_bytes_all_day(client, thanksgiving, time):
    morning = client.get("/").content
    time("2026-11-23 21:00")
    assert client.get("/").content == morning


def test_closures_cost_one_query_however_many_there_are(thanksgiving, time, django_assert_num_queries):
    for day in range(24, 29):
        close(f"2026-11-{day} 00:00", f"2026-11-{day} 10:00")
        announce(f"Announcement {day}")
    site = SiteContext()
    assert site.location
    with django_assert_num_queries(1):
        assert len(site.schedule.banner(site.all_towns, is_home=True)) == 11
        assert site.schedule.days(site.location)
        assert site.schedule.open_now(site.location)
