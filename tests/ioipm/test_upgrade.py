"""A clinic that runs the first version updates: nothing it has is lost."""

import gzip
import json
import os
import re
import subprocess
import sys
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection

from ioipm.settings.environment import BASE_DIR
from tests.upgrade import DATA, KEYS, old_home_texts, old_sources

pytestmark = [pytest.mark.sql, pytest.mark.slow, pytest.mark.xdist_group("upgrade")]

DRAFT_HEADING = "Edited heading"


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory, django_db_setup, django_db_blocker):
    """The environment variables of an empty database of the kind that is tested."""
    folder = tmp_path_factory.mktemp("upgrade")
    if connection.vendor == "sqlite":
        yield {"VAR_DIR": str(folder)}
        return
    name = f"{connection.settings_dict['NAME']}_upgrade"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield {
        "VAR_DIR": str(folder),
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
    }
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def upgraded(empty_database):
    """What the new version says about the old site after the migrations."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "ioipm.settings.test",
        "MESSAGE_KEYS": ",".join(KEYS),
        **empty_database,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrade"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def expected():
    """What the old version said about the same site."""
    return json.loads(gzip.decompress((DATA / "expected.json.gz").read_bytes()))


def test_old_site_has_everything_that_could_be_lost(expected):
    assert len(expected["messages"]) >= 50
    assert {message["status"] for message in expected["messages"].values()} == {"new", "in_progress", "done", "spam"}
    assert {state for state, *_others in expected["mails"]} == {"waiting", "failed", "sent"}
    assert {status for _email, status, *_others in expected["subscribers"]} == {"pending", "confirmed", "unsubscribed"}
    verdicts = {file["verdict"] for message in expected["messages"].values() for file in message["files"].values()}
    assert verdicts == {"clean", "infected", "not_scanned", "waiting"} or len(verdicts) >= 3
    assert {message["form"] for message in expected["messages"].values()} >= {"Ask a Nurse", "An old form"}


def test_every_message_has_its_answers_notes_files_and_form(upgraded, expected):
    assert upgraded["site"]["messages"] == expected["messages"]


@pytest.mark.parametrize("rows", ["mails", "subscribers", "known_fields", "heartbeats"])
def test_no_row_is_lost(upgraded, expected, rows):
    assert upgraded["site"][rows] == expected[rows]


def test_pages_are_as_staff_left_them(upgraded, expected):
    assert upgraded["site"]["pages"] == expected["pages"]


def test_readers_see_what_staff_had_edited(upgraded, expected):
    before, after = expected["call_line"].split("{phone}")
    for path, html in upgraded["html"].items():
        assert "479-967-7770" in html, path
    assert before.strip() in upgraded["html"]["/"]
    assert after.strip() in upgraded["html"]["/"]
    assert "Edited offer." in upgraded["html"]["/contact-us/"]


@pytest.mark.parametrize("moment", ["updated", "seeded", "published"])
def test_edited_home_page_keeps_all_its_texts_and_gets_no_new_ones(upgraded, moment):
    html = {"updated": upgraded["html"]["/"]}.get(moment) or upgraded[f"{moment}_home"]
    main = html[html.index("<main") : html.index("</main>")]
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
    heading, *others = old_home_texts()
    assert len(others) > 9
    # Staff of the old site had changed the heading in a draft.
    assert text.startswith(DRAFT_HEADING if moment == "published" else heading)
    assert [one for one in others if one not in text] == []
    assert 'class="steps"' not in main


def test_notice_of_privacy_practices_keeps_its_text(upgraded, expected):
    _live, introduction = next(
        page for path, page in expected["pages"].items() if path.endswith("/notice-of-privacy-practices/")
    )
    html = unescape(re.sub(r"<[^>]+>", "", upgraded["html"]["/notice-of-privacy-practices/"]))
    assert [paragraph for paragraph in introduction.split("\n\n") if paragraph not in html] == []


def test_pages_have_the_same_sources(upgraded):
    expected = old_sources()
    assert sum(map(len, expected.values())) > 200
    without_slash = {page: [url.rstrip("/") for url in urls] for page, urls in upgraded["sources"].items()}
    assert without_slash == {page: [url.rstrip("/") for url in urls] for page, urls in expected.items()}


def test_seed_keeps_what_staff_edited_and_updates_the_other_pages(upgraded):
    first, second = upgraded["seed"]
    edited = {path for path, action in first.items() if action == "KEEP_EDITED"}
    assert edited == {"", "conditions-we-treat/mid-back-pain", "locations/russellville", "contact-us"}
    assert {action for path, action in first.items() if path not in edited} == {"UPDATE", "CREATE"}
    assert {action for path, action in second.items() if path not in edited} == {"KEEP_SAME"}
    for path in edited:
        url_path = f"/home/{path}/".replace("//", "/")
        assert upgraded["seeded_site"]["pages"][url_path] == upgraded["site"]["pages"][url_path]
