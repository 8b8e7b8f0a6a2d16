"""The page of a message: the front desk reads, takes, processes and deletes it, without overwriting other changes."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms.form_pages.publishing import form_of
from forms.inbox.desk import actions
from forms.inbox.submission import receive
from forms.models import Message, Note
from forms.sealing.encryption import digest
from tests.factories import answer, answers_by_meaning, attach, make_form, make_message
from tests.html import soup, words


def address(message, name="message", *more):
    return reverse(f"desk:{name}", args=[message.pk, *more])


def panel(response, name):
    """Return the text of one of the page's panels, or "" if the page does not have it."""
    found = soup(response).select_one(f"#{name}-section")
    return words(found) if found else ""


def do(client, message, name, **values):
    """Press a button and return the message at the top of the next page."""
    response = client.post(address(message, name), values, follow=True)
    return words(soup(response).select_one(".messages"))


def fresh(message):
    return Message.objects.get(pk=message.pk)


@pytest.fixture
def message():
    return make_message(reference="AAAA-2222")


@pytest.fixture
def other(log_in):
    """A second member of the front desk."""
    return log_in("Front desk", name="olga")


def test_shows_answers_in_order_with_labels(desk):
    form = make_form(fields=[("name", "Your name"), ("old", "Insurance", True)])
    answers = [
        answer("name", "Test Patient", "Your name", meaning="name"),
        answer("old", "None", "Insurance"),
        answer("topics", ["Billing", "Records"], "Topics"),
        answer("empty", "", "Anything else"),
    ]
    response = desk.get(address(make_message(form, answers)))
    shown = [(words(term), words(term.find_next("dd"))) for term in soup(response).select(".desk-answers dt")]
    assert shown == [
        ("Your name", "Test Patient"),
        ("Insurance (no longer in the form)", "None"),
        ("Topics", "Billing, Records"),
        ("Anything else", "–"),
    ]


def test_shows_the_spanish_label_that_the_sender_saw_beside_the_english_one(desk):
    form = make_form(fields=[("name", "Your name")])
    response = desk.get(address(make_message(form, [answer("name", "Ana", "Su nombre")], language="es")))
    assert "Your name (Su nombre)" in panel(response, "answers")


def test_shows_the_label_that_the_sender_saw_after_the_form_has_changed(desk):
    form = make_form(fields=[("name", "Patient's name")])
    response = desk.get(address(make_message(form, [answer("name", "Ana", "Your name")])))
    assert "Your name Ana" in panel(response, "answers")
    assert "Patient's name" not in panel(response, "answers")


def test_long_text_has_its_line_breaks_and_is_escaped(desk):
    message = make_message(text="First line\n<script>alert(1)</script>\nThird line")
    page = desk.get(address(message)).content.decode()
    assert "First line<br>&lt;script&gt;alert(1)&lt;/script&gt;<br>Third line" in page


def test_date_is_shown_in_american_format(desk):
    answers = [answer("born", "1960-02-03", "Date of birth", kind="date"), answer("day", "", "Day", kind="date")]
    assert "Date of birth 02/03/1960 Day –" in panel(desk.get(address(make_message(answers=answers))), "answers")


def test_phone_and_email_are_links_and_nothing_else_is(desk):
    answers = [
        answer("phone", "(479) 967-7770", meaning="phone"),
        answer("email", "test@example.com", meaning="email", kind="email"),
        answer("url", "javascript:alert(1)", kind="url"),
        answer("phone2", "javascript:1234567", meaning="phone"),
    ]
    links = soup(desk.get(address(make_message(answers=answers)))).select(".desk-answers a")
    assert [link["href"] for link in links] == ["tel:4799677770", "mailto:test@example.com"]


def test_shows_reference_form_language_page_verification_and_owner(desk):
    form = make_form()
    message = make_message(
        form, sent_from="/conditions-we-treat/mid-back-pain/", verification="unverified", language="es"
    )
    facts = panel(desk.get(address(message)), "facts")
    for fact in (
        message.reference,
        "Write to Us",
        "Spanish",
        "/conditions-we-treat/mid-back-pain/",
        "Unverified",
        "Nobody",
    ):
        assert fact in facts


def test_shows_files_with_their_verdict_and_links_only_those_that_can_be_downloaded(desk, message, private):
    names = {
        verdict: attach(message, name=f"{verdict}.pdf", verdict=verdict)
        for verdict in ("clean", "not_scanned", "waiting", "infected")
    }
    page = soup(desk.get(address(message)))
    links = [link["href"] for link in page.select(".desk-files a")]
    assert links == [address(message, "file", names[verdict].pk) for verdict in ("clean", "not_scanned")]
    assert [words(one) for one in page.select(".desk-files .w-status")] == [
        "No virus found",
        "Not scanned",
        "Waiting for the virus scanner",
        "Infected",
    ]
    assert "clean.pdf application/pdf, 13" in words(page.select_one(".desk-files li"))


def test_message_that_no_key_can_decrypt_shows_an_explanation(desk, message, settings, private):
    attach(message)
    Note.write(message, desk.user, "Call back.")
    settings.MESSAGE_KEYS = ["another key"]
    response = desk.get(address(message))
    assert response.status_code == 200
    assert "none of the site's keys fits" in panel(response, "answers")
    assert "Cannot be opened" in panel(response, "files")
    assert "Cannot be opened" in panel(response, "notes")


@pytest.mark.parametrize("name", ["message", "delete"])
def test_unknown_message_is_not_found(editor_client, name):
    assert editor_client.get(reverse(f"desk:{name}", args=[4711])).status_code == 404


def test_taking_a_message_sets_owner_and_status(desk, message):
    assert do(desk, message, "take") == "The message is yours now."
    assert (fresh(message).owner, fresh(message).status) == (desk.user, "in_progress")


def test_second_user_sees_who_took_it_and_when_and_nothing_is_overwritten(desk, other, message):
    do(desk, message, "take")
    year = timezone.localtime().strftime("%Y")
    shown = do(other, message, "take")
    assert "Taken by dana at" in shown
    assert year in shown
    assert fresh(message).owner == desk.user


def test_taking_a_done_message_does_not_change_its_status(desk, message):
    Message.objects.update(status="done")
    do(desk, message, "take")
    assert fresh(message).status == "done"


def test_releasing_a_message_removes_owner_and_sets_status_new(desk, message):
    do(desk, message, "take")
    do(desk, message, "release", seen_owner=desk.user.pk)
    assert (fresh(message).owner, fresh(message).status) == (None, "new")


def test_message_is_handed_over_to_a_colleague(desk, other, message):
    assert do(desk, message, "hand_over", to=other.user.pk, seen_owner="") == "The message is with olga now."
    assert (fresh(message).owner, fresh(message).status) == (other.user, "in_progress")


def test_message_is_not_handed_over_or_released_if_the_owner_has_changed_meanwhile(desk, other, message):
    do(other, message, "take")
    assert "Taken by olga at" in do(desk, message, "hand_over", to=desk.user.pk, seen_owner="")
    assert "Taken by olga at" in do(desk, message, "release", seen_owner=desk.user.pk)
    assert fresh(message).owner == other.user


def test_message_is_handed_over_only_to_users_who_may_read_it(desk, log_in, editor, message):
    marketing = log_in("Marketing", name="mark")
    choices = [words(one) for one in soup(desk.get(address(message))).select("#to option")]
    assert choices == ["Choose a colleague", "dana", "editor"]
    assert "Nothing was changed" in do(desk, message, "hand_over", to=marketing.user.pk, seen_owner="")
    assert fresh(message).owner is None


def test_status_is_set(desk, message):
    assert do(desk, message, "status", status="done", seen_status="new") == "The status is “Done” now."
    assert fresh(message).status == "done"


def test_status_is_not_changed_if_another_user_has_changed_it_meanwhile(desk, other, message):
    do(other, message, "status", status="done", seen_status="new")
    shown = do(desk, message, "status", status="spam", seen_status="new")
    assert "Nothing was changed: somebody changed this message since you opened it. Its status is “Done”." in shown
    assert fresh(message).status == "done"


def test_forms_of_the_page_contain_the_status_and_owner_that_it_shows(desk, other, message):
    do(other, message, "take")
    page = soup(desk.get(address(message)))
    assert page.select_one('[name="seen_status"]')["value"] == "in_progress"
    assert {one["value"] for one in page.select('[name="seen_owner"]')} == {str(other.user.pk)}


@pytest.mark.parametrize("values", [{}, {"status": "gone", "seen_status": "new"}, {"status": "done"}])
def test_unknown_or_missing_status_is_refused(desk, message, values):
    assert do(desk, message, "status", **values).startswith("Nothing was changed")
    assert fresh(message).status == "new"


def test_hold_is_set_and_removed(desk, message):
    do(desk, message, "hold", is_held="yes")
    assert fresh(message).is_held
    do(desk, message, "hold", is_held="no")
    assert not fresh(message).is_held


def test_note_is_encrypted_and_shown_with_its_author(desk, message):
    assert do(desk, message, "note", text="Called back.\n<b>Twice</b>") == "The note is added."
    assert "Called" not in Note.objects.get().sealed
    page = desk.get(address(message))
    assert "&lt;b&gt;Twice" in page.content.decode()
    assert "Called back." in panel(page, "notes")
    assert "dana" in panel(page, "notes")


@pytest.mark.parametrize(
    ("kind", "label"),
    [("mail", "Answered by mail"), ("no_answer", "Called, no answer"), ("spoke", "Called, spoke")],
)
def test_answer_is_saved_with_time_and_user_in_one_click(desk, other, message, kind, label):
    before = timezone.now()
    assert do(desk, message, "contact", kind=kind) == f"Saved: {label}."
    contact = message.contacts.get()
    assert (contact.kind, contact.made_by) == (kind, desk.user)
    assert before <= contact.made_at <= timezone.now()
    assert f"{label}, dana, " in panel(other.get(address(message)), "contacts")
    assert (fresh(message).owner, fresh(message).status) == (desk.user, "in_progress")


def test_answer_changes_neither_owner_nor_status_of_a_message_that_somebody_has_taken(desk, other, message):
    do(other, message, "take")
    do(desk, message, "contact", kind="spoke")
    assert (fresh(message).owner, fresh(message).status) == (other.user, "in_progress")


@pytest.mark.slow
def test_double_click_saves_one_answer(desk, other, message, clock):
    for client in (desk, desk, other):
        do(client, message, "contact", kind="no_answer")
    assert message.contacts.count() == 2
    clock.move(seconds=11)
    do(desk, message, "contact", kind="no_answer")
    assert message.contacts.count() == 3


def test_unknown_answer_is_refused(desk, message):
    assert do(desk, message, "contact", kind="pigeon").startswith("Nothing was changed")
    assert not message.contacts.exists()


def test_reply_opens_the_mail_program_of_the_clinic(desk):
    message = make_message(answers=answers_by_meaning(email="test@example.com", phone="(479) 555-0100"))
    links = soup(desk.get(address(message))).select("#contacts-section .desk-actions a")
    assert [(words(link), link["href"]) for link in links] == [
        ("Reply by mail r", "mailto:test@example.com"),
        ("Call", "tel:4795550100"),
    ]


def test_reminder_is_set_and_removed(desk, message):
    day = timezone.localdate() + datetime.timedelta(days=2)
    assert "The message is at the top of the list from" in do(desk, message, "reminder", day=day.isoformat())
    assert fresh(message).reminder_on == day
    assert soup(desk.get(address(message))).select_one("#day")["value"] == day.isoformat()
    assert do(desk, message, "reminder", day="") == "The reminder is removed."
    assert fresh(message).reminder_on is None


@pytest.mark.parametrize("days", [-1, 367])
def test_reminder_in_the_past_or_after_more_than_a_year_is_refused(desk, message, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    assert "choose a day from today on" in do(desk, message, "reminder", day=day.isoformat())
    assert fresh(message).reminder_on is None


@pytest.mark.parametrize("status", ["done", "spam"])
def test_finished_message_has_no_reminder(desk, message, status):
    Message.objects.update(reminder_on=timezone.localdate())
    do(desk, message, "status", status=status, seen_status="new")
    assert fresh(message).reminder_on is None


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_messages_of_the_same_sender_link_to_each_other_and_finished_ones_stay_done(desk):
    finished = receive(form_of(make_form()), answers_by_meaning(email="Test@Example.com", message="First"))
    Message.objects.update(status="done", sent_at=days_ago(3))
    message = receive(form_of(make_form()), answers_by_meaning(email="test@example.com", message="Second"))
    assert fresh(finished).status == "done"
    page = desk.get(address(message))
    assert f"The same person wrote before. Message {finished.reference} is done" in words(soup(page).main)
    assert f"{finished.reference} " in panel(page, "same-sender")
    page = desk.get(address(finished))
    assert "wrote before" not in words(soup(page).main)
    assert message.reference in panel(page, "same-sender")


def test_same_phone_number_in_another_spelling_links_messages(desk):
    answers = [answers_by_meaning(phone=phone) for phone in ("(479) 555-0100", "+1 479.555.0100", "555-0100", "")]
    first, second, *others = [make_message(answers=one) for one in answers]
    assert second.reference in panel(desk.get(address(first)), "same-sender")
    for message in (make_message(), *others):
        assert panel(desk.get(address(message)), "same-sender") == ""


@pytest.mark.django_db
def test_digests_of_the_sender_contain_neither_address_nor_number():
    message = make_message(answers=answers_by_meaning(email="test@example.com", phone="(479) 555-0100"))
    assert (len(message.email_digest), len(message.phone_digest)) == (12, 12)
    assert digest("test@example.com") != message.email_digest


@pytest.mark.slow
def test_links_lead_to_the_next_and_previous_message_of_the_list_last_opened(desk):
    first, second, third = (make_message(sent_at=days_ago(days), status="in_progress") for days in (3, 2, 1))
    make_message(status="spam")

    def links(message):
        return [one["href"] for one in soup(desk.get(address(message))).select(".desk-nav a")]

    back = f"{reverse('desk:list')}?status=in_progress"
    assert links(second) == [reverse("desk:list")]
    desk.get(back)
    assert links(first) == [address(second), f"{back}#message-{first.pk}"]
    do(desk, second, "status", status="done", seen_status="in_progress")
    assert links(second) == [address(first), address(third), f"{back}#message-{second.pk}"]
    assert links(third) == [address(second), f"{back}#message-{third.pk}"]


def test_page_makes_as_many_queries_with_many_messages_of_the_sender_as_with_few(desk):
    def queries(message):
        with CaptureQueriesContext(connection) as captured:
            desk.get(address(message))
        return len(captured)

    answers = answers_by_meaning(email="test@example.com")
    messages = [make_message(answers=answers) for _number in range(2)]
    queries(messages[0])
    before = queries(messages[0])
    for _number in range(10):
        actions.record_contact(make_message(answers=answers), desk.user, "spoke")
    assert queries(messages[0]) == before


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_note_that_is_empty_or_too_long_is_refused(desk, message, text):
    assert "at most 5,000 characters" in do(desk, message, "note", text=text)
    assert not Note.objects.exists()


@pytest.mark.parametrize("name", ["take", "release", "hand_over", "status", "hold", "contact", "reminder", "note"])
def test_get_request_changes_nothing(desk, message, name):
    assert desk.get(address(message, name)).status_code == 405


def test_message_is_deleted_after_confirmation(editor_client, message, private):
    attach(message)
    Note.write(message, None, "A note.")
    assert "Yes, delete" in editor_client.get(address(message, "delete")).content.decode()
    assert Message.objects.exists()
    assert do(editor_client, message, "delete") == "Message AAAA-2222 is deleted."
    assert not Message.objects.exists()
    assert not Note.objects.exists()


def test_message_on_hold_is_not_deleted(editor_client, message):
    Message.objects.update(is_held=True)
    assert "Yes, delete" not in editor_client.get(address(message, "delete")).content.decode()
    assert "Lift the hold first" in do(editor_client, message, "delete")
    assert Message.objects.exists()


def test_front_desk_sees_no_link_to_delete(desk, message):
    assert address(message, "delete") not in desk.get(address(message)).content.decode()


def test_user_without_permission_to_change_sees_no_forms(log_in, message):
    reader = log_in(name="rita")
    codenames = ["access_admin", "view_message"]
    reader.user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    page = soup(reader.get(address(message)))
    assert not page.select("main form")


def test_history_lists_who_did_what(desk, other, message):
    desk.get(address(message))
    do(desk, message, "take")
    do(desk, message, "status", status="done", seen_status="in_progress")
    history = [words(entry) for entry in soup(other.get(address(message))).select(".desk-history li")]
    actions = [entry.partition(" dana: ")[2] or entry.partition(" olga: ")[2] for entry in history]
    assert actions == ["Read", "Changed the status from “In progress” to “Done”", "Took it", "Read"]


def test_redirect_after_an_action_is_not_logged_as_a_view(desk, message):
    do(desk, message, "take")
    assert "Read" not in panel(desk.get(address(message)), "history").replace("dana: Read", "", 1)
