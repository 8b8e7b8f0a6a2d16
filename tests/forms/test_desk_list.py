"""The list of messages: columns, filters, search, pages, and the menu item and dashboard panel that link to it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms.inbox.desk import actions
from forms.inbox.desk.views.listing import MessagesView
from forms.models import Form, Message
from pages.models import LocationPage
from tests.exports import rows_of
from tests.factories import answer, answers_by_meaning, attach, make_form, make_message, publish
from tests.html import soup, words

pytestmark = pytest.mark.sql

LIST = "/admin/messages/"


def table(page):
    """Return the rows of the list, each a dict of texts by the heading of the column."""
    headings = [words(one) for one in page.select("#listing-results th")]
    lines = page.select("#listing-results tbody tr")
    return [dict(zip(headings, map(words, line.find_all("td")), strict=True)) for line in lines]


def rows(client, address=LIST, **filters):
    return table(soup(client.get(address, filters)))


def references(client, **filters):
    return [row["Reference"] for row in rows(client, **filters)]


def find(client, text, **filters):
    """Search the list and return the references of the messages found."""
    address = reverse("desk:search") + ("?" + "&".join(f"{k}={v}" for k, v in filters.items()) if filters else "")
    return [row["Reference"] for row in table(soup(client.post(address, {"q": text}, follow=True)))]


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_shows_sender_time_form_language_status_and_owner(desk):
    form = make_form()
    sent_at = datetime.datetime(2026, 7, 4, 18, 5, tzinfo=datetime.UTC)
    make_message(form, reference="AAAA-2222", language="es", owner=desk.user, sent_at=sent_at, status="done")
    assert rows(desk) == [
        {
            "": "",
            "Reference": "AAAA-2222",
            "From": "Test Patient",
            "Message": "It hurts.",
            "Waiting (clinic hours)": "",
            "Sent": "July 4, 2026, 1:05 p.m. CDT",
            "Form": "Write to Us Spanish",
            "Status": "Done",
            "Owner": "dana",
        }
    ]


def test_shows_topic_and_first_words_on_one_line_and_the_number_of_files(desk, private):
    answers = answers_by_meaning(topic="Billing", message="First line.\n\nSecond line. " + "word " * 50)
    attach(make_message(answers=answers))
    [row] = rows(desk)
    assert row["Message"].startswith("Files: 1 Billing First line. Second line. word word")
    assert row["Message"].endswith("…")
    assert len(row["Message"]) < 120


def test_shows_the_first_long_answer_of_a_form_without_a_message_field(desk):
    make_message(answers=[answer("name", "Ana", meaning="name"), answer("why", "My neck.", kind="multiline")])
    assert rows(desk)[0]["Message"] == "My neck."


def test_shows_the_email_address_of_a_sender_without_a_name(desk):
    make_message(answers=[answer("email", "test@example.com", meaning="email")])
    assert rows(desk)[0]["From"] == "test@example.com"


def test_shows_who_wrote_before(desk):
    answers = answers_by_meaning(email="Test@example.com", phone="(479) 555-0100")
    make_message(reference="OTHE-2222", sent_at=days_ago(8))
    make_message(answers=answers, reference="OLDE-2222", sent_at=days_ago(3))
    make_message(answers=answers_by_meaning(email="test+1@EXAMPLE.com"), reference="MAIL-2222", sent_at=days_ago(2))
    make_message(answers=answers_by_meaning(phone="+1 479 555 0100"), reference="CALL-2222")
    marked = {row["Reference"] for row in rows(desk) if "Wrote before" in row["From"]}
    assert marked == {"MAIL-2222", "CALL-2222"}


def test_shows_the_last_contact(desk):
    message = make_message()
    for kind in ("no_answer", "spoke"):
        actions.record_contact(message, desk.user, kind)
    status = rows(desk)[0]["Status"]
    assert status.startswith("In progress Called, spoke, dana, ")
    assert "no answer" not in status


def test_shows_messages_of_deleted_forms_with_the_name_of_the_form(desk):
    form = make_form(title="Ask a Nurse")
    make_message(form)
    form.delete()
    make_message()
    assert {row["Form"] for row in rows(desk)} == {"Ask a Nurse", "An old form"}


def test_shows_the_name_of_a_form_in_english(desk):
    form = make_form()
    make_message(form, language="es")
    assert rows(desk)[0]["Form"] == "Write to Us Spanish"


def test_message_that_no_key_can_decrypt_is_listed_with_an_explanation(desk, settings):
    make_message()
    settings.MESSAGE_KEYS = ["another key"]
    assert rows(desk)[0]["From"] == "Cannot be opened: its key is missing"


def test_shows_verification_and_verdicts_of_files_beside_the_status(desk, private):
    attach(make_message(verification="unverified"), verdict="waiting")
    attach(make_message(), verdict="infected")
    attach(make_message(), verdict="clean")
    make_message(is_held=True)
    assert [row["Status"] for row in rows(desk)] == [
        "New Unverified File: Waiting for the virus scanner",
        "New File: Infected",
        "New",
        "New On hold",
    ]


def test_is_sorted_by_time_sent(desk):
    for reference, days in (("OLDE-2222", 2), ("NEWE-2222", 0), ("MIDD-2222", 1)):
        make_message(reference=reference, sent_at=days_ago(days))
    assert references(desk, ordering="-sent_at") == ["NEWE-2222", "MIDD-2222", "OLDE-2222"]
    assert references(desk, ordering="sent_at") == ["OLDE-2222", "MIDD-2222", "NEWE-2222"]


@pytest.fixture
def every_kind():
    """Messages of every kind that the order of work distinguishes."""
    today = timezone.localdate()
    for reference, days, values in (
        ("DONE-2222", 9, {"status": "done"}),
        ("DONE-3333", 8, {"status": "done"}),
        ("LATE-2222", 7, {"status": "in_progress", "reminder_on": today + datetime.timedelta(days=1)}),
        ("WAIT-2222", 6, {}),
        ("WAIT-3333", 5, {"status": "in_progress"}),
        ("REMI-2222", 4, {"status": "in_progress", "reminder_on": today}),
        ("REMI-3333", 3, {"status": "done", "reminder_on": days_ago(1).date()}),
    ):
        make_message(reference=reference, sent_at=days_ago(days), **values)


@pytest.mark.slow
def test_reminders_come_first_then_who_waits_longest_and_finished_messages_last(desk, every_kind):
    work = ["REMI-2222", "REMI-3333", "WAIT-2222", "WAIT-3333", "LATE-2222"]
    assert references(desk) == [*work, "DONE-3333", "DONE-2222"]
    assert references(desk, waits="open") == work
    assert references(desk, waits="due") == ["REMI-2222", "REMI-3333"]
    shortest_first = ["REMI-3333", "REMI-2222", "WAIT-3333", "WAIT-2222", "LATE-2222", "DONE-3333", "DONE-2222"]
    assert references(desk, ordering="-waiting") == shortest_first


@pytest.mark.slow
def test_links_above_the_list_show_counts_and_lead_to_as_many_messages(desk, every_kind):
    make_message(reference="SPAM-2222", status="spam")
    make_message(reference="MINE-2222", owner=desk.user, status="in_progress")
    page = soup(desk.get(LIST, {"waits": "open"}))
    links = {words(link): link for link in page.select(".desk-links a")}
    assert list(links) == [
        "To do 6",
        "Mine to do 1",
        "New 1",
        "Reminder is due 2",
        "More than one working day 4",
        "Done 3",
        "Spam 1",
        "All but spam 8",
    ]
    assert [text for text, link in links.items() if link.get("aria-current")] == ["To do 6"]
    for text, link in links.items():
        assert len(table(soup(desk.get(link["href"])))) == int(text.split()[-1]), text


def test_shows_how_long_a_message_has_waited_in_clinic_hours(log_in, clock):
    clock.move_to(datetime.datetime(2027, 3, 2, 15, 0, tzinfo=timezone.get_default_timezone()))  # a Tuesday
    make_message(sent_at=clock.now() - datetime.timedelta(minutes=40))
    make_message(sent_at=clock.now() - datetime.timedelta(days=1))
    make_message(sent_at=clock.now() - datetime.timedelta(days=1), status="done")
    week = {day: {"status": "open", "opens": "08:00", "closes": "17:00"} for day in ("monday", "tuesday")}
    page = LocationPage.objects.get(slug="russellville", locale__language_code="en")
    page.hours = [("week", {**page.hours[0].value, **week})]
    publish(page)
    desk = log_in("Front desk")
    assert [row["Waiting (clinic hours)"] for row in rows(desk)] == ["9 h", "40 min", ""]


@pytest.mark.slow
def test_spam_is_listed_separately_and_can_be_found(desk):
    make_message(reference="GOOD-2222")
    make_message(reference="SPAM-2222", status="spam")
    make_message(reference="SUSP-2222", verification="suspected")
    make_message(reference="SEEN-2222", verification="suspected", status="in_progress")
    assert references(desk) == ["GOOD-2222", "SEEN-2222"]
    assert references(desk, box="spam") == ["SUSP-2222", "SPAM-2222"]
    assert len(references(desk, box="all")) == 4
    assert references(desk, status="spam") == ["SPAM-2222"]
    assert find(desk, "SPAM2222") == ["SPAM-2222"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"status": "done"}, "MINE-2222"),
        ({"language": "es"}, "SPAN-2222"),
        ({"owner": "me"}, "MINE-2222"),
        ({"owner": "somebody"}, "MINE-2222 SOME-2222"),
        ({"owner": "nobody"}, "SPAN-2222 HELD-2222 OLDE-2222"),
        ({"verification": "unverified"}, "SOME-2222"),
        ({"is_held": "True"}, "HELD-2222"),
        ({"is_held": "False", "owner": "nobody"}, "SPAN-2222 OLDE-2222"),
        ({"sent_at_to": "2026-01-31"}, "OLDE-2222"),
        ({"sent_at_from": "2026-01-31", "sent_at_to": "2026-01-31"}, "OLDE-2222"),
        ({"sent_at_from": "2026-02-01"}, "MINE-2222 SOME-2222 SPAN-2222 HELD-2222"),
        ({"waits": "yes"}, "HELD-2222 OLDE-2222"),
    ],
)
def test_is_filtered(desk, editor, filters, expected):
    long_ago = datetime.datetime(2026, 1, 31, 23, 0, tzinfo=timezone.get_default_timezone())
    make_message(reference="OLDE-2222", sent_at=long_ago)
    make_message(reference="HELD-2222", is_held=True, sent_at=days_ago(9), status="in_progress")
    make_message(reference="SPAN-2222", language="es")
    make_message(reference="SOME-2222", owner=editor, verification="unverified")
    make_message(reference="MINE-2222", owner=desk.user, status="done")
    assert set(references(desk, **filters)) == set(expected.split())


@pytest.mark.slow
def test_filter_by_form_includes_every_language(desk):
    form, other = make_form(), make_form(title="Refer a Patient")
    make_message(form, reference="ENGL-2222")
    make_message(form, reference="SPAN-2222", language="es")
    make_message(other, reference="REFE-2222")
    assert references(desk, form=form.translation_key) == ["ENGL-2222", "SPAN-2222"]
    other.delete()
    assert references(desk, form=other.translation_key) == ["REFE-2222"]


@pytest.mark.slow
def test_is_searched_by_sender_words_and_reference(desk):
    make_message(reference="AAAA-2222", name="Test Patient One", text="My neck is stiff.")
    make_message(reference="BBBB-2222", name="Test Patient Two", text="My knee is stiff.", status="done")
    assert find(desk, "patient one") == ["AAAA-2222"]
    assert find(desk, "STIFF test") == ["AAAA-2222", "BBBB-2222"]
    assert find(desk, "bbbb2222") == ["BBBB-2222"]
    assert find(desk, "stiff", status="done") == ["BBBB-2222"]
    assert find(desk, "elbow") == []
    assert find(desk, "") == ["AAAA-2222", "BBBB-2222"]


def test_is_searched_by_the_words_of_notes(desk):
    message = make_message(reference="AAAA-2222", text="My neck is stiff.")
    desk.post(reverse("desk:note", args=[message.pk]), {"text": "Left a voicemail for Łukasz."})
    desk.post(reverse("desk:note", args=[message.pk]), {"text": "Called again."})
    assert find(desk, "voicemail neck again") == ["AAAA-2222"]
    assert find(desk, "lukasz") == ["AAAA-2222"]


def test_search_text_is_in_no_url(desk):
    make_message(name="Zacharias Test")
    response = desk.post(reverse("desk:search"), {"q": "Zacharias"})
    assert "achar" not in response["Location"].lower()
    page = soup(desk.get(response["Location"]))
    assert page.select_one("#desk-search")["value"] == "Zacharias"
    addresses = [one.get("href") or one.get("action") for one in page.select("[href], [action]")]
    assert not [address for address in addresses if "zachar" in (address or "").lower()]


def test_search_that_no_key_can_decrypt_finds_nothing_and_says_so(desk):
    make_message()
    response = desk.get(LIST, {"search": "nonsense"})
    assert rows(desk, search="nonsense") == []
    assert "can no longer be read" in response.content.decode()


def test_search_is_preserved_when_filters_change(desk):
    response = desk.get(desk.post(reverse("desk:search"), {"q": "stiff"})["Location"])
    assert soup(response).select_one('.w-slim-header__search-form input[name="search"]')["value"]


@pytest.mark.slow
def test_shows_50_at_a_time(desk):
    for _number in range(51):
        make_message()
    assert len(rows(desk)) == 50
    assert len(rows(desk, p=2)) == 1


@pytest.mark.parametrize("number", [0, 7, 8, 22])
@pytest.mark.parametrize("ordering", ["sent_at", "-sent_at", "waiting"])
def test_pages_hold_every_message_once_and_in_order(desk, monkeypatch, number, ordering):
    monkeypatch.setattr(MessagesView, "paginate_by", 7)
    for place in range(number):
        make_message(sent_at=days_ago(place // 3), status="done" if ordering == "waiting" and place % 2 else "new")
    pages = range(1, max(1, -(-number // 7)) + 1)
    listed = [references(desk, p=page, ordering=ordering) for page in pages]
    if ordering == "waiting":
        expected = [*Message.objects.filter(status="new").order_by("sent_at", "pk")]
        expected += Message.objects.filter(status="done").order_by("-sent_at", "-pk")
    else:
        expected = Message.objects.order_by(ordering, ordering.replace("sent_at", "pk"))
    assert [reference for page in listed for reference in page] == [message.reference for message in expected]
    assert all(len(page) == 7 for page in listed[:-1])


def test_last_page_is_queried_without_an_offset(desk, monkeypatch):
    monkeypatch.setattr(MessagesView, "paginate_by", 2)
    for _number in range(9):
        make_message()
    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST, {"p": 5, "ordering": "-sent_at"})
    assert not any("OFFSET" in query["sql"] for query in captured.captured_queries)


@pytest.mark.slow
def test_makes_as_many_queries_with_many_messages_as_with_few(desk, private):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    def message(**values):
        answers = answers_by_meaning(name="Test Patient", email="test@example.com", phone="479-555-0100", message="Hm")
        message = make_message(answers=answers, owner=desk.user, **values)
        attach(message, verdict="waiting")
        actions.record_contact(message, desk.user, "spoke")

    message()
    message(status="done")
    message(status="done", reminder_on=timezone.localdate())
    queries()
    before = queries()
    for _number in range(10):
        message()
        message(status="done")
    assert len(rows(desk)) == 23
    assert queries() == before
    assert before < 44


def test_names_in_answers_are_text_not_html(desk):
    make_message(name="<b>Test</b>")
    assert "&lt;b&gt;Test" in desk.get(LIST).content.decode()
    assert rows(desk)[0]["From"] == "<b>Test</b>"


def menu(client):
    """Return the JSON of the admin's menu, which a script renders."""
    return re.search(r'id="wagtail-sidebar-props".*?</script>', client.get("/admin/").content.decode(), re.DOTALL)[0]


def test_menu_shows_the_number_of_new_messages(desk):
    assert '"Messages"' in menu(desk)
    make_message()
    make_message(status="done")
    make_message(verification="suspected")
    assert "Messages (1 new)" in menu(desk)
    for _number in range(100):
        make_message()
    assert "Messages (99+ new)" in menu(desk)


def test_menu_and_panel_are_not_shown_to_marketing(log_in):
    make_message()
    page = log_in("Marketing").get("/admin/").content.decode()
    assert "messages-section" not in page
    assert LIST not in page


def test_panel_links_to_new_messages_and_to_overdue_ones(desk):
    make_message(reference="NEWE-2222")
    make_message(reference="OLDE-2222", status="in_progress", sent_at=days_ago(5))
    make_message(reference="DONE-2222", status="done", sent_at=days_ago(5))
    new, waiting = soup(desk.get("/admin/")).select("#waiting-section li:has(a[href*='/messages/'])")
    assert words(new) == "New messages: 1"
    assert words(waiting) == "Messages not done after more than one working day: 1"
    new, waiting = new.a, waiting.a
    assert [row["Reference"] for row in table(soup(desk.get(new["href"])))] == ["NEWE-2222"]
    assert [row["Reference"] for row in table(soup(desk.get(waiting["href"])))] == ["OLDE-2222"]


def test_panel_links_to_messages_whose_reminder_is_due(desk, every_kind):
    line = soup(desk.get("/admin/")).select_one("#waiting-section li:has(a[href*='waits=due'])")
    assert words(line) == "Messages whose reminder is due: 2"
    assert len(table(soup(desk.get(line.a["href"])))) == 2


@pytest.mark.slow
def test_panel_has_no_line_for_messages_when_nothing_is_new(desk):
    assert "/admin/messages/" not in str(soup(desk.get("/admin/")).select_one("#waiting-section"))


def test_export_keeps_the_filters_and_the_search(desk):
    make_message(reference="AAAA-2222", text="stiff", status="done")
    address = desk.post(f"{reverse('desk:search')}?status=done", {"q": "stiff"})["Location"]
    link = soup(desk.get(address)).select_one('a[href*="export/csv"]')["href"]
    assert Message.objects.count() == 1
    assert b"AAAA-2222" in b"".join(desk.get(link).streaming_content)
    assert b"AAAA-2222" not in b"".join(desk.get(link.replace("status=done", "status=new")).streaming_content)


@pytest.mark.slow
def test_export_is_a_visible_button_with_the_number_of_messages(desk):
    make_message()
    make_message(status="done")
    make_message(status="spam")
    for filters, count in (({}, 2), ({"status": "done"}, 1), ({"box": "all"}, 3)):
        button = soup(desk.get(LIST, filters)).select_one(".desk-tools .desk-export a")
        assert words(button) == f"Export for Excel, CSV (messages: {count})"
        content = b"".join(desk.get(button["href"]).streaming_content)
        assert len(rows_of(content, "csv")) == count


def test_panel_names_the_forms_that_notify_nobody(desk):
    def named():
        text = words(soup(desk.get("/admin/")).select_one("#waiting-section"))
        return re.findall("The form “([^”]+)” notifies nobody by mail", text)

    assert named() == ["Contact Us", "Referral Form for Physicians’ Offices"]
    Form.objects.filter(name="Contact Us").update(notified="desk@clinic.example")
    assert named() == ["Referral Form for Physicians’ Offices"]
    Form.objects.update(notified="desk@clinic.example")
    assert named() == []
