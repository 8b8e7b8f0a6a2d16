"""A message is read, taken, worked off and deleted by the front desk, and nobody works over another."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from forms.models import Message, Note
from tests.factories import answer, attach, make_form, make_message
from tests.html import soup, words


def address(message, name="message", *more):
    return reverse(f"desk:{name}", args=[message.pk, *more])


def panel(response, name):
    """The words of one of the page's panels; "" where it is not there."""
    found = soup(response).select_one(f"#{name}-section")
    return words(found) if found else ""


def do(client, message, name, **values):
    """Press a button, and return what the page then says on top."""
    response = client.post(address(message, name), values, follow=True)
    return words(soup(response).select_one(".messages"))


def now(message):
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


def test_shows_what_a_sender_saw_in_spanish_beside_the_desks_label(desk):
    form = make_form(fields=[("name", "Your name")])
    response = desk.get(address(make_message(form, [answer("name", "Ana", "Su nombre")], language="es")))
    assert "Your name (Su nombre)" in panel(response, "answers")


def test_label_the_sender_saw_stays_when_the_form_changes(desk):
    form = make_form(fields=[("name", "Patient's name")])
    response = desk.get(address(make_message(form, [answer("name", "Ana", "Your name")])))
    assert "Your name Ana" in panel(response, "answers")
    assert "Patient's name" not in panel(response, "answers")


def test_long_text_keeps_its_lines_and_is_never_html(desk):
    message = make_message(text="First line\n<script>alert(1)</script>\nThird line")
    page = desk.get(address(message)).content.decode()
    assert "First line<br>&lt;script&gt;alert(1)&lt;/script&gt;<br>Third line" in page


def test_date_is_shown_as_americans_write_it(desk):
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


def test_shows_what_is_known_about_the_message(desk):
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


def test_shows_files_with_their_verdict_and_a_link_only_to_those_that_may_be_opened(desk, message, private):
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


def test_message_that_no_key_opens_is_explained(desk, message, settings, private):
    attach(message)
    Note.write(message, desk.user, "Call back.")
    settings.MESSAGE_KEYS = ["another key"]
    response = desk.get(address(message))
    assert response.status_code == 200
    assert "none of the site's keys fits" in panel(response, "answers")
    assert "Cannot be opened" in panel(response, "files")
    assert "Cannot be opened" in panel(response, "notes")


@pytest.mark.parametrize("name", ["message", "delete"])
def test_there_is_no_page_for_a_message_that_does_not_exist(editor_client, name):
    assert editor_client.get(reverse(f"desk:{name}", args=[4711])).status_code == 404


def test_is_taken_and_then_in_progress(desk, message):
    assert do(desk, message, "take") == "The message is yours now."
    assert (now(message).owner, now(message).status) == (desk.user, "in_progress")


def test_second_person_is_told_who_took_it_and_when_and_nothing_is_overwritten(desk, other, message):
    do(desk, message, "take")
    moment = timezone.localtime().strftime("%Y")
    said = do(other, message, "take")
    assert "Taken by dana at" in said
    assert moment in said
    assert now(message).owner == desk.user


def test_taking_what_is_done_leaves_the_status(desk, message):
    Message.objects.update(status="done")
    do(desk, message, "take")
    assert now(message).status == "done"


def test_is_released_and_then_new_again(desk, message):
    do(desk, message, "take")
    do(desk, message, "release", seen_owner=desk.user.pk)
    assert (now(message).owner, now(message).status) == (None, "new")


def test_is_handed_over(desk, other, message):
    assert do(desk, message, "hand_over", to=other.user.pk, seen_owner="") == "The message is with olga now."
    assert (now(message).owner, now(message).status) == (other.user, "in_progress")


def test_is_not_handed_over_or_released_by_whoever_saw_another_owner(desk, other, message):
    do(other, message, "take")
    assert "Taken by olga at" in do(desk, message, "hand_over", to=desk.user.pk, seen_owner="")
    assert "Taken by olga at" in do(desk, message, "release", seen_owner=desk.user.pk)
    assert now(message).owner == other.user


def test_is_handed_over_only_to_whoever_may_read_it(desk, log_in, editor, message):
    marketing = log_in("Marketing", name="mark")
    choices = [words(one) for one in soup(desk.get(address(message))).select("#to option")]
    assert choices == ["Choose a colleague", "dana", "editor"]
    assert "Nothing was changed" in do(desk, message, "hand_over", to=marketing.user.pk, seen_owner="")
    assert now(message).owner is None


def test_status_is_set(desk, message):
    assert do(desk, message, "status", status="done", seen_status="new") == "The status is “Done” now."
    assert now(message).status == "done"


def test_status_is_not_set_over_one_that_somebody_has_just_set(desk, other, message):
    do(other, message, "status", status="done", seen_status="new")
    said = do(desk, message, "status", status="spam", seen_status="new")
    assert "Nothing was changed: somebody changed this message since you opened it. Its status is “Done”." in said
    assert now(message).status == "done"


def test_page_sends_the_status_and_owner_that_were_seen(desk, other, message):
    do(other, message, "take")
    page = soup(desk.get(address(message)))
    assert page.select_one('[name="seen_status"]')["value"] == "in_progress"
    assert {one["value"] for one in page.select('[name="seen_owner"]')} == {str(other.user.pk)}


@pytest.mark.parametrize("values", [{}, {"status": "gone", "seen_status": "new"}, {"status": "done"}])
def test_status_that_does_not_exist_is_refused(desk, message, values):
    assert do(desk, message, "status", **values).startswith("Nothing was changed")
    assert now(message).status == "new"


def test_hold_is_set_and_lifted(desk, message):
    do(desk, message, "hold", is_held="yes")
    assert now(message).is_held
    do(desk, message, "hold", is_held="no")
    assert not now(message).is_held


def test_note_is_added_sealed_and_shown_with_its_author(desk, message):
    assert do(desk, message, "note", text="Called back.\n<b>Twice</b>") == "The note is added."
    assert "Called" not in Note.objects.get().sealed
    page = desk.get(address(message))
    assert "&lt;b&gt;Twice" in page.content.decode()
    assert "Called back." in panel(page, "notes")
    assert "dana" in panel(page, "notes")


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_note_that_is_empty_or_too_long_is_refused(desk, message, text):
    assert "at most 5,000 characters" in do(desk, message, "note", text=text)
    assert not Note.objects.exists()


@pytest.mark.parametrize("name", ["take", "release", "hand_over", "status", "hold", "note"])
def test_nothing_is_changed_by_a_link(desk, message, name):
    assert desk.get(address(message, name)).status_code == 405


def test_is_deleted_after_asking(editor_client, message, private):
    attach(message)
    Note.write(message, None, "A note.")
    assert "Yes, delete" in editor_client.get(address(message, "delete")).content.decode()
    assert Message.objects.exists()
    assert do(editor_client, message, "delete") == "Message AAAA-2222 is deleted."
    assert not Message.objects.exists()
    assert not Note.objects.exists()


def test_is_not_deleted_while_on_hold(editor_client, message):
    Message.objects.update(is_held=True)
    assert "Yes, delete" not in editor_client.get(address(message, "delete")).content.decode()
    assert "Lift the hold first" in do(editor_client, message, "delete")
    assert Message.objects.exists()


def test_front_desk_is_offered_no_deletion(desk, message):
    assert address(message, "delete") not in desk.get(address(message)).content.decode()


def test_reader_without_the_right_to_change_is_offered_no_change(log_in, message):
    reader = log_in(name="rita")
    codenames = ["access_admin", "view_message"]
    reader.user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    page = soup(reader.get(address(message)))
    assert not page.select("main form")


def test_history_says_in_words_who_did_what(desk, other, message):
    desk.get(address(message))
    do(desk, message, "take")
    do(desk, message, "status", status="done", seen_status="in_progress")
    history = [words(entry) for entry in soup(other.get(address(message))).select(".desk-history li")]
    said = [entry.partition(" dana: ")[2] or entry.partition(" olga: ")[2] for entry in history]
    assert said == ["Read", "Changed the status from “In progress” to “Done”", "Took it", "Read"]


def test_coming_back_from_an_action_is_no_second_look(desk, message):
    do(desk, message, "take")
    assert "Read" not in panel(desk.get(address(message)), "history").replace("dana: Read", "", 1)
