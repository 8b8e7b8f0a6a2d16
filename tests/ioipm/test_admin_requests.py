"""No address of the admin answers 500 to a request that its own pages would not send."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ioipm.access.odd_requests import OddRequestsMiddleware
from ioipm.static_files import join_imports

pytestmark = pytest.mark.sql

VALUES = {"int": "{page}", "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
# It signs out.
LEFT_OUT = ("admin/logout/",)


def routes(resolver, prefix=""):
    """Yield the routes of all views below a resolver."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def addresses(page):
    """Yield an address for each view of the admin, with the page's number where a number is expected."""
    for route in routes(get_resolver()):
        if not route.startswith("admin/") or route in LEFT_OUT:
            continue
        address = PARAMETER.sub(lambda match: VALUES.get(match[1] or "str", "x").format(page=page), route)
        address = GROUP.sub(str(page), address).replace("^", "").replace("$", "").replace("\\Z", "")
        yield "/" + address.replace("(", "").replace(")", "").replace("?", "")


def failed_requests(editor, method, number):
    """Return the addresses that answer a request of the editor with an error of the server, and the error."""
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    failed = []
    for address in addresses(number):
        response = getattr(client, method)(address)
        if response.status_code >= 500:
            failed.append((address, repr(getattr(response, "exc_info", [0, 0])[1])))
    assert client.get("/admin/").status_code == 200  # still signed in
    return failed


@pytest.mark.django_db
@pytest.mark.slow
def test_form_without_fields_is_no_error_of_the_server(editor):
    assert failed_requests(editor, "post", 1) == []


@pytest.mark.django_db
@pytest.mark.slow
def test_request_for_anything_is_no_error_of_the_server(editor):
    assert failed_requests(editor, "get", 1) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "/admin/choose-external-link/"),
        ("post", "/admin/redirects/import/process/"),
        ("get", "/admin/pages/1/set_position/"),
        ("get", "/admin/images/chooser/chosen/x/"),
    ],
)
def test_request_that_wagtail_cannot_handle_gets_a_page_of_the_admin(editor_client, caplog, method, address):
    response = getattr(editor_client, method)(address)
    assert response.status_code == 400
    assert "could not be handled" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert f"Wagtail cannot handle this request: {method.upper()} {address}" in caplog.text


def test_error_in_our_own_code_is_an_error_of_the_server(rf):
    with pytest.raises(TypeError) as error:
        join_imports("css/site.css", lambda name: None)
    middleware = OddRequestsMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(rf.get("/admin/"), error.value) is None
