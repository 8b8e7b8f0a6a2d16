"""A rule of a model that refuses an action of the admin is a sentence and never a 500, and nothing is half done."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page

from forms.models import FormPage
from ioipm.access.refused_actions import RefusedActionsMiddleware, page_before, sentence_of
from pages.models import StandardPage
from tests.factories import make_condition, make_standard_page
from tests.forms.test_form_fields import edit_form, editor_data
from tests.html import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused_publishing(monkeypatch):
    """Let a rule of the model refuse live pages of this type with the title “Refused”."""

    def clean(self):
        super(StandardPage, self).clean()
        if self.live and self.title.startswith("Refused"):
            raise ValidationError("Not this title.")

    monkeypatch.setattr(StandardPage, "clean", clean)


def copy_data(page, **values):
    return {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, **values}


def test_published_copy_of_the_footer_form_is_not_in_the_footer(editor_client, page_at, client):
    contact = page_at("contact-us")
    response = editor_client.post(f"/admin/pages/{contact.pk}/copy/", copy_data(contact, publish_copies="on"))
    assert response.status_code == 302
    copy = FormPage.objects.get(slug="copy")
    assert copy.live
    assert not copy.is_at_foot
    assert not copy.get_latest_revision_as_object().is_at_foot
    assert client.get("/copy/").status_code == 200


@pytest.mark.parametrize("kind", ["copy", "alias", "bulk publish"])
def test_broken_rule_is_shown_and_nothing_is_changed(editor_client, home, refused_publishing, kind):
    page = make_standard_page(home, "Good")
    number = Page.objects.count()
    if kind == "bulk publish":
        page.title = "Refused"
        page.save_revision(clean=False)
        other = make_condition()
        other.unpublish()
        response = editor_client.post(f"/admin/bulk/wagtailcore/page/publish/?id={other.pk}&id={page.pk}", follow=True)
        assert not Page.objects.get(pk=other.pk).live
    else:
        Page.objects.filter(pk=page.pk).update(title="Refused")
        options = {"alias": "on"} if kind == "alias" else {"publish_copies": "on"}
        data = copy_data(page, new_title="Refused copy", **options)
        response = editor_client.post(f"/admin/pages/{page.pk}/copy/", data, follow=True)
        assert Page.objects.count() == number
    assert response.status_code == 200
    assert "Not this title." in " ".join(words(message) for message in soup(response).select(".messages li"))


@pytest.mark.slow
def test_rule_that_breaks_while_the_editor_saves_is_shown_in_the_form(editor_client, page_at, monkeypatch):
    page = page_at("contact-us")
    data = edit_form(editor_client, page) | {"introduction": "Typed text.", "action-publish": "1"}

    def refuse(self, *args, **kwargs):
        raise ValidationError({"slug": "Taken in the meantime."})

    monkeypatch.setattr(FormPage, "save_revision", refuse)
    response = editor_client.post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 200
    assert "Taken in the meantime." in response.content.decode()
    assert "Typed text." in response.content.decode()


@pytest.mark.parametrize("slug", ["privacy", ""])
@pytest.mark.parametrize("is_published", [True, False])
@pytest.mark.slow
def test_taken_slug_of_a_new_page_is_reported(editor_client, home, slug, is_published):
    """An empty slug is made from the title. Wagtail would add a number to one that is taken."""
    address = reverse("wagtailadmin_pages:add", args=["site_forms", "formpage", home.pk])
    data = editor_data(editor_client, address)
    data |= {"title": "Privacy", "slug": slug, "introduction": "Typed text.", "thank_you_text": "Thanks."}
    response = editor_client.post(address, data | ({"action-publish": "1"} if is_published else {}))
    assert response.status_code == 200
    assert "is already in use" in response.content.decode()
    assert "Typed text." in response.content.decode()
    assert not Page.objects.filter(slug="privacy-2").exists()


def test_taken_address_is_refused_for_code_too(home):
    with pytest.raises(ValidationError, match="already in use"):
        home.add_child(instance=StandardPage(title="Privacy", introduction="Good."))


def test_address_that_no_redirect_could_keep_is_refused(page_at):
    page = page_at("privacy")
    page.slug = "a" * 250
    with pytest.raises(ValidationError, match="longer than 255"):
        page.full_clean()


def test_sentence_names_what_protects_a_row():
    error = ProtectedError("", [StandardPage(title=title) for title in "ABCD"])
    assert sentence_of(error).startswith("This cannot be deleted, because it is used by “A”, “B”, “C”…. Choose")


@pytest.mark.parametrize(
    ("method", "referrer", "expected"),
    [
        ("post", "http://testserver/admin/pages/3/copy/", "http://testserver/admin/pages/3/copy/"),
        ("get", "http://testserver/admin/pages/3/", "http://testserver/admin/pages/3/"),
        ("get", "http://testserver/admin/pages/3/copy/", "/admin/"),
        ("post", "https://elsewhere.example/admin/", "/admin/"),
        ("post", "http://testserver/", "/admin/"),
        ("post", None, "/admin/"),
    ],
)
def test_user_returns_to_the_page_before(method, referrer, expected):
    headers = {"HTTP_REFERER": referrer} if referrer else {}
    assert page_before(getattr(RequestFactory(), method)("/admin/pages/3/copy/", **headers)) == expected


def test_script_gets_the_sentence():
    """A chooser shows it; the editor's autosave expects JSON."""
    error = ValidationError("Not this title.")
    middleware = RefusedActionsMiddleware(lambda request: None)
    chooser = RequestFactory(headers={"X-Requested-With": "XMLHttpRequest"}).post("/admin/pages/3/privacy/")
    response = middleware.process_exception(chooser, error)
    assert (response.status_code, response.content) == (400, b"Not this title.")
    autosave = RequestFactory(headers={"Accept": "application/json"}).post("/admin/pages/3/edit/")
    response = middleware.process_exception(autosave, error)
    assert (response.status_code, json.loads(response.content)["error_message"]) == (400, "Not this title.")
    assert middleware.process_exception(RequestFactory().post("/contact-us/"), error) is None
