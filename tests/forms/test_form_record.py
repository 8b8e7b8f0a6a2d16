"""The record of a form follows what staff do with its page."""

import pytest

from forms.models import Form, FormPage
from tests.factories import make_form, publish

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def contact():
    return FormPage.objects.get(slug="contact-us")


def record(page):
    return Form.objects.get(key=page.translation_key)


def test_draft_changes_nothing_and_publishing_it_does(contact):
    contact.title, contact.retention_days, contact.notified = "Write to Us", 90, "desk@clinic.example"
    contact.save_revision()
    assert (record(contact).name, record(contact).retention_days) == ("Contact Us", 365)
    publish(contact)
    form = record(contact)
    assert (form.name, form.retention_days) == ("Write to Us", 90)
    assert form.notified_addresses == ["desk@clinic.example"]


def test_form_is_open_while_its_page_is_published():
    page = make_form()
    assert record(page).is_open
    page.unpublish()
    assert not record(page).is_open
    publish(page)
    assert record(page).is_open


@pytest.mark.parametrize(("notified", "is_warned"), [("", True), (" \n", True), ("desk@clinic.example", False)])
def test_editor_says_when_the_form_notifies_nobody(editor_client, notified, is_warned):
    page = make_form(notified=notified)
    response = editor_client.get(f"/admin/pages/{page.pk}/edit/")
    assert ("This form notifies nobody by mail" in response.content.decode()) == is_warned
