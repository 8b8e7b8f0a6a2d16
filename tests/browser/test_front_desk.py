"""A user of the front desk takes a message, processes it and exports the list in the admin."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from forms.models import Mail, Message
from tests.browser.sign_in import PASSWORD, sign_in
from tests.exports import rows_of
from tests.factories import make_form, make_mail, make_message

pytestmark = [pytest.mark.writes, pytest.mark.slow]


@pytest.fixture
def message(site):
    form = make_form(fields=[("name", "Your name"), ("message", "Your message")])
    make_message(form, name="Another Test Patient", text="My knee is stiff.")
    return make_message(form, reference="AAAA-2222", text="My neck is stiff.")


@pytest.fixture
def admin(browser_context, site, django_user_model):
    """Return a browser page at the admin, with a user of the front desk signed in through the login form."""
    user = django_user_model.objects.create_user("dana", password=PASSWORD)
    user.groups.set(Group.objects.filter(name="Front desk"))
    return sign_in(browser_context(1440, 1000).new_page(), "dana")


def test_front_desk_finds_takes_notes_finishes_and_exports(message, admin):
    admin.get_by_role("link", name="New messages", exact=True).click()
    admin.get_by_label("Find by reference, sender or words").fill("neck")
    admin.keyboard.press("Enter")
    admin.get_by_text("There is 1 match").wait_for()
    assert "neck" not in admin.url
    admin.get_by_role("link", name="AAAA-2222").click()

    admin.get_by_role("button", name="Take it").click()
    admin.get_by_text("The message is yours now.").wait_for()
    admin.get_by_label("Add a note").fill("Called back.")
    admin.get_by_role("button", name="Add note").click()
    admin.get_by_text("The note is added.").wait_for()
    admin.locator("#status").select_option("done")
    admin.get_by_role("button", name="Set status").click()
    admin.get_by_text("The status is “Done” now.").wait_for()
    message.refresh_from_db()
    assert (message.status, message.owner.get_username(), message.notes.get().text) == (
        Message.Status.DONE,
        "dana",
        "Called back.",
    )

    admin.goto("/admin/messages/?status=done")
    with admin.expect_download() as download:
        admin.get_by_role("link", name="Export for Excel, CSV (messages: 1)").click()
    [row] = rows_of(download.value.path().read_bytes(), "csv")
    assert (row["Reference"], row["Your message"]) == ("AAAA-2222", "My neck is stiff.")


def test_list_and_message_fit_a_phone_and_work_with_the_keyboard(message, admin):
    admin.set_viewport_size({"width": 390, "height": 844})
    for address in ("/admin/messages/", f"/admin/messages/{message.pk}/"):
        admin.goto(address)
        assert admin.evaluate("document.documentElement.scrollWidth") <= 390
    admin.get_by_role("button", name="Take it").focus()
    admin.keyboard.press("Enter")
    admin.get_by_text("The message is yours now.").wait_for()


def test_long_name_does_not_push_columns_out_of_view(message, admin):
    make_message(name="L" * 250)
    admin.goto("/admin/messages/")
    expect(admin.get_by_role("columnheader", name="Owner")).to_be_in_viewport(ratio=1)


def test_failed_mail_can_be_deleted_on_a_phone(message, admin):
    mail = make_mail()
    Mail.objects.filter(pk=mail.pk).update(state="failed", reason="recipient", reply_code=550, next_try_at=None)
    admin.set_viewport_size({"width": 390, "height": 844})
    admin.goto("/admin/mails/")
    delete = admin.get_by_role("link", name="Delete")
    assert delete.bounding_box()["x"] > 390
    admin.locator("#listing-results table").hover(position={"x": 50, "y": 50})
    admin.mouse.wheel(2000, 0)
    expect(delete).to_be_in_viewport(ratio=1)
    delete.click()
    admin.get_by_role("button", name="Yes, delete").click()
    admin.get_by_text("The mail is deleted.").wait_for()
    assert not Mail.objects.exists()
