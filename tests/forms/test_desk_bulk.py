"""Actions on the messages that a user has chosen in the list."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forms.models import Message
from tests.factories import make_message
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def messages():
    return [make_message(reference=f"{name}-2222") for name in ("AAAA", "BBBB", "CCCC")]


def choose(*messages):
    """Return the values of the checkboxes of these messages, as the list shows them now."""
    return [f"{message.pk}:{message.status}" for message in messages]


def do(client, name, query="", **values):
    """Press a button above the list; return the sentences at the top of the next page."""
    response = client.post(reverse(f"desk:{name}") + query, values, follow=True)
    sentences = (words(one) for one in soup(response).select(".messages li"))
    return [sentence.removesuffix(" Go to the first error") for sentence in sentences]


def statuses():
    return list(Message.objects.order_by("reference").values_list("status", flat=True))


def logged():
    entries = ModelLogEntry.objects.filter(action__startswith="site_forms.").exclude(action="site_forms.list")
    return sorted((entry.action.partition(".")[2], entry.label) for entry in entries)


def test_list_has_a_checkbox_for_each_message_with_the_status_that_it_shows(desk, messages):
    page = soup(desk.get(reverse("desk:list")))
    assert [box["value"] for box in page.select("[name=chosen]")] == choose(*messages)
    assert [button["value"] for button in page.select("#desk-bulk button")] == ["take", "done", "spam"]


@pytest.mark.parametrize("status", ["done", "spam"])
def test_status_of_the_chosen_messages_is_set(desk, messages, status):
    assert do(desk, "bulk_change", action=status, chosen=choose(*messages[:2])) == ["Messages changed: 2."]
    assert statuses() == [status, status, "new"]
    assert logged() == [("status", "AAAA-2222"), ("status", "BBBB-2222")]


def test_chosen_messages_are_taken(desk, messages):
    do(desk, "bulk_change", action="take", chosen=choose(*messages))
    assert statuses() == ["in_progress"] * 3
    assert {message.owner for message in Message.objects.all()} == {desk.user}
    assert [action for action, _reference in logged()] == ["take"] * 3


def test_message_that_a_colleague_has_changed_is_left_and_named(desk, messages, editor):
    chosen = choose(*messages)
    Message.objects.filter(reference="BBBB-2222").update(status="done")
    Message.objects.filter(reference="CCCC-2222").update(owner=editor)
    refused = "Not changed, because a colleague was faster: {}."
    assert do(desk, "bulk_change", action="spam", chosen=chosen) == [
        "Messages changed: 2.",
        refused.format("BBBB-2222"),
    ]
    assert statuses() == ["spam", "done", "spam"]
    assert refused.format("CCCC-2222") in do(desk, "bulk_change", action="take", chosen=chosen)


@pytest.mark.parametrize(
    "values", [{}, {"action": "done"}, {"action": "done", "chosen": ["x", "9" * 30, "-1:new", ""]}]
)
def test_nothing_chosen_is_refused(desk, messages, values):
    assert do(desk, "bulk_change", **values) == ["Nothing was changed: choose messages in the list first."]
    assert statuses() == ["new"] * 3


def test_unknown_action_is_refused(desk, messages):
    [sentence] = do(desk, "bulk_change", action="burn", chosen=choose(*messages))
    assert sentence.startswith("Nothing was changed")


def test_filters_of_the_list_are_kept(desk, messages):
    response = desk.post(reverse("desk:bulk_change") + "?status=new", {"action": "done", "chosen": choose(messages[0])})
    assert response["Location"] == reverse("desk:list") + "?status=new"


def test_chosen_messages_are_deleted_after_confirmation_but_not_one_on_hold(editor_client, messages):
    Message.objects.filter(reference="BBBB-2222").update(is_held=True)
    page = soup(editor_client.post(reverse("desk:bulk_delete"), {"chosen": choose(*messages[:2])}))
    assert Message.objects.count() == 3
    form = page.select_one("main form")
    assert "BBBB-2222 on hold: it is not deleted" in words(page.main)
    values = {"confirmed": "yes", "chosen": [one["value"] for one in form.select("[name=chosen]")]}
    assert do(editor_client, "bulk_delete", **values) == [
        "Messages deleted: 1.",
        "Not deleted, because of a hold: BBBB-2222.",
    ]
    assert sorted(Message.objects.values_list("reference", flat=True)) == ["BBBB-2222", "CCCC-2222"]
    assert logged() == [("delete", "AAAA-2222")]


def test_front_desk_sees_no_button_that_deletes(desk, editor_client, messages):
    address = reverse("desk:bulk_delete")
    assert address not in desk.get(reverse("desk:list")).content.decode()
    assert address in editor_client.get(reverse("desk:list")).content.decode()
