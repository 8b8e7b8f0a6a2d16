"""The list of messages: columns, filters, search, pages, and the menu item and dashboard panel that link to it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms.inbox.desk.views.listing import MessagesView
from forms.models import Form, Message
from tests.factories import answer, attach, make_form, make_message
from tests.html import soup, words

LIST = "/admin/messages/"


def rows(client, address=LIST, **filters):
    """Return the rows of the list, each a list of texts."""
    page = soup(client.get(address, filters))
    return [[words(cell) for cell in row.find_all("td")] for row in page.select("#listing-results tbody tr")]


def references(client, **filters):
    return [row[0] for row in rows(client, **filters)]


def find(client, text, **filters):
    """Search the list and return the references of the messages found."""
    address = reverse("desk:search") + ("?" + "&".join(f"{k}={v}" for k, v in filters.items()) if filters else "")
    response = client.post(address, {"q": text}, follow=True)
    return [words(row.td) for row in soup(response).select("#listing-results tbody tr")]


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_shows_sender_time_form_language_status_and_owner(desk):
    form = make_form()
    sent_at = datetime.datetime(2026, 7, 4, 18, 5, tzinfo=datetime.UTC)
    make_message(form, reference="AAAA-2222", language="es", owner=desk.user, sent_at=sent_at, is_held=True)
    assert rows(desk) == [
        ["AAAA-2222", "Test Patient", "July 4, 2026, 1:05 p.m. CDT", "Write to Us", "Spanish", "New On hold", "dana"]
    ]


def test_shows_the_email_address_of_a_sender_without_a_name(desk):
    make_message(answers=[answer("email", "test@example.com", meaning="email")])
    assert rows(desk)[0][1] == "test@example.com"


def test_shows_messages_of_deleted_forms_with_the_name_of_the_form(desk):
    form = make_form(title="Ask a Nurse")
    make_message(form)
    form.delete()
    make_message()
    assert {row[3] for row in rows(desk)} == {"Ask a Nurse", "An old form"}


def test_shows_the_name_of_a_form_in_english(desk):
    form = make_form()
    make_message(form, language="es")
    assert rows(desk)[0][3] == "Write to Us"


def test_message_that_no_key_can_decrypt_is_listed_with_an_explanation(desk, settings):
    make_message()
    settings.MESSAGE_KEYS = ["another key"]
    assert rows(desk)[0][1] == "Cannot be opened: its key is missing"


def test_shows_verification_and_verdicts_of_files_beside_the_status(desk, private):
    attach(make_message(verification="unverified"), verdict="waiting")
    attach(make_message(), verdict="infected")
    attach(make_message(), verdict="clean")
    assert [row[5] for row in rows(desk)] == [
        "New",
        "New File: Infected",
        "New Unverified File: Waiting for the virus scanner",
    ]


def test_is_sorted_newest_first_or_oldest_first(desk):
    for reference, days in (("OLDE-2222", 2), ("NEWE-2222", 0), ("MIDD-2222", 1)):
        make_message(reference=reference, sent_at=days_ago(days))
    assert references(desk) == ["NEWE-2222", "MIDD-2222", "OLDE-2222"]
    assert references(desk, ordering="sent_at") == ["OLDE-2222", "MIDD-2222", "NEWE-2222"]


def test_spam_is_listed_separately_and_can_be_found(desk):
    make_message(reference="GOOD-2222")
    make_message(reference="SPAM-2222", status="spam")
    make_message(reference="SUSP-2222", verification="suspected")
    make_message(reference="SEEN-2222", verification="suspected", status="in_progress")
    assert references(desk) == ["SEEN-2222", "GOOD-2222"]
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


def test_filter_by_form_includes_every_language(desk):
    form, other = make_form(), make_form(title="Refer a Patient")
    make_message(form, reference="ENGL-2222")
    make_message(form, reference="SPAN-2222", language="es")
    make_message(other, reference="REFE-2222")
    assert references(desk, form=form.translation_key) == ["SPAN-2222", "ENGL-2222"]
    other.delete()
    assert references(desk, form=other.translation_key) == ["REFE-2222"]


def test_is_searched_by_sender_words_and_reference(desk):
    make_message(reference="AAAA-2222", name="Test Patient One", text="My neck is stiff.")
    make_message(reference="BBBB-2222", name="Test Patient Two", text="My knee is stiff.", status="done")
    assert find(desk, "patient one") == ["AAAA-2222"]
    assert find(desk, "STIFF test") == ["BBBB-2222", "AAAA-2222"]
    assert find(desk, "bbbb2222") == ["BBBB-2222"]
    assert find(desk, "stiff", status="done") == ["BBBB-2222"]
    assert find(desk, "elbow") == []
    assert find(desk, "") == ["BBBB-2222", "AAAA-2222"]


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


def test_shows_50_at_a_time(desk):
    for _number in range(51):
        make_message()
    assert len(rows(desk)) == 50
    assert len(rows(desk, p=2)) == 1


@pytest.mark.parametrize("number", [0, 1, 6, 7, 8, 20, 21, 22])
@pytest.mark.parametrize("ordering", ["sent_at", "-sent_at"])
def test_pages_hold_every_message_once_and_in_order(desk, monkeypatch, number, ordering):
    monkeypatch.setattr(MessagesView, "paginate_by", 7)
    for place in range(number):
        make_message(sent_at=days_ago(place // 3))
    pages = range(1, max(1, -(-number // 7)) + 1)
    listed = [references(desk, p=page, ordering=ordering) for page in pages]
    expected = Message.objects.order_by(ordering, ordering.replace("sent_at", "pk"))
    assert [reference for page in listed for reference in page] == [message.reference for message in expected]
    assert all(len(page) == 7 for page in listed[:-1])


def test_last_page_is_queried_without_an_offset(desk, monkeypatch):
    monkeypatch.setattr(MessagesView, "paginate_by", 2)
    for _number in range(9):
        make_message()
    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST, {"p": 5})
    assert not any("OFFSET" in query["sql"] for query in captured.captured_queries)


def test_makes_as_many_queries_with_many_messages_as_with_few(desk, private):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    attach(make_message(owner=desk.user))
    queries()
    before = queries()
    for _number in range(20):
        attach(make_message(owner=desk.user), verdict="waiting")
    assert queries() == before


def test_names_in_answers_are_text_not_html(desk):
    make_message(name="<b>Test</b>")
    assert "&lt;b&gt;Test" in desk.get(LIST).content.decode()
    assert rows(desk)[0][1] == "<b>Test</b>"


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
    assert "Messages" not in page
    assert LIST not in page


def test_panel_links_to_new_messages_and_to_overdue_ones(desk):
    make_message(reference="NEWE-2222")
    make_message(reference="OLDE-2222", status="in_progress", sent_at=days_ago(5))
    make_message(reference="DONE-2222", status="done", sent_at=days_ago(5))
    panel = soup(desk.get("/admin/")).select_one("#messages-section")
    new, waiting = panel.select("li a")
    assert words(new) == "1 new"
    assert words(waiting) == "1 not done after more than one working day"
    assert [words(row.td) for row in soup(desk.get(new["href"])).select("#listing-results tbody tr")] == ["NEWE-2222"]
    assert [words(row.td) for row in soup(desk.get(waiting["href"])).select("#listing-results tbody tr")] == [
        "OLDE-2222"
    ]


def test_panel_says_when_nothing_is_new(desk):
    assert "Nothing is new" in words(soup(desk.get("/admin/")).select_one("#messages-section"))


def test_export_keeps_the_filters_and_the_search(desk):
    make_message(reference="AAAA-2222", text="stiff", status="done")
    address = desk.post(f"{reverse('desk:search')}?status=done", {"q": "stiff"})["Location"]
    link = soup(desk.get(address)).select_one('a[href*="export/csv"]')["href"]
    assert Message.objects.count() == 1
    assert b"AAAA-2222" in b"".join(desk.get(link).streaming_content)
    assert b"AAAA-2222" not in b"".join(desk.get(link.replace("status=done", "status=new")).streaming_content)


def test_panel_names_the_forms_that_notify_nobody(desk):
    def panel_text():
        return words(soup(desk.get("/admin/")).select_one("#messages-section"))

    assert "These forms notify nobody by mail of a new message: Contact Us, Referral Form" in panel_text()
    Form.objects.filter(name="Contact Us").update(notified="desk@clinic.example")
    assert "message: Referral Form" in panel_text()
    Form.objects.update(notified="desk@clinic.example")
    assert "notify nobody" not in panel_text()
