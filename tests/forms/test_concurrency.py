"""Concurrent requests to a real server with several processes: the same message is saved once and taken once."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup

from ioipm.settings.environment import BASE_DIR
from tests.contact_form import ANSWERS, CONTACT
from tests.files import pdf
from tests.services import environment, free_port, manage, running

pytestmark = [pytest.mark.sql, pytest.mark.slow]

ROUNDS = 5
PARALLEL_REQUESTS = 4
PDF = pdf()
PASSWORD = "a long password"
USERNAMES = ("dana", "robin")
CREATE_FRONT_DESK_USERS = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
for name in {usernames}:
    get_user_model().objects.create_user(name, password="{password}").groups.add(Group.objects.get(name="Front desk"))
"""
PRINT_MESSAGES = """
import json
from forms.models import Message
from wagtail.models import ModelLogEntry
print(json.dumps([
    {
        "pk": one.pk,
        "reference": one.reference,
        "files": one.attachments.count(),
        "owner": one.owner and one.owner.get_username(),
        "taken": ModelLogEntry.objects.filter(action="site_forms.take", object_id=one.pk).count(),
    }
    for one in Message.objects.order_by("pk")
]))
"""


class Site:
    """The site, served by several processes with a separate database."""

    def __init__(self, folder, database):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.variables = {**database, "DJANGO_SETTINGS_MODULE": "ioipm.settings.dev"}

    def serve(self):
        """Return a context manager that runs the server."""
        options = [
            "--preload",
            "--workers",
            "2",
            "--threads",
            "4",
            "--graceful-timeout",
            "3",
            "--no-control-socket",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        command = [sys.executable, "-m", "gunicorn", *options, "ioipm.wsgi"]
        return running(command, self.port, cwd=BASE_DIR, env=environment(self.folder, **self.variables))

    def shell(self, code):
        """Run code with `manage.py shell` in a separate process and return its standard output."""
        result = manage("shell", "-v", "0", "-c", code, tmp_path=self.folder, **self.variables)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def messages(self, before=""):
        """Run the code `before`, then return all messages as dicts, the oldest first."""
        return json.loads(self.shell(before + PRINT_MESSAGES))


@pytest.fixture(scope="module")
def site(own_database):
    """The site, with its server running."""
    site = Site(*own_database)
    with site.serve():
        yield site


def call_in_parallel(calls):
    """Call all functions at the same moment, each in its own thread; return their results in order."""
    barrier = Barrier(len(calls))

    def wait_and_call(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as browsers:
        return list(browsers.map(wait_and_call, calls))


def send(site, text):
    """Send a message with a file, as a browser does; return its reference number."""
    files = {"files": ("referral.pdf", PDF, "application/pdf")}
    answer = requests.post(
        site.url + CONTACT,
        {**ANSWERS, "message": text},
        files=files,
        headers={"Sec-Fetch-Site": "same-origin"},
        allow_redirects=False,
        timeout=60,
    )
    assert answer.status_code == 303, answer.text[:2000]
    return parse_qs(urlsplit(answer.headers["Location"]).query)["sent"][0]


def test_same_message_sent_by_parallel_requests_is_saved_once(site):
    references = []
    for number in range(ROUNDS):
        got = call_in_parallel([partial(send, site, f"Round {number}")] * PARALLEL_REQUESTS)
        assert len(set(got)) == 1
        references.append(got[0])
    messages = site.messages()
    assert [one["reference"] for one in messages] == references
    assert [one["files"] for one in messages] == [1] * ROUNDS


def logged_in_session(site, name):
    """Return an HTTP session in which this user of the front desk is logged in."""
    browser = requests.Session()
    browser.headers.update({"Sec-Fetch-Site": "same-origin", "Referer": site.url, "Connection": "close"})
    page = browser.get(f"{site.url}/admin/login/", timeout=60)
    answer = browser.post(
        f"{site.url}/admin/login/",
        {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": csrf_token_in(page)},
        timeout=60,
    )
    assert answer.url == f"{site.url}/admin/"
    return browser


def csrf_token_in(page):
    return BeautifulSoup(page.text, "html.parser").select_one("[name=csrfmiddlewaretoken]")["value"]


def open_message(browser, site, pk):
    """Open the message and return the arguments of `take`, which presses its button “Take it”."""
    address = f"{site.url}/admin/messages/{pk}/"
    return browser, f"{address}take/", csrf_token_in(browser.get(address, timeout=60))


def take(browser, address, token):
    return browser.post(address, {"csrfmiddlewaretoken": token}, timeout=60)


def test_message_taken_by_two_users_at_the_same_moment_has_one_owner(site):
    for number in range(ROUNDS):
        send(site, f"To be taken {number}")
    create_users = CREATE_FRONT_DESK_USERS.format(usernames=USERNAMES, password=PASSWORD)
    waiting = [one["pk"] for one in site.messages(create_users)][-ROUNDS:]
    browsers = [logged_in_session(site, name) for name in USERNAMES]
    winners = []
    for pk in waiting:
        pages = call_in_parallel([partial(take, *open_message(browser, site, pk)) for browser in browsers])
        assert sorted("The message is yours now." in page.text for page in pages) == [False, True]
        assert sorted("Nothing was changed. Taken by" in page.text for page in pages) == [False, True]
        winners.append((USERNAMES["The message is yours now." not in pages[0].text], 1))
    assert [(one["owner"], one["taken"]) for one in site.messages()][-ROUNDS:] == winners
