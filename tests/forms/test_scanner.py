"""Virus scans with a real clamd; while it does not answer, files are stored and cannot be opened."""

import os
import socket
import threading
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from forms.form_pages import files_field
from forms.form_pages.files_field import ScanBudget
from forms.inbox.files import NotYetSafe, open_content
from forms.inbox.files.checks import CheckedFile
from forms.inbox.files.scanner import check_address, scan_waiting
from forms.models import Attachment
from tests.files import pdf, send
from tests.services import EICAR, clamd_command, free_port, running

pytestmark = pytest.mark.django_db

CLEAN = pdf()
INFECTED = pdf(lambda document: setattr(document.Root, "Note", document.make_stream(EICAR)))


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def clamd(settings, tmp_path, port):
    """Return a context manager that runs ClamAV; the settings have its address before, during and after."""
    command = clamd_command(tmp_path / "clamav", port)
    if not command and not os.environ.get("REQUIRE_CLAMD"):
        pytest.skip("ClamAV is not installed (Debian: clamav-daemon)")
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{port}"
    return lambda: running(command, port)


@pytest.fixture
def silent(settings):
    """A scanner that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        opened = []
        threading.Thread(target=lambda: opened.extend(server.accept() for _connection in range(5)), daemon=True).start()
        yield


def verdicts():
    return sorted(Attachment.objects.values_list("verdict", flat=True))


def test_clean_file_is_stored_and_infected_one_refused(clamd):
    with clamd():
        form = send(("good.pdf", CLEAN), ("bad.pdf", INFECTED))
    assert form.errors["files"] == [
        "Our virus check found a danger in “bad.pdf”, so we did not keep it. Send a photo instead."
    ]
    (stored,) = Attachment.objects.all()
    assert (stored.name, stored.verdict) == ("good.pdf", "clean")
    assert stored.scanned_at


def test_unix_socket_works(clamd, settings, tmp_path):
    settings.CLAMAV_URL = f"unix:{tmp_path}/clamav/clamd.ctl"
    with clamd():
        send(("good.pdf", CLEAN))
    assert verdicts() == ["clean"]


@pytest.mark.slow
def test_files_wait_while_the_scanner_is_stopped_and_are_scanned_afterwards(clamd):
    with clamd():
        send(("before.pdf", CLEAN))
    form = send(("after.pdf", CLEAN), ("bad.pdf", INFECTED))
    assert form.is_valid()
    assert verdicts() == ["clean", "waiting", "waiting"]
    for file in Attachment.objects.filter(verdict="waiting"):
        with pytest.raises(NotYetSafe):
            open_content(file)
    with pytest.raises(CommandError, match="0 got a verdict, 2 still wait"):
        call_command("scan_files")
    with clamd():
        assert scan_waiting() == (2, 0)
    assert verdicts() == ["clean", "clean", "infected"]
    with pytest.raises(NotYetSafe):
        open_content(Attachment.objects.get(verdict="infected"))


def test_file_stored_before_a_scanner_was_configured_is_scanned_later(clamd, settings):
    address, settings.CLAMAV_URL = settings.CLAMAV_URL, ""
    send(("bad.pdf", INFECTED))
    assert verdicts() == ["not_scanned"]
    settings.CLAMAV_URL = address
    with clamd():
        scan_waiting()
    assert verdicts() == ["infected"]


def test_verdict_is_not_scanned_without_a_scanner(settings):
    settings.CLAMAV_URL = ""
    send(("good.pdf", CLEAN))
    assert verdicts() == ["not_scanned"]
    Attachment.objects.update(verdict="waiting")
    assert scan_waiting() == (1, 0)
    assert verdicts() == ["not_scanned"]


def test_visitor_waits_two_seconds_for_all_files_together(monkeypatch):
    """Each file takes 0.75 s, so the third one has 0.5 s left and the fourth none."""
    now, limits = [0.0], []

    def scan(content, seconds):
        limits.append(seconds)
        now[0] += min(0.75, max(seconds, 0))
        return "clean" if seconds >= 0.75 else "waiting"

    monkeypatch.setattr(files_field.scanner, "scan", scan)
    monkeypatch.setattr(files_field, "time", SimpleNamespace(monotonic=lambda: now[0]))
    scan_budget = ScanBudget(2)
    assert [scan_budget.scan(CLEAN) for _file in range(4)] == ["clean", "clean", "waiting", "waiting"]
    assert limits == [2, 1.25, 0.5, 0]


@pytest.mark.slow
def test_all_files_wait_while_the_scanner_does_not_answer(silent):
    form = send(("one.pdf", CLEAN), ("two.pdf", CLEAN), ("three.pdf", CLEAN))
    assert form.is_valid()
    assert verdicts() == ["waiting"] * 3


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:/nowhere/clamd.ctl", "clamd:3310", "tcp://127.0.0.1"])
def test_unreachable_scanner_does_not_refuse_a_message(settings, address):
    settings.CLAMAV_URL = address
    assert send(("good.pdf", CLEAN)).is_valid()
    assert verdicts() == ["waiting"]


@pytest.mark.parametrize(("address", "problems"), [("", 0), ("tcp://clamd:3310", 0), ("clamd:3310", 1), ("unix:", 1)])
def test_system_check_reports_an_invalid_address(settings, address, problems):
    settings.CLAMAV_URL = address
    assert len(check_address(None)) == problems


def test_file_that_is_too_large_for_the_scanner_waits(clamd, monkeypatch):
    monkeypatch.setattr(
        "forms.form_pages.files_field.check", lambda name, content: CheckedFile(name, content, "application/pdf")
    )
    monkeypatch.setattr("forms.form_pages.files_field.MAXIMUM_FILE_BYTES", 20_000_000)
    with clamd():
        send(("long.pdf", bytes(10 * 1024 * 1024)))
    assert verdicts() == ["waiting"]
