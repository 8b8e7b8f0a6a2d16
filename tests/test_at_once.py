"""Two people do the same at the same moment, through a real server with several processes: it happens once."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from ioipm.settings.environment import BASE_DIR
from tests.files import pdf
from tests.sending import ANSWERS, CONTACT
from tests.services import environment, free_port, manage, running

ROUNDS = 5
AT_ONCE = 4
PDF = pdf()
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
        command = [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{self.port}", "ioipm.wsgi"]
        return running(command, self.port, cwd=BASE_DIR, env=environment(self.folder, **self.variables))

    def shell(self, code):
        """Run code in a process of its own and return what it printed."""
        result = manage("shell", "-v", "0", "-c", code, tmp_path=self.folder, **self.variables)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def messages(self):
        """What is there."""
        return json.loads(self.shell(MESSAGES))


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
