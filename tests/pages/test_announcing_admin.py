"""Staff announce closures, special hours and announcements, and end them, without any right to edit pages."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from home.seed.groups import ANNOUNCEMENTS
from pages.models import Announcement, Closure, LocationPage, SpecialHours, TimedEntry
from tests.html import soup, words
from tests.pages.opening_table import T, at

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

PREFIXES = ("admin/closures/", "admin/special-hours/", "admin/announcements/", "admin/announced/")
MODELS = ("closure", "specialhours", "announcement")
CLOSURE = {"first_day": "2026-11-24", "kind": "weather"}
ANNOUNCEMENT = {"text": "Closed today for snow", "ends_at": "2026-11-23T18:00", "urgency": "normal"}


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    now = at("2026-11-23 09:00")
    monkeypatch.setattr(timezone, "now", lambda: now)


def views(resolver=None, prefix="", namespace=""):
    """Yield name and arguments of each view below our addresses."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from views(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and route.startswith(PREFIXES):
            yield f"{namespace}{pattern.name}", list(pattern.pattern.converters)


VIEWS = dict(views())
OF_MODEL = {"index", "index_results", "add", "edit", "delete", "history", "history_results", "usage"}


def entries():
    """Create one entry of each kind and return them by the namespace of their views."""
    span = {"starts_at": at("2026-11-23 08:00"), "ends_at": at("2026-11-24 00:00")}
    return {
        "closures": Closure.objects.create(kind="weather", **span),
        "special_hours": SpecialHours.objects.create(opens=T(9), closes=T(12), **span),
        "announcements": Announcement.objects.create(text="Snow", **span),
    }


def test_table_of_roles_has_every_view():
    names = {f"{namespace}:{name}" for namespace in ("closures", "special_hours", "announcements") for name in OF_MODEL}
    assert set(VIEWS) == names | {"end_entry"}


@pytest.mark.parametrize(
    ("group", "is_open"), [("Front desk", True), ("Marketing", True), ("Nobody", False), (None, False)]
)
@pytest.mark.slow
def test_front_desk_and_marketing_announce_and_others_do_not(client, log_in, group, is_open):
    """Every view of the resolver in every role. A refused user is sent to another page of the admin."""
    rows = entries()
    if group:
        client = log_in("Front desk" if group == "Nobody" else group)
    if group == "Nobody":
        client.user.groups.first().permissions.filter(content_type__app_label="pages").delete()
    for name, arguments in VIEWS.items():
        row = rows.get(name.partition(":")[0], rows["closures"])
        url = reverse(name, args=[row.pk] if arguments else [])
        if name == "end_entry":
            continue
        assert ((client.get(url).status_code == 200), name) == (is_open, name)
    assert client.get(reverse("end_entry", args=[rows["closures"].pk])).status_code in (302, 405)
    client.post(reverse("end_entry", args=[rows["closures"].pk]))
    rows["closures"].refresh_from_db()
    assert (rows["closures"].ends_at == at("2026-11-23 09:00")) == is_open


@pytest.mark.slow
def test_front_desk_closes_a_day_with_three_fields(desk, client):
    form = soup(desk.get(reverse("closures:add")))
    assert form.select_one("#id_first_day")["value"] == "2026-11-23"
    assert form.select_one("#id_first_day")["type"] == "date"
    assert form.select_one("#id_location") is None  # there is one location
    response = desk.post(reverse("closures:add"), CLOSURE, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert "Closed because of the weather: Tuesday, November 24" in words(soup(response).select_one(".messages"))
    closure = Closure.objects.get()
    assert (closure.starts_at, closure.ends_at) == (at("2026-11-24 00:00"), at("2026-11-25 00:00"))
    assert "Closed because of the weather: Tuesday, November 24." in words(soup(client.get("/")).select_one(".banner"))
    entry = ModelLogEntry.objects.get(action="wagtail.create", content_type__model="closure")
    assert entry.user == desk.user


@pytest.mark.parametrize(
    ("fields", "starts", "ends"),
    [
        ({"last_day": "2026-11-25"}, "2026-11-24 00:00", "2026-11-26 00:00"),
        ({"from_time": "12:00"}, "2026-11-24 12:00", "2026-11-25 00:00"),
        ({"until_time": "10:00"}, "2026-11-24 00:00", "2026-11-24 10:00"),
        (
            {"last_day": "2026-11-25", "from_time": "12:00", "until_time": "10:00"},
            "2026-11-24 12:00",
            "2026-11-25 10:00",
        ),
    ],
)
def test_closure_lasts_as_the_fields_say_and_the_form_shows_them_again(desk, fields, starts, ends):
    desk.post(reverse("closures:add"), CLOSURE | fields)
    closure = Closure.objects.get()
    assert (closure.starts_at, closure.ends_at) == (at(starts), at(ends))
    form = soup(desk.get(reverse("closures:edit", args=[closure.pk])))
    values = {name: form.select_one(f"#id_{name}").get("value", "") for name in ("last_day", "from_time", "until_time")}
    assert values == {"last_day": "", "from_time": "", "until_time": ""} | fields


@pytest.mark.parametrize(
    ("url", "fields", "error"),
    [
        ("closures:add", {"first_day": "tomorrow"}, "Enter a valid date."),
        ("closures:add", {"last_day": "2026-11-20"}, "The last day is before the first."),
        ("closures:add", {"first_day": "2026-11-20"}, "This is over. Choose a later day."),
        ("closures:add", {"from_time": "5 PM"}, "Enter a valid time."),
        ("closures:add", {"from_time": "12:00", "until_time": "11:00"}, "It ends before it starts."),
        ("closures:add", {"kind": ""}, "This field is required."),
        ("closures:add", {"spanish_text": "Hola"}, "Write the English text too"),
        ("closures:add", {"first_day": "2027-03-14", "from_time": "02:30"}, "may not exist"),
        ("special_hours:add", {"opens": "12:00", "closes": "09:00"}, "It closes before it opens."),
        ("announcements:add", {"text": ""}, "This field is required."),
        ("announcements:add", {"ends_at": "2026-11-23T08:00"}, "This is over. Choose a later time."),
        ("announcements:add", {"starts_at": "2026-11-24T08:00"}, "It ends before it starts."),
        ("announcements:add", {"ends_at": "2027-11-07T01:30"}, "may be ambiguous"),
        ("announcements:add", {"place": "attic"}, "Select a valid choice."),
    ],
)
def test_contradiction_is_refused_with_a_sentence(desk, url, fields, error):
    base = CLOSURE | ANNOUNCEMENT | {"opens": "09:00", "closes": "12:00", "place": "everywhere", "spanish_text": ""}
    if url == "closures:add":
        base["text"] = ""
    response = desk.post(reverse(url), base | fields)
    assert response.status_code == 200
    assert error in words(soup(response))
    assert not TimedEntry.objects.exists()


def test_front_desk_announces_something_with_three_fields(desk, client):
    form = soup(desk.get(reverse("announcements:add")))
    assert form.select_one("#id_ends_at")["value"] == "2026-11-23T23:59"
    fields = ANNOUNCEMENT | {"spanish_text": "Cerrado hoy por nieve", "place": "everywhere", "page": "", "url": ""}
    assert desk.post(reverse("announcements:add"), fields).status_code == 302
    announcement = Announcement.objects.get()
    assert (announcement.starts_at, announcement.ends_at) == (at("2026-11-23 09:00"), at("2026-11-23 18:00"))
    assert words(soup(client.get("/privacy/")).select_one(".banner")) == "Closed today for snow"


def test_times_are_those_of_the_clinic_for_a_user_in_another_time_zone(desk):
    profile = UserProfile.get_for_user(desk.user)
    profile.current_time_zone = "Europe/London"
    profile.save()
    desk.post(reverse("announcements:add"), ANNOUNCEMENT | {"place": "everywhere"})
    announcement = Announcement.objects.get()
    assert announcement.ends_at == at("2026-11-23 18:00")
    form = soup(desk.get(reverse("announcements:edit", args=[announcement.pk])))
    assert form.select_one("#id_ends_at")["value"] == "2026-11-23T18:00"


@pytest.mark.slow
def test_dashboard_shows_what_is_announced_and_ends_it_with_one_tap(desk, client):
    LocationPage.objects.update(observed_holidays=["thanksgiving"])
    rows = entries()
    desk.post(reverse("closures:add"), CLOSURE | {"first_day": "2026-12-01"})
    panel = soup(desk.get("/admin/")).select_one(".announcing__entries")
    assert "Closed because of the weather: Monday, November 23" in words(panel)
    assert "Closed for Thanksgiving: Thursday, November 26" in words(panel)
    assert [words(button).split(" ")[0] for button in panel.select("button")] == ["End", "End", "End", "Remove"]
    for row in rows.values():
        response = desk.post(reverse("end_entry", args=[row.pk]), follow=True)
        assert "no longer have" in words(soup(response).select_one(".messages"))
        row.refresh_from_db()
        assert row.ends_at == at("2026-11-23 09:00")
    assert soup(client.get("/")).select_one(".banner__line:not([hidden])") is None or "Snow" not in words(
        soup(client.get("/")).select_one(".banner")
    )
    later = Closure.objects.get(starts_at=at("2026-12-01 00:00"))
    desk.post(reverse("end_entry", args=[later.pk]))
    assert not TimedEntry.objects.filter(pk=later.pk).exists()
    again = desk.post(reverse("end_entry", args=[later.pk]), follow=True)
    assert "It has been removed already." in words(soup(again).select_one(".messages"))
    actions = ModelLogEntry.objects.filter(user=desk.user, content_type__app_label="pages").values_list(
        "action", flat=True
    )
    assert sorted(actions) == ["pages.end"] * 3 + ["wagtail.create", "wagtail.delete"]


def test_dashboard_offers_the_buttons_by_permission(desk, log_in):
    assert len(soup(desk.get("/admin/")).select(".announcing__buttons a")) == 3
    desk.user.groups.first().permissions.filter(content_type__model="closure").delete()
    buttons = soup(desk.get("/admin/")).select(".announcing__buttons a")
    assert [words(button) for button in buttons] == ["Announce something", "Open at other hours"]


def test_location_is_asked_for_if_there_are_several(desk, page_at):
    parent, main = page_at("locations"), page_at("locations/russellville")
    other = main.copy(to=parent, update_attrs={"slug": "conway", "title": "Conway", "city": "Conway"})
    form = soup(desk.get(reverse("closures:add")))
    assert [words(option) for option in form.select("#id_location option")] == [
        "All locations",
        "Russellville",
        "Conway",
    ]
    desk.post(reverse("closures:add"), CLOSURE | {"location": other.pk})
    assert Closure.objects.get().location == other


def test_entry_that_began_this_minute_is_deleted_when_it_is_ended():
    now = timezone.now()
    entry = Announcement.objects.create(text="Oops", starts_at=now, ends_at=now + datetime.timedelta(hours=1))
    assert not entry.end_now()
    assert not TimedEntry.objects.exists()


def test_existing_groups_get_the_permissions_by_the_migration():
    wanted = set(ANNOUNCEMENTS)
    groups = Group.objects.filter(name__in=["Marketing", "Front desk"])
    Permission.objects.filter(content_type__app_label="pages", content_type__model__in=MODELS).delete()
    import_module("pages.migrations.0020_let_staff_announce_closures").give_permissions(apps, None)
    for group in groups:
        own = {f"pages.{codename}" for codename in group.permissions.values_list("codename", flat=True)}
        assert wanted <= own
