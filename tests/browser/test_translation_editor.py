"""Staff reword a choice of a form, and translate the page in the editor of translations."""

import pytest
from wagtail_localize.models import StringTranslation

from forms.models import FormPage
from tests.browser.accessibility import violations
from tests.translations import submit, translate

pytestmark = pytest.mark.writes

EDITOR = {"include": [[".translation-editor"]]}  # what is around it is Wagtail's


def save(admin):
    """Press “Save” and wait for the message."""
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.get_by_text("Readers see them after you publish.").wait_for()


def test_choice_is_reworded_and_the_page_translated(admin, site):
    page = FormPage.objects.get(slug="contact-us", locale__language_code="en")
    keys = [key for key, _label in page.form_fields.get(clean_name="topic").choice_pairs()]

    admin.goto(f"/admin/pages/{page.pk}/edit/")
    choices = admin.locator('[id="inline_child_form_fields-3"]')
    choices.locator('[name="form_fields-3-choices-0-value"]').fill("A referral")
    choices.get_by_role("button", name="Insert a block").last.click()
    choices.locator('[name="form_fields-3-choices-6-value"]').fill("A bill")
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    admin.get_by_text("has been published").wait_for()
    field = FormPage.objects.get(pk=page.pk).form_fields.get(clean_name="topic")
    pairs = field.choice_pairs()
    assert [key for key, _label in pairs][:6] == keys
    assert [label for _key, label in (pairs[0], pairs[6])] == ["A referral", "A bill"]

    translate(page.get_parent().specific)
    translation = submit(page.specific)
    admin.goto(f"/admin/pages/{translation.get_target_instance().pk}/edit/")
    box = admin.locator(".translation-text", has_text="Drop us a line!").locator("textarea")
    box.fill("Escríbanos. También puede llamar al {phone}.")
    box.press("End")
    box.press("Enter")
    box.type("Gracias.")
    assert box.input_value().endswith("{phone}.\nGracias.")
    save(admin)
    stored = StringTranslation.objects.get(context__object_id=page.translation_key, context__path="introduction")
    assert stored.data == "Escríbanos. También puede llamar al {phone}.<br/>Gracias."
    assert admin.locator("progress").get_attribute("value") == "1"

    page.refresh_from_db()
    page.introduction = "Write to us! You can also call us at {phone}."
    page.save_revision().publish()
    translation.source.update_from_db()
    admin.reload()
    box = admin.locator(".translation-text", has_text="Write to us!").locator("textarea")
    assert box.input_value() == ""
    admin.get_by_role("button", name="Begin with the previous Spanish").click()
    assert box.input_value() == "Escríbanos. También puede llamar al {phone}.\nGracias."
    box.fill("Escríbanos.")
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.get_by_text("“{phone}” of the English text is missing.").wait_for()
    assert box.input_value() == "Escríbanos."

    admin.set_viewport_size({"width": 390, "height": 900})  # a phone
    assert admin.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(admin, part=EDITOR) == ""
