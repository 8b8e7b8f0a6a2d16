"""Staff edit forms in the admin; each field has a permanent key, so that no answer is assigned to another field."""

from html import unescape

import pytest
from django.utils import timezone, translation

from forms.form_pages.builder import FormBuilder
from forms.models import FormField, FormPage, KnownField
from tests.contact_form import errors_in, send, sent_message
from tests.html import soup
from tests.translations import translate

pytestmark = pytest.mark.django_db

REFERRAL = {
    "office": "Test Practice",
    "physician": "Test Physician",
    "office_phone": "479-555-0100",
    "patient": "Test Patient",
    "patient_phone": "479-555-0101",
    "reason": "Back pain.",
}


@pytest.fixture
def contact(db):
    return FormPage.objects.get(slug="contact-us", locale__language_code="en")


def edit_form(client, page):
    """Return the data that the browser would send from the page's editor without changes."""
    return editor_data(client, f"/admin/pages/{page.pk}/edit/") | choices_of(page)


def editor_data(client, address):
    """Return the data that the browser would send from the editor at this address without changes."""
    form = soup(client.get(address)).select_one("form[data-edit-form]")
    data = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data[field["name"]] = chosen["value"] if chosen else ""
        else:
            default = "on" if field.get("type") == "checkbox" else ""
            data[field["name"]] = field.get("value", default) if field.name == "input" else field.get_text()[1:]
    return data


def choices_of(page):
    """Return the data of the choices in the editor, which a script puts into the page."""
    data = {}
    for number, field in enumerate(page.get_latest_revision_as_object().form_fields.all()):
        pairs = field.choice_pairs()
        blocks = [{"id": key, "value": label, "type": "choice", "order": "0", "deleted": ""} for key, label in pairs]
        data |= choice_data(number, blocks)
    return data


def choice_data(number, blocks):
    """Return the data that the editor sends for the choices of the field with this number."""
    prefix = f"form_fields-{number}-choices"
    data = {f"{prefix}-{at}-{name}": value for at, block in enumerate(blocks) for name, value in block.items()}
    data |= {f"{prefix}-{at}-order": str(at) for at in range(len(blocks))}
    return data | {f"{prefix}-count": str(len(blocks))}


def new_choices(number, *labels):
    return choice_data(number, [{"id": "", "value": one, "type": "choice", "deleted": ""} for one in labels])


def save(client, page, data, publish=True):
    """Save the editor's form and return the page; fail if the form is refused."""
    button = {"action-publish": "1"} if publish else {}
    response = client.post(f"/admin/pages/{page.pk}/edit/", data | button)
    assert response.status_code == 302, soup(response).select_one(".messages").get_text()
    page.refresh_from_db()
    return page


def add_field(data, label):
    number = int(data["form_fields-TOTAL_FORMS"])
    added = {"label": label, "field_type": "singleline", "meaning": "", "default_value": "", "id": ""}
    added |= {"choices-count": "0", "ORDER": str(number + 1), "DELETE": "", "help_text": ""}
    return (
        data
        | {f"form_fields-{number}-{name}": value for name, value in added.items()}
        | {"form_fields-TOTAL_FORMS": str(number + 1)}
    )


def key_of(label):
    return FormPage.objects.get(slug="contact-us").form_fields.get(label=label).clean_name


@pytest.mark.slow
def test_key_of_a_field_does_not_change_with_its_label(editor_client, contact):
    data = edit_form(editor_client, contact)
    data["form_fields-0-label"] = "How may we call you?"
    save(editor_client, contact, data)
    assert key_of("How may we call you?") == "name"


@pytest.mark.parametrize("drafts", [0, 2])
@pytest.mark.slow
def test_key_of_a_new_field_does_not_change_after_it_is_published(editor_client, contact, drafts):
    data = add_field(edit_form(editor_client, contact), "Insuran")
    for _draft in range(drafts):
        save(editor_client, contact, data, publish=False)
        data = edit_form(editor_client, contact)
    save(editor_client, contact, data)
    key = key_of("Insuran")
    data = edit_form(editor_client, contact)
    number = next(name.split("-")[1] for name, value in data.items() if value == "Insuran")
    save(editor_client, contact, data | {f"form_fields-{number}-label": "Insurance"}, publish=False)
    save(editor_client, contact, edit_form(editor_client, contact))
    assert key_of("Insurance") == key


@pytest.mark.slow
def test_removed_field_is_remembered_and_its_key_is_not_used_again(editor_client, client, contact):
    message = sent_message(client)
    data = edit_form(editor_client, contact) | {"form_fields-0-DELETE": "1"}
    save(editor_client, contact, data)
    known = KnownField.objects.get(form__key=contact.translation_key, key="name")
    assert known.is_removed
    assert message.answer_for("name") == "Test Patient"
    save(editor_client, contact, add_field(edit_form(editor_client, contact), "Your name"))
    assert key_of("Your name") != "name"


INVALID_SETTINGS = [
    ({"notified": "front desk"}, "“front desk” is not an e-mail address."),
    ({"retention_days": "0"}, "Ensure this value is greater than or equal to 1."),
    (new_choices(3, "Only one"), "Write at least two choices."),
    (new_choices(3, "Red", "Blue", "Red"), "“Red” is there twice. Delete one of the two."),
    ({"form_fields-3-default_value": "Nothing"}, "“Nothing” is not among the choices."),
    ({"form_fields-3-field_type": "hidden", "form_fields-3-required": "on"}, "Nobody sees a hidden field"),
]


@pytest.mark.slow
def test_invalid_settings_of_a_form_are_refused_with_an_error(editor_client, contact):
    data = edit_form(editor_client, contact) | {"action-publish": "1"}
    for changes, sentence in INVALID_SETTINGS:
        response = editor_client.post(f"/admin/pages/{contact.pk}/edit/", data | changes)
        text = unescape(response.content.decode()).replace(r"\u201c", "“").replace(r"\u201d", "”")
        assert sentence in text
        assert [other for _changes, other in INVALID_SETTINGS if other != sentence and other in text] == []


@pytest.mark.slow
def test_default_answer_with_a_comma_is_ticked(editor_client, client, contact):
    field = {"field_type": "checkboxes", "default_value": "Today, or tomorrow"}
    changes = {f"form_fields-3-{name}": value for name, value in field.items()}
    changes |= new_choices(3, "Today, or tomorrow", "Next week", "Later")
    save(editor_client, contact, edit_form(editor_client, contact) | changes)
    ticked = soup(client.get("/contact-us/")).select("form.form [name=topic][checked]")
    assert [box.parent.get_text().strip() for box in ticked] == ["Today, or tomorrow"]


@pytest.mark.slow
def test_second_form_in_the_footer_is_refused(editor_client, contact):
    referral = FormPage.objects.get(slug="referral-form")
    data = edit_form(editor_client, referral) | {"is_at_foot": "on", "action-publish": "1"}
    response = editor_client.post(f"/admin/pages/{referral.pk}/edit/", data)
    assert "“Contact Us” is in the footer of every page already." in soup(response).get_text()


@pytest.mark.slow
def test_another_form_is_put_into_the_footer_in_both_languages(editor_client, client, home, contact):
    translate(home)
    translate(contact)
    referral = FormPage.objects.get(slug="referral-form", locale__language_code="en")
    spanish_page = translate(referral)
    data = edit_form(editor_client, contact)
    del data["is_at_foot"]
    save(editor_client, contact, data)
    save(editor_client, referral, edit_form(editor_client, referral) | {"is_at_foot": "on"})
    for address, form in (("/privacy/", referral), ("/es/", spanish_page)):
        assert soup(client.get(address)).select_one("#contact-heading").get_text() == form.title


@pytest.mark.slow
def test_month_comes_before_the_day_in_every_language(client, home):
    translate(home)
    page = FormPage.objects.get(slug="referral-form")
    for address in (page.get_url(), translate(page).get_url()):
        for written in ("02/03/1960", "2/3/1960", "02-03-1960", "2.3.1960", "1960-02-03"):
            # A different reason each time: the same message sent again would not be saved.
            answers = REFERRAL | {"date_of_birth": written, "reason": f"Back pain, {written}."}
            message = sent_message(client, address=address, answers=answers)
            stored = {one["key"]: one["value"] for one in message.answers}
            assert (stored["date_of_birth"], stored["reason"]) == ("1960-02-03", answers["reason"]), address


@pytest.mark.parametrize("written", ["02/03/60", "31/12/1960", "1960"])
def test_ambiguous_date_is_refused(client, written):
    errors = errors_in(send(client, "/referral-form/", REFERRAL | {"date_of_birth": written}))
    assert errors == {"id_date_of_birth": "Write the date like this: 12/31/2026."}


def test_date_field_requests_no_numeric_keypad_which_has_no_slash(client):
    assert "inputmode" not in soup(client.get("/referral-form/")).select_one("#id_date_of_birth").attrs


@pytest.mark.parametrize("written", ["12", "call me", "555-01"])
def test_too_short_phone_number_is_refused(client, written):
    errors = errors_in(send(client, "/contact-us/", {"name": "Ana", "phone": written, "message": "Hello"}))
    assert errors == {"id_phone": "Write the phone number with its area code, such as 479-555-0123."}


@pytest.mark.parametrize("written", ["(479) 555-0123 ext. 4", "+52 55 1234 5678", "4795550123"])
def test_phone_number_is_stored_as_written(client, written):
    message = sent_message(client, answers={"name": "Ana", "phone": written, "message": "Hello"})
    assert {one["key"]: one["value"] for one in message.answers}["phone"] == written


@pytest.mark.parametrize("written", ["12/31/2026 2:30 PM", "12-31-2026 02:30 pm", "12/31/2026 14:30"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_date_and_time_are_read_in_american_format(language, written):
    field = FormField(label="When", field_type="datetime", clean_name="when")
    field.original = field
    with translation.override(language):
        form = FormBuilder([field]).get_form_class()({"when": written})
        assert form.is_valid(), form.errors
    assert timezone.localtime(form.cleaned_data["when"]).isoformat()[:16] == "2026-12-31T14:30"


def test_date_without_a_time_is_refused():
    field = FormField(label="When", field_type="datetime", clean_name="when")
    field.original = field
    form = FormBuilder([field]).get_form_class()({"when": "12/31/2026"})
    assert form.errors["when"] == ["Write the date and the time like this: 12/31/2026 2:30 PM."]


@pytest.mark.parametrize("mode", ["form", "landing"])
@pytest.mark.slow
def test_editor_previews_form_and_thank_you_page(editor_client, contact, mode):
    address = f"/admin/pages/{contact.pk}/edit/preview/"
    assert editor_client.post(address, edit_form(editor_client, contact)).json()["is_valid"]
    response = editor_client.get(address, {"mode": mode})
    assert soup(response).h1.get_text().strip() == {"form": "Contact Us", "landing": contact.thank_you_heading}[mode]
