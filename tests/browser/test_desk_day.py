"""A working day at the front desk by keyboard alone: messages are read, answered and finished; one is printed."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from forms.inbox.desk.actions import record_contact
from forms.models import Contact, Message
from tests.browser.accessibility import violations
from tests.browser.sign_in import PASSWORD, sign_in
from tests.factories import answers_by_meaning, make_form, make_message
from tests.sample import IS_WHOLE

pytestmark = [pytest.mark.writes, pytest.mark.slow]

MESSAGES = 40 if IS_WHOLE else 8
MOST_KEYS = 4 * MESSAGES


@pytest.fixture
def messages(site):
    form, now = make_form(), timezone.now()
    answers = [
        answers_by_meaning(name=f"Patient {n}", email=f"p{n}@example.com", message="Hm") for n in range(MESSAGES)
    ]
    return [make_message(form, one, sent_at=now - timedelta(hours=90 - n)) for n, one in enumerate(answers)]


@pytest.fixture
def desk_page(browser_context, site, django_user_model):
    """A browser page at the admin, with a user of the front desk signed in."""
    user = django_user_model.objects.create_user("dana", password=PASSWORD)
    user.groups.set(Group.objects.filter(name="Front desk"))
    return sign_in(browser_context(1280, 900, bypass_csp=True).new_page(), "dana")


class Keyboard:
    """Press keys on a page, and count them."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def open(self, key):
        """Press a key that opens another page."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.press(key)
        self.page.wait_for_function("window.wagtail?.app?.controllers.length > 3")


def test_messages_are_worked_off_by_keyboard(messages, desk_page, record_property):
    keys = Keyboard(desk_page)
    desk_page.goto("/admin/messages/?waits=open")
    desk_page.wait_for_load_state("load")
    keys.press("j")
    expect(desk_page.get_by_role("link", name=messages[0].reference)).to_be_focused()
    keys.open("Enter")
    for number, message in enumerate(messages):
        expect(desk_page.get_by_role("heading", name=message.reference)).to_be_attached()
        keys.open("123"[number % 3])
        keys.open("d")
        if number < MESSAGES - 1:
            keys.open("j")
    keys.open("u")
    expect(desk_page.get_by_text("No messages match your query.")).to_be_visible()
    assert set(Message.objects.values_list("status", "owner__username")) == {("done", "dana")}
    assert Contact.objects.count() == MESSAGES
    assert keys.pressed <= MOST_KEYS
    record_property("key presses", keys.pressed)
    print(f"{MESSAGES} messages, {keys.pressed} key presses")  # noqa: T201


def test_keys_choose_messages_and_do_nothing_while_a_user_types(messages, desk_page):
    keys = Keyboard(desk_page)
    desk_page.goto("/admin/messages/")
    desk_page.wait_for_load_state("load")
    keys.press("j", "x", "j", "j", "x", "k")
    expect(desk_page.get_by_role("link", name=messages[1].reference)).to_be_focused()
    expect(desk_page.locator("[name=chosen]:checked")).to_have_count(2)
    desk_page.get_by_role("button", name="Done", exact=True).focus()
    keys.open("Enter")
    expect(desk_page.get_by_text("Messages changed: 2.")).to_be_visible()
    done = Message.objects.filter(status="done").order_by("pk")
    assert list(done) == [messages[0], messages[2]]

    keys.press("j")
    keys.open("Enter")
    keys.press("n")
    expect(desk_page.get_by_label("Add a note")).to_be_focused()
    keys.type("jkd123tup")
    expect(desk_page.get_by_label("Add a note")).to_have_value("jkd123tup")
    keys.press("Tab")
    keys.open("Enter")
    message = messages[1]
    message.refresh_from_db()
    assert (message.status, message.notes.get().text) == ("new", "jkd123tup")

    desk_page.keyboard.press("w")
    expect(desk_page.get_by_label("Bring back to the top of the list on")).to_be_focused()
    keys.type(f"{timezone.localdate():%m%d%Y}")
    keys.press("Enter")
    expect(desk_page.get_by_text("The message is at the top of the list from")).to_be_visible()
    keys.open("u")
    expect(desk_page.get_by_role("link", name=message.reference)).to_be_focused()
    expect(desk_page.locator("[data-message-link]").first).to_have_text(message.reference)


def test_users_can_switch_the_keys_off(messages, desk_page, django_user_model):
    profile = UserProfile.get_for_user(django_user_model.objects.get(username="dana"))
    profile.keyboard_shortcuts = False
    profile.save()
    desk_page.goto("/admin/messages/")
    desk_page.wait_for_load_state("load")
    desk_page.keyboard.press("j")
    expect(desk_page.locator("[data-message-link]:focus")).to_have_count(0)
    desk_page.goto(f"/admin/messages/{messages[0].pk}/")
    desk_page.wait_for_load_state("load")
    desk_page.keyboard.press("d")
    expect(desk_page.get_by_role("button", name="Done")).to_be_visible()
    messages[0].refresh_from_db()
    assert messages[0].status == "new"


def test_list_and_message_break_no_rule_of_accessibility(messages, desk_page):
    record_contact(messages[0], get_user_model().objects.get(), Contact.Kind.SPOKE)
    make_message(answers=answers_by_meaning(email="p0@example.com"))
    for address in ("/admin/messages/", f"/admin/messages/{messages[0].pk}/"):
        desk_page.goto(address)
        desk_page.wait_for_load_state("load")
        assert violations(desk_page) == ""


def test_message_is_printed_whole_and_without_the_admin_around_it(desk_page, site):
    text = "\n".join(f"Line {number} of a long message." for number in range(120))
    message = make_message(make_form(), answers_by_meaning(name="Test Patient", message=text))
    desk_page.goto(f"/admin/messages/{message.pk}/")
    desk_page.emulate_media(media="print")
    for selector in ("#wagtail-sidebar", ".desk-nav", "#actions-section", "#history-section", "#notes-section form"):
        expect(desk_page.locator(selector)).to_be_hidden()
    expect(desk_page.locator(".desk-print-title")).to_contain_text(message.reference)
    heights = "[document.documentElement.scrollHeight, document.querySelector('.desk-answers').scrollHeight]"
    page_height, answers_height = desk_page.evaluate(heights)
    assert page_height > answers_height > 2000
    assert desk_page.locator(".desk-answers").bounding_box()["x"] < 60
