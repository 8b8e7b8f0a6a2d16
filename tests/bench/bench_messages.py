"""Measure the message list of the front desk with 100,000 messages, and the memory of an export: `make bench-data`.

Times are medians in this process. They depend on the machine, so compare the ratio to the times with 1,000 messages.
"""

import datetime
import gc
import resource
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms.form_pages.publishing import form_of
from forms.inbox.desk.sealed_search import seal_search
from forms.inbox.search import word_digests
from forms.models import Message
from forms.sealing.encryption import seal_data
from tests.factories import answer, make_form

FEW, MANY = 1_000, 100_000
ROUNDS = 5
DAY = datetime.timedelta(days=1)
KINDS = 500  # number of different encrypted answers, because encrypting each message would take most of the time


def add_messages(page, begin, end):
    """Add messages with 60 words each, of every status, one in ten Spanish, one in fifty spam."""
    kinds = []
    for kind in range(KINDS):
        text = " ".join(f"word{(kind * 7 + place) % 2000}" for place in range(60))
        answers = [answer("name", f"Test Patient {kind}", meaning="name"), answer("message", text, meaning="message")]
        kinds.append((seal_data({"answers": answers, "sent_from": "/"}), word_digests(answers)))
    now, form = timezone.now(), form_of(page)
    statuses = ["new", *["in_progress"] * 3, *["done"] * 45, "spam"]
    Message.objects.bulk_create(
        (
            Message(
                form=form,
                language="es" if number % 10 == 0 else "en",
                status=statuses[number % 50],
                sent_at=now - number * DAY / 200,
                sealed=kinds[number % KINDS][0],
                words=kinds[number % KINDS][1],
                fingerprint=f"bench-{number}",
            )
            for number in range(begin, end)
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses(form):
    """Return the measured pages by name: pairs of a path and its query."""
    listing = reverse("desk:list")
    return {
        "list": (listing, {}),
        "last page": (listing, {"p": 9_999_999}),
        "oldest first": (listing, {"ordering": "sent_at"}),
        "new": (listing, {"status": "new"}),
        "done": (listing, {"status": "done"}),
        "spam": (listing, {"box": "spam"}),
        "Spanish": (listing, {"language": "es"}),
        "form": (listing, {"form": str(form.translation_key)}),
        "overdue": (listing, {"waits": "yes"}),
        "without owner": (listing, {"owner": "nobody"}),
        "word search": (listing, {"search": seal_search("word42 word43")}),
        "no result": (listing, {"search": seal_search("elbow")}),
        "by reference": (listing, {"search": seal_search(Message.objects.last().reference)}),
        "admin's first page": (reverse("wagtailadmin_home"), {}),
    }


def milliseconds(client, address, values):
    times = []
    for _round in range(ROUNDS):
        begin = perf_counter()
        assert client.get(address, values).status_code == 200
        times.append((perf_counter() - begin) * 1000)
    return median(times)


def memory():
    """Return the memory of this process in MB: the current use on Linux, the peak on other systems."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.fixture
def form():
    return make_form(fields=[("name", "Your name"), ("message", "Your message")])


def test_desk_with_1000_and_with_100000_messages(desk, form):
    add_messages(form, 0, FEW)
    few = {name: milliseconds(desk, *where) for name, where in addresses(form).items()}
    add_messages(form, FEW, MANY)
    print(f"\n{'desk on ' + connection.vendor:<24} {'queries':>7} {FEW:>10,} {MANY:>10,} {'ratio':>6}")  # noqa: T201
    for name, where in addresses(form).items():
        many = milliseconds(desk, *where)
        with CaptureQueriesContext(connection) as captured:
            desk.get(*where)
        print(f"{name:<24} {len(captured):>7} {few[name]:>7.0f} ms {many:>7.0f} ms {many / few[name]:>6.1f}")  # noqa: T201

    gc.collect()
    before, begin = memory(), perf_counter()
    stream = iter(desk.get(reverse("desk:export_csv"), {"box": "all"}).streaming_content)
    next(stream)
    first, most, rows = perf_counter() - begin, before, 0
    for rows, _row in enumerate(stream, start=1):
        most = max(most, memory()) if rows % 1000 == 0 else most
    whole, grown = perf_counter() - begin, most - before
    print(f"CSV of {rows:,}: first byte {first:.2f} s, whole {whole:.1f} s, memory grew by {grown:.0f} MB")  # noqa: T201
    assert rows == MANY
    assert first < 5
    assert grown < 100

    begin, before = perf_counter(), memory()
    content = desk.get(reverse("desk:export_xlsx"), {"language": "es", "box": "all"})
    size = sum(len(part) for part in content.streaming_content) / 2**20
    print(f"XLSX of {MANY // 10:,}: {perf_counter() - begin:.1f} s, {size:.1f} MB, grew {memory() - before:.0f} MB")  # noqa: T201

    begin = perf_counter()
    call_command("purge_messages", "--dry-run", stdout=StringIO())
    print(f"purge, dry run: {perf_counter() - begin:.2f} s")  # noqa: T201
