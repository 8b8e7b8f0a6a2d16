"""No request, however odd, changes what the next reader gets; many readers at once cost one rendering."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ioipm.page_cache.keys import declared_parameters, page_key
from ioipm.page_cache.middleware import PageCacheMiddleware
from ioipm.page_cache.store import PageStore, store
from ioipm.page_cache.stored_page import StoredPage
from tests.ioipm.odd_requests import ODD_HEADERS, ODD_METHODS, ODD_QUERIES

HOST = "www.ioipm.example"
PAGES = ("/", "/privacy/", "/search/")  # one of each kind: home, a page that is quickly rendered, parameters


def answers(reader):
    """Return what a reader gets for each page. The date of a page depends on when it was rendered."""
    found = [reader.get(path, headers={"accept-encoding": accepted}) for path in PAGES for accepted in ("", "br")]
    return [
        (one.status_code, sha256(one.content).hexdigest(), {k: v for k, v in one.items() if k != "Last-Modified"})
        for one in found
    ]


def send(client, **options):
    for path in PAGES:
        client.generic(options.get("method", "GET"), path, **{k: v for k, v in options.items() if k != "method"})


@pytest.mark.django_db
@pytest.mark.parametrize("begins", ["empty", "full"])
@pytest.mark.slow
def test_no_odd_request_changes_a_byte_for_the_next_reader(reader, begins):
    reader.raise_request_exception = False
    expected = answers(reader)
    odd = Client(raise_request_exception=False, headers={"host": HOST})
    requests = [
        *({"headers": headers} for headers in ODD_HEADERS),
        *({"QUERY_STRING": query} for query in ODD_QUERIES),
        *({"method": method} for method in ODD_METHODS),
    ]
    assert len(requests) > 60
    if begins == "empty":
        store.clear()
    for request in requests:
        send(odd, **request)
        if begins == "full":
            assert answers(reader) == expected, request
    assert answers(reader) == expected


@pytest.mark.django_db
def test_tracking_parameters_cost_one_rendering(reader, django_assert_num_queries):
    for number in range(2):
        reader.get("/", {"utm_campaign": f"first{number}"})
    with django_assert_num_queries(0):
        for number in range(20):
            reader.get("/", {"utm_campaign": number, "gclid": number})
        reader.get("/")


@pytest.mark.django_db
def test_address_that_moves_keeps_the_parameters_of_its_readers(
    reader, mid_back_pain, django_capture_on_commit_callbacks
):
    for address in (mid_back_pain.get_url(), f"{mid_back_pain.get_url()}?utm_source=a"):
        reader.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        mid_back_pain.slug = "elsewhere"
        mid_back_pain.save_revision().publish()
    response = reader.get("/conditions-we-treat/mid-back-pain/?utm_source=a")
    assert response["Location"] == "/conditions-we-treat/elsewhere/?utm_source=a"


def test_parameters_that_public_views_read_are_declared_and_no_others():
    folders = ("search", "forms/form_pages", "forms/newsletter", "home/models", "pages/models")
    files = [file for folder in folders for file in (settings.BASE_DIR / folder).rglob("*.py")]
    texts = "".join(file.read_text() for file in [*files, settings.BASE_DIR / "pages" / "views.py"])
    assert set(re.findall(r"request\.GET\.get\(\"(\w+)\"", texts)) == declared_parameters()
    assert len(re.findall(r"\.GET\b", texts)) == len(re.findall(r"request\.GET\.get\(\"", texts))


def test_200_readers_at_once_cost_one_rendering_of_each_page(reader):
    rendered, lock = [], threading.Lock()
    everyone_waits = threading.Event()

    def render(request):
        with lock:
            rendered.append(request.path)
        everyone_waits.wait(0.1)
        return HttpResponse(request.path * 100, headers={"Cache-Control": "public, max-age=0, s-maxage=1"})

    middleware = PageCacheMiddleware(render)
    paths = [f"/{number % 4}/" for number in range(200)]
    with ThreadPoolExecutor(50) as readers:
        found = list(readers.map(lambda path: middleware(RequestFactory().get(path, headers={"host": HOST})), paths))
    assert [response.content.decode() for response in found] == [path * 100 for path in paths]
    assert sorted(rendered) == sorted(set(paths))


def test_memory_is_bounded_and_the_pages_in_use_stay(reader, monkeypatch):
    monkeypatch.setattr("ioipm.page_cache.store.MOST_BYTES", 20_000)
    monkeypatch.setattr("ioipm.page_cache.store.current_version", lambda: 1)
    pages = PageStore()
    response = HttpResponse(b"x" * 1000, headers={"Cache-Control": "public, max-age=0, s-maxage=1"})
    keys = [
        page_key({"REQUEST_METHOD": "GET", "PATH_INFO": f"/{number}/", "HTTP_HOST": HOST, "wsgi.url_scheme": "http"})
        for number in range(50)
    ]
    for key in keys:
        pages.put(key, StoredPage(response, 1, None))
        pages.get(keys[0])
    assert sum(pages.last(key) is not None for key in keys) <= 10
    assert pages.last(keys[-1])
    assert pages.last(keys[0])
