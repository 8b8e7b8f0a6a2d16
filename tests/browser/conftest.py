"""Fixtures that run the seeded site on a local port and open it in Chromium.

Most tests only read and share one test database. Those that write, by signing in or by sending a form, are marked
`writes`: they run last, and each begins with a new copy of the seeded site. On PostgreSQL only those run, because the
results of the other tests do not depend on the database.
"""

import os
import shutil
import time
from pathlib import Path
from threading import Lock

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.db import connection
from django.http import HttpResponse
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from ioipm.static_files import STYLESHEET, join_imports
from tests.browser.sign_in import PASSWORD, sign_in
from tests.saved_site import restore_seeded_database

# Playwright's synchronous interface runs an event loop, in which Django refuses to use the database by default.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SECONDS_TO_FINISH = 10  # at most, for the requests of a closed page
NO_BACKGROUND_REQUESTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Without this option, Chromium blocks requests from a mocked page to servers on this machine.
ALLOW_LOCAL_REQUESTS = "--disable-features=LocalNetworkAccessChecks"

DEFAULT_FONT_SIZE = 16  # CSS pixels

# A user who is signed out, a missing page, an autosave of a page that is not complete, a form with errors, and a
# connection that a test aborts.
EXPECTED_ERRORS = ("400 (Bad Request)", "401 (Unauthorized)", "404 (Not Found)", "422 (", "net::ERR_FAILED")


@pytest.fixture(scope="session")
def chromium():
    """Return the browser. If Chromium is missing, skip the test unless `REQUIRE_BROWSER` is set."""
    if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("Chromium is not installed (Debian: chromium), or name it in CHROMIUM")
    with sync_playwright() as playwright, launch(playwright.chromium) as browser:
        yield browser


def launch(kind, *settings):
    """Start a browser of a Playwright browser type, with extra command-line options."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return kind.launch(
        executable_path=CHROMIUM, args=[*NO_BACKGROUND_REQUESTS, ALLOW_LOCAL_REQUESTS, *sandbox, *settings]
    )


class CachedStaticFiles(StaticFilesHandler):
    """Serve static files as in production: one style sheet, and browsers keep each file.

    Without this, each page sends 60 requests, and the browser waits longer for the server than the test needs.
    """

    def serve(self, request):
        if self.file_path(request.path) == STYLESHEET:
            response = HttpResponse(join_imports(STYLESHEET, self.read), content_type="text/css")
        else:
            response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response

    @staticmethod
    def read(name):
        return Path(finders.find(name)).read_text(encoding="utf-8")


class RunningRequests:
    """Count the requests that the server is answering."""

    def __init__(self):
        self.count, self.lock = 0, Lock()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **signal):
        with self.lock:
            self.count += 1

    def end(self, **signal):
        with self.lock:
            self.count -= 1

    def wait_for_the_last(self):
        """Return when the server has been idle for a moment."""
        end = time.monotonic() + SECONDS_TO_FINISH
        idle = 0
        while idle < 3 and time.monotonic() < end:
            time.sleep(0.05)
            idle = 0 if self.count else idle + 1


@pytest.fixture(scope="session")
def running_requests():
    """Return an object that counts the requests that the server is answering."""
    return RunningRequests()


@pytest.fixture(scope="session")
def server(django_db_setup, running_requests):
    """Run the site on a local port. On SQLite it shares the test's connection; on PostgreSQL it sees committed data."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = CachedStaticFiles
    server.start()
    yield server
    server.stop()


@pytest.fixture
def site(server, db, request):
    """Return the base URL of the seeded site."""
    if request.node.get_closest_marker("writes"):
        restore_seeded_database()
    elif connection.vendor != "sqlite":
        pytest.skip("The result does not depend on the database.")
    return server.url


@pytest.fixture
def browser_context(request, chromium, site, running_requests):
    """Return a function that opens a browser context.

    Console errors and requests to other hosts fail the test at its end.
    """
    contexts, problems = [], []

    def check_request(sent):
        if not sent.url.startswith((site, "data:", "blob:")):
            problems.append(f"requested {sent.url}")

    def check_message(message):
        if message.type == "error" and not any(text in message.text for text in EXPECTED_ERRORS):
            problems.append(message.text)

    def open_context(width=1280, height=900, **options):
        context = chromium.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        context.on("request", check_request)
        context.on("console", check_message)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    if request.node.get_closest_marker("writes"):
        # Requests of a closed page must end before the database is replaced, or SQLite finds a table locked.
        running_requests.wait_for_the_last()
    assert problems == []


@pytest.fixture
def enlarged_page(chromium, site):
    """Return a page in a browser whose default font size is doubled."""
    with launch(chromium.browser_type, f"--blink-settings=defaultFontSize={2 * DEFAULT_FONT_SIZE}") as browser:
        yield browser.new_context(base_url=site, reduced_motion="reduce", bypass_csp=True).new_page()


@pytest.fixture
def admin(browser_context, site, django_user_model):
    """Return a browser page at the admin, with a superuser signed in through the login form."""
    django_user_model.objects.create_superuser("editor", "editor@example.com", PASSWORD)
    return sign_in(browser_context(1440, 1000).new_page(), "editor")
