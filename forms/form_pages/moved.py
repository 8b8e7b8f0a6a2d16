"""Answer a form that was sent to an address where its page no longer is.

Somebody may fill a form in while an editor moves, replaces or withdraws its page. A redirect would lose what was typed:
browsers follow it without the form's data. So the form is answered at the address to which it was sent.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from wagtail.models import Page

from forms.form_pages.models import FormPage
from forms.form_pages.views import respond
from forms.inbox.models import KnownField
from forms.inbox.models.known_field import FILES
from pages.languages import visible
from pages.old_addresses import find_redirect
from pages.typed_text import clean_data

GetResponse = Callable[[HttpRequest], HttpResponse]


class MovedFormMiddleware:
    """Answer a form that was sent to an address without a page.

    It must run inside the CSRF check. A request that matches no URL pattern was not checked, and is not answered.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 404 or not request.resolver_match:
            return response
        return _response(request) or response


def answer_form_of_another_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Answer a form that was sent to the address of a page that does not have it (hook `before_serve_page`)."""
    form_key = _form_key(request)
    if not form_key or (isinstance(page, FormPage) and page.translation_key == form_key):
        return None
    return _response(request)


def _response(request: HttpRequest) -> HttpResponse | None:
    """Return the response of the page that has the form now, or what was typed if there is no such page."""
    response = _response_of_form_page(request) or _typed_text(request)
    return response.render() if isinstance(response, TemplateResponse) else response


def _response_of_form_page(request: HttpRequest) -> HttpResponse | None:
    form_key = _form_key(request)
    pages = visible(FormPage.objects.filter(translation_key=form_key) if form_key else _redirected_to(request))
    page = pages.select_related("locale").first()
    return respond(request, page) if page and not page.get_view_restrictions().exists() else None


def _redirected_to(request: HttpRequest) -> Any:
    """Return the form page to which a redirect leads. A form that was opened before an update has no `form_key`."""
    url, _is_permanent = find_redirect(request)
    path = urlsplit(url or "").path.rstrip("/").rpartition("/")[2]
    return FormPage.objects.filter(slug=path)


def _typed_text(request: HttpRequest) -> HttpResponse | None:
    """Return 410 with the answers below their labels, ready to copy; None if the form is unknown."""
    form_key, data = _form_key(request), clean_data(request.POST)
    if not form_key or data is None:
        return None
    fields = KnownField.objects.filter(form__key=form_key).exclude(field_type__in=[FILES, "hidden"])
    answers = [(field.label, ", ".join(_sent_values(field, data))) for field in fields if data.get(field.key)]
    return render(request, "forms/withdrawn.html", {"answers": answers}, status=410) if answers else None


def _sent_values(field: KnownField, data: Any) -> list[str]:
    return [field.choices.get(sent, sent) for sent in data.getlist(field.key)]


def _form_key(request: HttpRequest) -> UUID | None:
    """Return the key of the sent form, which all its translations share, or None."""
    try:
        return UUID(request.POST.get("form_key", "")) if request.method == "POST" else None
    except ValueError:
        return None
