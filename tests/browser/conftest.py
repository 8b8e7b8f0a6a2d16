"""A real Chromium, and the seeded site on a port of its own.

Most tests only read and share one test database. Those that write, by signing in or by sending a form, are marked
`writes`: they run last, and each begins with a new copy of the seeded site. On PostgreSQL only those run: the other
tests would show the same on every database.
"""

import os
import shutil
import time

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.sign_in import PASSWORD, sign_in
from tests.saved_site import restore_seeded_database

# Playwright's synchronous interface runs an event loop, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Requests of a page that was closed must end before the database is emptied, or SQLite finds a table locked.
SECONDS_TO_END = 1
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
# Chromium would block requests from a page that a test has made up to the services of this machine.
REACHES_US = "--disable-features=LocalNetworkAccessChecks"

USUAL_TEXT = 16  # pixels

EXPECTED_ERRORS = (
    "404 (Not Found)",
    "422 (",
    "net::ERR_FAILED",
)  # a form's mistakes, and a connection that a test breaks


@pytest.fixture(scope="session")
def chromium():
    """The browser. Where there is none the tests are skipped, except where `REQUIRE_BROWSER` is set."""
    if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("Chromium is not installed (Debian: chromium), or name it in CHROMIUM")
    with sync_playwright() as playwright, launch(playwright.chromium) as browser:
        yield browser


def launch(kind, *settings):
    """Start a browser of the kind."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return kind.launch(executable_path=CHROMIUM, args=[*QUIET, REACHES_US, *sandbox, *settings])


@pytest.fixture(scope="session")
def server(django_db_setup):
    """The site on a port of its own: on SQLite it shares our connection, PostgreSQL shows it what is committed."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def site(server, db, request):
    """The address of the seeded site."""
    if request.node.get_closest_marker("writes"):
        restore_seeded_database()
    elif connection.vendor != "sqlite":
        pytest.skip("a browser shows the same on every database")
    return server.url


@pytest.fixture
def browser_context(request, chromium, site):
    """Open a context whose console errors and requests to other hosts fail the test at its end."""
    opened, wrong = [], []

    def note_request(asked):
        if not asked.url.startswith((site, "data:", "blob:")):
            wrong.append(f"asked {asked.url}")

    def note_message(message):
        if message.type == "error" and not any(text in message.text for text in EXPECTED_ERRORS):
            wrong.append(message.text)

    def open_context(width=1280, height=900, **options):
        context = chromium.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        context.on("request", note_request)
        context.on("console", note_message)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    if request.node.get_closest_marker("writes"):
        time.sleep(SECONDS_TO_END)
    assert wrong == []


@pytest.fixture
def enlarged_page(chromium, site):
    """A page in a browser whose reader has made the text twice as large."""
    with launch(chromium.browser_type, f"--blink-settings=defaultFontSize={2 * USUAL_TEXT}") as browser:
        yield browser.new_context(base_url=site, reduced_motion="reduce").new_page()


@pytest.fixture
def admin(browser_context, site, django_user_model):
    """The admin in a browser, with an editor logged in who typed name and password."""
    django_user_model.objects.create_superuser("editor", "editor@example.com", PASSWORD)
    return sign_in(browser_context(1440, 1000).new_page(), "editor")
