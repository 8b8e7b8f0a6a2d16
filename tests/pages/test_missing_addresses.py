"""Requests for addresses without a page are counted for staff, within limits and without data about visitors."""

from collections import Counter

import pytest
from django.core.signals import request_finished
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from pages import missing_addresses
from pages.missing_addresses import (
    MOST_IN_MEMORY,
    MOST_ROWS,
    WRITE_INTERVAL,
    MissingAddressCounter,
    add_counts,
    delete_old,
    may_be_stored,
)
from pages.models import MissingAddress
from tests.factories import make_standard_page

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def counter(settings, monkeypatch):
    """A counter for this test that writes at once."""
    settings.COUNT_MISSING_ADDRESSES = True
    counter = MissingAddressCounter()
    monkeypatch.setattr(missing_addresses, "counter", counter)
    monkeypatch.setattr(missing_addresses, "WRITE_INTERVAL", 0)
    return counter


def counted():
    return dict(MissingAddress.objects.values_list("path", "count"))


def test_requests_are_counted_by_path(client, counter):
    for address in ("/spring/", "/Spring/?utm=1", "/spring", "/es/primavera/", "/café/"):
        client.get(address, follow=True)
    client.head("/spring/")
    assert counted() == {"/spring": 4, "/es/primavera": 1, "/café": 1}


@pytest.mark.parametrize(
    "address", ["/privacy/", "/mid-back-pain/", "/admin/nothing/", "/static/a", "/newsletter/confirm/x/"]
)
def test_pages_redirects_and_other_addresses_are_not_counted(client, counter, address):
    client.get(address)
    assert counted() == {}


def test_sent_form_is_not_counted(client, counter):
    client.post("/spring/")
    assert counted() == {}


@pytest.mark.parametrize(
    "path",
    [
        "/jane@example.com",
        "/unsubscribe/jane@example.com",
        "/patient/479-967-7770",
        "/born/12-31-1960",
        "/mrn/0012345678",
        "/wp-login",
        "/.env",
        "/index.php",
        "/backup.zip",
        "/a\x07b",
        "/" + "a" * 255,
        "/",
    ],
)
def test_personal_data_and_noise_are_not_stored(path):
    assert not may_be_stored(path)


@pytest.mark.parametrize("path", ["/spring", "/back-pain-2024", "/ciática", "/page.html", "/a/b/c"])
def test_ordinary_addresses_are_stored(path):
    assert may_be_stored(path)


def test_a_million_random_addresses_fill_neither_memory_nor_table(monkeypatch):
    counter = MissingAddressCounter()
    for number in range(MOST_IN_MEMORY * 3):
        counter.add(f"/random-{number}-x")
    monkeypatch.setattr(missing_addresses, "WRITE_INTERVAL", 0)
    assert len(counter.take_if_due()) == MOST_IN_MEMORY
    now = timezone.now()
    rows = [
        MissingAddress(path=f"/{n}", count=1, first_requested_at=now, last_requested_at=now) for n in range(MOST_ROWS)
    ]
    MissingAddress.objects.bulk_create(rows)
    add_counts(Counter({"/wanted": 7, "/0": 1}))
    assert MissingAddress.objects.count() == MOST_ROWS
    assert (counted()["/wanted"], counted()["/0"]) == (7, 2)


def test_a_request_writes_at_most_once_a_minute(client, settings, monkeypatch, django_assert_num_queries):
    settings.COUNT_MISSING_ADDRESSES = True
    counter = MissingAddressCounter()
    monkeypatch.setattr(missing_addresses, "counter", counter)
    now = [1000.0]
    monkeypatch.setattr(missing_addresses, "monotonic", lambda: now[0])
    counter._written_at = now[0]
    client.get("/spring/")
    client.get("/spring/")
    assert counted() == {}
    now[0] += WRITE_INTERVAL
    client.get("/")
    assert counted() == {"/spring": 2}
    with django_assert_num_queries(0):
        request_finished.send(sender=None)


def test_report_offers_a_redirect_and_forgets_what_is_redirected(log_in, counter, client):
    client.get("/spring/")
    marketing = log_in("Marketing")
    report = marketing.get("/admin/reports/addresses-not-found/").content.decode()
    assert "/spring" in report
    assert "/admin/redirects/add/?old_path=%2Fspring" in report
    assert 'value="/spring"' in marketing.get("/admin/redirects/add/?old_path=%2Fspring").content.decode()
    assert b"/spring" in b"".join(marketing.get("/admin/reports/addresses-not-found/?export=csv"))
    Redirect.add_redirect("/Spring", "https://elsewhere.example/")
    assert counted() == {}


def test_published_page_is_forgotten(home, counter, client):
    client.get("/spring/")
    make_standard_page(home, "Spring")
    assert counted() == {}


def test_report_needs_the_permission_to_add_redirects(log_in, desk):
    address = "/admin/reports/addresses-not-found/"
    for client in (desk, log_in(name="nobody")):
        assert client.get(address).status_code == 302
    assert address not in desk.get("/admin/").content.decode()
    assert address in log_in("Marketing", name="mark").get("/admin/").content.decode()


def test_addresses_that_nobody_requests_any_more_are_deleted(clock):
    add_counts(Counter({"/old": 1}))
    clock.move(days=80)
    add_counts(Counter({"/new": 1}))
    clock.move(days=11)
    delete_old()
    assert counted() == {"/new": 1}
