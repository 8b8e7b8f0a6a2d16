"""A patient sends a message after correcting an error; the front desk finds, opens and exports it."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from PIL import Image
from playwright.sync_api import expect

from forms.models import Attachment, Message
from tests.browser.sign_in import PASSWORD, sign_in
from tests.exports import rows_of
from tests.files import opened, pdf, picture

pytestmark = [pytest.mark.writes, pytest.mark.sql]

REFERRAL = pdf(lambda document: document.docinfo.__setitem__("/Title", "Referral"))
STORY = "It hurts between the shoulder blades when I unload the dishwasher."


def photo():
    """Return a picture as a phone stores it: rotated by EXIF, with its GPS location."""
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: rotated 90° clockwise
    exif[0x010F] = "Phone"  # Make
    exif.get_ifd(0x8825)[2] = (35.0, 16.0, 42.0)  # GPSLatitude
    return picture(size=(60, 40), exif=exif)


PHOTO = photo()
FILES = [
    {"name": "referral.pdf", "mimeType": "application/pdf", "buffer": REFERRAL},
    {"name": "back.jpg", "mimeType": "image/jpeg", "buffer": PHOTO},
]


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def patient(request, browser_context):
    """Return a patient's browser page at Mid-Back Pain, which has the form in its footer."""
    page = browser_context(width=390, height=844, java_script_enabled=request.param).new_page()
    page.goto("/conditions-we-treat/mid-back-pain/")
    return page


def form_of(page):
    """Return the form on the page."""
    return page.locator("form[data-form]").filter(has=page.get_by_label("Your message"))


def write(page, **answers):
    """Fill in fields of the form, by label; return the form."""
    form = form_of(page)
    for label, text in answers.items():
        form.get_by_label(label.replace("_", " ")).fill(text)
    return form


def press(page):
    form_of(page).get_by_role("button", name="Send message").click()


def reference_on(page):
    """Return the reference on the thank-you page."""
    expect(page.get_by_role("heading", name="Thank you for your message")).to_be_visible()
    return page.locator(".panel__reference").inner_text()


def send_message(page):
    """Send a message that begins in the short form, with two files, after two errors; return the message."""
    write(page, Your_message=STORY)
    press(page)
    expect(page.get_by_role("link", name="Fill in “Your name”")).to_be_visible()
    write(page, Your_name="Test Patient").locator("[type=file]").set_input_files(FILES)
    press(page)
    expect(page.get_by_role("link", name="Give an e-mail address or a phone number")).to_be_visible()
    expect(page.get_by_role("link", name="Fill in “Your name”")).to_be_hidden()
    form = form_of(page)
    expect(form.get_by_label("Your message")).to_have_value(STORY)
    expect(form.get_by_label("Your name")).to_have_value("Test Patient")
    assert page.locator(".file-list__name").all_inner_texts() == ["referral.pdf", "back.jpg"]
    write(page, Phone_number="479-555-0100")
    press(page)
    return Message.objects.get(reference=reference_on(page))


@pytest.fixture
def staff(browser_context, site, django_user_model):
    """Return a function that signs in a user of a group through the login form and returns the browser page."""

    def log_in(group):
        user = django_user_model.objects.create_user("dana", password=PASSWORD)
        user.groups.set(Group.objects.filter(name=group))
        return sign_in(browser_context(1440, 1000).new_page(), "dana")

    return log_in


def download(page, name):
    """Return the bytes of the file that a link downloads."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    with open(started.value.path(), "rb") as file:
        return file.read()


def find(page, text):
    """Search for the text in the list of messages, with one result."""
    page.goto("/admin/messages/")
    page.get_by_label("Find by reference, sender or words").fill(text)
    page.keyboard.press("Enter")
    page.get_by_text("There is 1 match").wait_for()


def test_patient_writes_and_the_front_desk_reads_opens_and_exports(patient, staff):
    message = send_message(patient)
    assert message.content["sent_from"] == "/conditions-we-treat/mid-back-pain/"

    desk = staff("Front desk")
    for text in ("dishwasher", message.reference):
        find(desk, text)
        expect(desk.get_by_role("link", name=message.reference)).to_be_visible()
    desk.get_by_role("link", name=message.reference).click()
    expect(desk.get_by_text(STORY)).to_be_visible()

    assert download(desk, "referral.pdf") == REFERRAL
    kept = download(desk, "back.jpg")
    assert Image.open(BytesIO(PHOTO)).getexif()
    assert not Image.open(BytesIO(kept)).getexif()
    assert opened(kept).size == (40, 60)  # upright
    red = opened(kept).convert("RGB").getpixel((35, 5))
    assert red[0] > 200 > 60 > red[1]

    desk.goto("/admin/messages/")
    [row] = rows_of(download(desk, "Export for Excel, CSV (messages: 1)"), "csv")
    assert row["Reference"] == message.reference
    assert {"Test Patient", "479-555-0100", STORY} <= set(row.values())


def fill_in(page):
    """Fill in all fields of the form."""
    form = write(page, Your_name="Test Patient", Your_message=STORY, Phone_number="479-555-0100")
    form.locator("[type=file]").set_input_files(FILES)


def open_full_form(page):
    """Follow the link below the short form."""
    page.get_by_role("link", name="Attach files or tell us more: the full form").click()
    form_of(page).locator("[type=file]").wait_for()


def test_form_sent_again_after_going_back_creates_no_second_message(patient):
    open_full_form(patient)
    fill_in(patient)
    press(patient)
    reference = reference_on(patient)
    patient.go_back()
    fill_in(patient)
    press(patient)
    assert reference_on(patient) == reference
    message = Message.objects.get()
    assert sorted(one.name for one in message.attachments.all()) == ["back.jpg", "referral.pdf"]


def test_double_click_creates_one_message(patient):
    open_full_form(patient)
    fill_in(patient)
    form_of(patient).get_by_role("button", name="Send message").dblclick()
    reference = reference_on(patient)
    assert Message.objects.get().reference == reference


@pytest.mark.parametrize("patient", [False], indirect=True, ids=["without JavaScript"])
def test_marketing_cannot_access_messages(patient, staff):
    message = send_message(patient)
    file = Attachment.objects.filter(message=message).first()
    marketing = staff("Marketing").context.request
    for address in ("", f"{message.pk}/", f"{message.pk}/files/{file.pk}/", "export/csv/", "export/xlsx/"):
        response = marketing.get(f"/admin/messages/{address}")
        assert response.status == 403, address
        assert STORY not in response.text()
