"""The audit log: each action on messages is one entry with user and time in Wagtail's log, without message content."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forms.inbox.desk.sealed_search import seal_search
from tests.factories import attach, make_form, make_message
from tests.html import soup, words

pytestmark = pytest.mark.sql

MARKER = "Xanthippe"


@pytest.fixture
def message(private):
    form = make_form()
    message = make_message(form, name=MARKER, text=MARKER, reference="AAAA-2222")
    attach(message, name=f"{MARKER}.pdf")
    return message


def entries():
    return list(ModelLogEntry.objects.filter(action__startswith="site_forms.").order_by("pk"))


def address(message, name, *more):
    return reverse(f"desk:{name}", args=[message.pk, *more])


TOMORROW = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
ACTIONS = [
    ("take", {}, "site_forms.take", {}),
    ("hand_over", {"to": "me", "seen_owner": ""}, "site_forms.hand_over", {"to": "editor"}),
    ("status", {"status": "done", "seen_status": "new"}, "site_forms.status", {"before": "new", "after": "done"}),
    ("hold", {"is_held": "yes"}, "site_forms.hold", {}),
    ("reminder", {"day": TOMORROW}, "site_forms.reminder", {"on": TOMORROW}),
    ("note", {"text": MARKER}, "site_forms.note", {}),
    ("delete", {}, "site_forms.delete", {}),
]


@pytest.mark.parametrize(("name", "values", "action", "data"), ACTIONS)
def test_each_change_is_one_entry_with_who_when_and_what(editor_client, editor, message, name, values, action, data):
    values = {key: editor.pk if value == "me" else value for key, value in values.items()}
    editor_client.post(address(message, name), values)
    [entry] = entries()
    assert (entry.action, entry.user, entry.label, entry.data) == (action, editor, "AAAA-2222", data)
    assert entry.deleted == (name == "delete")


def test_release_and_removed_hold_are_one_entry_each(desk, message):
    desk.post(address(message, "take"))
    desk.post(address(message, "release"), {"seen_owner": desk.user.pk})
    desk.post(address(message, "hold"), {"is_held": "yes"})
    desk.post(address(message, "hold"), {"is_held": "yes"})
    desk.post(address(message, "hold"), {"is_held": "no"})
    done = [entry.action.partition(".")[2] for entry in entries()]
    assert done == ["take", "release", "hold", "lift"]


def test_answer_is_one_entry_with_its_kind_and_one_more_if_it_takes_the_message(desk, message):
    desk.post(address(message, "contact"), {"kind": "spoke"})
    desk.post(address(message, "contact"), {"kind": "mail"})
    assert [(entry.action.partition(".")[2], entry.data) for entry in entries()] == [
        ("take", {}),
        ("contact", {"contact": "spoke"}),
        ("contact", {"contact": "mail"}),
    ]


def test_refused_change_is_not_logged(desk, message):
    desk.post(address(message, "status"), {"status": "done", "seen_status": "spam"})
    assert entries() == []


def test_each_view_of_a_message_is_one_entry(desk, message):
    for _time in range(2):
        desk.get(address(message, "message"))
    assert [(entry.action, entry.user, entry.label) for entry in entries()] == [
        ("site_forms.view", desk.user, "AAAA-2222")
    ] * 2


def test_each_download_is_one_entry_with_the_id_of_the_file(desk, message):
    file = message.attachments.get()
    desk.get(address(message, "file", file.pk))
    [entry] = entries()
    assert (entry.action, entry.data) == ("site_forms.download", {"file": file.pk})


def test_refused_download_is_not_logged_as_a_download(desk, message):
    message.attachments.update(verdict="infected")
    desk.get(address(message, "file", message.attachments.get().pk))
    assert entries() == []


@pytest.mark.parametrize("name", ["list", "list_results"])
@pytest.mark.slow
def test_each_page_of_the_list_is_one_entry_with_count_page_and_names_of_filters(desk, message, name):
    for _number in range(51):
        make_message()
    desk.get(reverse(f"desk:{name}"))
    desk.get(reverse(f"desk:{name}"), {"p": 2, "status": "new", "search": seal_search("It hurts")})
    desk.get(reverse(f"desk:{name}"), {"search": seal_search(MARKER)})
    assert [(entry.action, entry.user, entry.label, entry.data) for entry in entries()] == [
        ("site_forms.list", desk.user, "All messages", {"count": count, "page": page, "filters": filters})
        for count, page, filters in ((50, 1, []), (1, 2, ["status", "search"]), (1, 1, ["search"]))
    ]


@pytest.mark.slow
def test_logging_of_the_list_costs_one_query(desk, message, monkeypatch):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("desk:list"))
        return len(captured)

    queries()
    with_entry = queries()
    monkeypatch.setattr("forms.inbox.desk.views.listing.log_list", lambda *args: None)
    assert with_entry - queries() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_export_is_one_entry_with_count_and_names_of_filters(desk, message, kind):
    filters = {"status": "new", "owner": "nobody", "search": seal_search(MARKER)}
    response = desk.get(reverse(f"desk:export_{kind}"), filters)
    assert b"AAAA-2222" in b"".join(response.streaming_content) or kind == "xlsx"
    [entry] = entries()
    assert entry.data == {"count": 1, "format": kind.upper(), "filters": ["status", "owner", "search"]}


def test_denied_request_is_logged_with_the_reference_or_as_all_messages(log_in, message):
    marketing = log_in("Marketing", name="mark")
    marketing.get(address(message, "message"))
    marketing.get(reverse("desk:list"))
    marketing.get(reverse("desk:message", args=[4711]))
    labels = [(entry.action, entry.user, entry.label) for entry in entries()]
    assert labels == [
        ("site_forms.denied", marketing.user, label) for label in ("AAAA-2222", "All messages", "All messages")
    ]


@pytest.mark.slow
def test_log_contains_no_text_of_a_message(editor_client, editor, message, log_in):
    for name, values, _action, _data in ACTIONS[:-1]:
        editor_client.post(address(message, name), {k: editor.pk if v == "me" else v for k, v in values.items()})
        editor_client.get(address(message, "message"))
    editor_client.get(address(message, "file", message.attachments.get().pk))
    location = editor_client.post(reverse("desk:search"), {"q": MARKER})["Location"]
    editor_client.get(location)
    editor_client.get(location.replace("/messages/?", "/messages/export/csv/?"))
    log_in("Marketing").get(location)
    editor_client.post(address(message, "hold"), {"is_held": "no"})
    editor_client.post(address(message, "delete"))
    logged = json.dumps([[entry.label, entry.data, entry.message, entry.comment] for entry in entries()])
    assert {"list", "note", "download", "export", "denied", "delete"} <= {entry.action[11:] for entry in entries()}
    assert MARKER.lower() not in logged.lower()


@pytest.mark.slow
def test_site_history_describes_each_action_in_a_sentence(editor_client, desk, message):
    desk.get(address(message, "message"))
    desk.post(address(message, "status"), {"status": "done", "seen_status": "new"})
    desk.get(reverse("desk:list"), {"status": "done"})
    desk.get(reverse("desk:export_csv"), {"status": "done"})
    desk.post(address(message, "contact"), {"kind": "spoke"})
    desk.post(address(message, "reminder"), {"day": TOMORROW})
    history = words(soup(editor_client.get("/admin/reports/site-history/")).select_one("#listing-results"))
    for sentence in (
        "AAAA-2222 Message Read dana",
        "Changed the status from “New” to “Done”",
        "Answered: Called, spoke",
        "Set the reminder to ",
        "All messages Message Looked at page 1 of the list, 1 on it, narrowed by: status dana",
        "All messages Message Exported 1 messages as CSV, narrowed by: status dana",
    ):
        assert sentence in history


def test_site_history_links_to_the_message(editor_client, message):
    editor_client.get(address(message, "message"))
    page = soup(editor_client.get("/admin/reports/site-history/"))
    assert page.select_one(f'a[href="{address(message, "message")}"]')


def test_site_history_shows_marketing_no_entries_of_messages(desk, log_in, message):
    desk.get(address(message, "message"))
    assert "AAAA-2222" not in log_in("Marketing").get("/admin/reports/site-history/").content.decode()
