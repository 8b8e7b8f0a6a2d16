"""The response to a public GET is the same for everyone, and no cache stores a personal response."""

import pytest
from wagtail.models import PageViewRestriction

from tests.html import soup

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/conditions-we-treat/",
    "/conditions-we-treat/mid-back-pain/",
    "/treatments-we-provide/trigger-point-injections/",
    "/locations/russellville/",
    "/privacy/",
    "/sitemap.xml",
    "/robots.txt",
]
NOT_FOUND = ["/nothing-here/", "/es/"]


@pytest.mark.parametrize("address", [*ADDRESSES, *NOT_FOUND, "/mid-back-pain"])
def test_public_response_sets_no_cookie_and_does_not_vary_by_visitor(client, address):
    response = client.get(address, HTTP_ACCEPT_LANGUAGE="es", HTTP_USER_AGENT="Somebody")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")
    assert b"csrf" not in response.content.lower()


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_page_may_be_cached(client, address):
    assert client.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("address", NOT_FOUND)
def test_missing_page_is_not_cached(client, address):
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ADDRESSES)
def test_language_and_host_of_the_request_change_no_byte(client, address):
    plain = client.get(address).content
    assert client.get(address, HTTP_ACCEPT_LANGUAGE="es").content == plain
    assert client.get(address, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example").content == plain
    assert client.get(address, {"utm_source": "evil"}).content == plain


def test_unchanged_page_returns_304(client):
    etag = client.get("/")["ETag"]
    assert client.get("/", HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_page_with_the_editors_bar_is_not_cached(client, editor_client):
    response = editor_client.get("/")
    assert "wagtail-userbar" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    anonymous = client.get("/")
    assert "userbar" not in anonymous.content.decode()
    assert anonymous["Cache-Control"].startswith("public")


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/"])
def test_admin_is_not_cached(client, editor_client, address):
    assert client.get(address)["Cache-Control"] == "private, no-store"
    assert editor_client.get(address)["Cache-Control"] == "private, no-store"


def test_private_page_is_not_cached(client, editor_client, mid_back_pain):
    PageViewRestriction.objects.create(page=mid_back_pain, restriction_type=PageViewRestriction.LOGIN)
    address = mid_back_pain.get_url()
    assert client.get(address).status_code == 302
    assert client.get(address)["Cache-Control"] == "private, no-store"
    assert editor_client.get(address)["Cache-Control"] == "private, no-store"


def test_page_below_a_private_page_and_alias_of_one_are_private(client, page_at, mid_back_pain):
    conditions = page_at("conditions-we-treat")
    alias = mid_back_pain.create_alias(update_slug="alias")
    PageViewRestriction.objects.create(page=mid_back_pain, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(alias.get_url()).status_code == 302
    assert client.get("/conditions-we-treat/neck-pain/").status_code == 200
    PageViewRestriction.objects.create(page=conditions, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/conditions-we-treat/neck-pain/").status_code == 302
    assert client.get("/privacy/").status_code == 200


def test_preview_is_not_cached(editor_client, mid_back_pain):
    response = editor_client.get(f"/admin/pages/{mid_back_pain.pk}/view_draft/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", [*ADDRESSES, *NOT_FOUND])
def test_public_policy_allows_nothing_inline_and_no_other_host(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    for word in ("unsafe", "nonce", "http", "*", "data:"):
        assert word not in policy


@pytest.mark.parametrize("address", ADDRESSES[:6])
def test_public_page_has_nothing_inline_and_names_no_other_host(client, address):
    page = soup(client.get(address))
    assert [
        script
        for script in page.find_all("script")
        if script.get("type") != "application/ld+json" and not script.get("src")
    ] == []
    assert page.find_all("style") == []
    assert page.select("[style], [onclick], [onload]") == []
    loaded = [
        tag.get("src") or tag.get("href")
        for tag in page.select("script[src], link[rel=stylesheet], link[rel=icon], img")
    ]
    assert all(address.startswith("/static/") for address in loaded)


def test_security_headers(client):
    response = client.get("/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/api/", "/api/v2/pages/", "/django-admin/", "/admin/signup/", "/accounts/login/"])
def test_unused_addresses_are_off(client, address):
    assert client.get(address).status_code in (302, 404)
    assert client.get(address, follow=True).status_code in (200, 404)
    assert client.get(address).headers.get("Location", "/admin/login/").startswith("/admin/login/")


def test_redirect_to_an_address_with_a_slash_has_the_headers_of_a_page(client):
    page, redirect = client.get("/contact-us/"), client.get("/contact-us")
    assert (page.status_code, redirect.status_code) == (200, 301)
    assert set(page.headers) - set(redirect.headers) - {"ETag", "Content-Length", "Vary"} == set()
    for name in ("Content-Security-Policy", "X-Frame-Options", "Cache-Control", "Permissions-Policy"):
        assert redirect[name] == page[name]
