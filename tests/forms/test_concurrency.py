"""Two people do the same at the same moment, through a real server with several processes: it happens once."""

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

ROUNDS = 5
AT_ONCE = 4
PDF = pdf()
PASSWORD = "a long password"
PEOPLE = ("dana", "robin")
GIVE_DESK = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
for name in {people}:
    get_user_model().objects.create_user(name, password="{password}").groups.add(Group.objects.get(name="Front desk"))
"""
MESSAGES = """
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
    """The site in several processes, with a database of its own."""

    def __init__(self, folder, database):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.variables = {**database, "DJANGO_SETTINGS_MODULE": "ioipm.settings.dev"}

    def serve(self):
        """Serve while the block lasts."""
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
        """Run code in a process of its own and return what it printed."""
        result = manage("shell", "-v", "0", "-c", code, tmp_path=self.folder, **self.variables)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def messages(self, before=""):
        """Run the code `before` and return all messages, the oldest first."""
        return json.loads(self.shell(before + MESSAGES))


@pytest.fixture(scope="module")
def site(own_database):
    """The site, being served."""
    site = Site(*own_database)
    with site.serve():
        yield site


def at_once(calls):
    """Make all calls at the same moment and return their results."""
    gate = Barrier(len(calls))

    def wait_and_call(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as browsers:
        return list(browsers.map(wait_and_call, calls))


def send(site, text):
    """Send a message with a file, as a browser does; return the reference."""
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


def test_same_message_sent_at_once_is_one_message(site):
    references = []
    for number in range(ROUNDS):
        got = at_once([partial(send, site, f"Round {number}")] * AT_ONCE)
        assert len(set(got)) == 1
        references.append(got[0])
    messages = site.messages()
    assert [one["reference"] for one in messages] == references
    assert [one["files"] for one in messages] == [1] * ROUNDS


def browser_of(site, name):
    """A browser in which somebody of the front desk is logged in."""
    browser = requests.Session()
    browser.headers.update({"Sec-Fetch-Site": "same-origin", "Referer": site.url, "Connection": "close"})
    page = browser.get(f"{site.url}/admin/login/", timeout=60)
    answer = browser.post(
        f"{site.url}/admin/login/",
        {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token_in(page)},
        timeout=60,
    )
    assert answer.url == f"{site.url}/admin/"
    return browser


def token_in(page):
    return BeautifulSoup(page.text, "html.parser").select_one("[name=csrfmiddlewaretoken]")["value"]


def seen(browser, site, pk):
    """Open the message and return what the button “Take it” does then."""
    address = f"{site.url}/admin/messages/{pk}/"
    return browser, f"{address}take/", token_in(browser.get(address, timeout=60))


def take(browser, address, token):
    return browser.post(address, {"csrfmiddlewaretoken": token}, timeout=60)


def test_message_taken_by_two_at_once_has_one_owner(site):
    for number in range(ROUNDS):
        send(site, f"To be taken {number}")
    waiting = [one["pk"] for one in site.messages(GIVE_DESK.format(people=PEOPLE, password=PASSWORD))][-ROUNDS:]
    browsers = [browser_of(site, name) for name in PEOPLE]
    winners = []
    for pk in waiting:
        pages = at_once([partial(take, *seen(browser, site, pk)) for browser in browsers])
        assert sorted("The message is yours now." in page.text for page in pages) == [False, True]
        assert sorted("Nothing was changed. Taken by" in page.text for page in pages) == [False, True]
        winners.append((PEOPLE["The message is yours now." not in pages[0].text], 1))
    assert [(one["owner"], one["taken"]) for one in site.messages()][-ROUNDS:] == winners
