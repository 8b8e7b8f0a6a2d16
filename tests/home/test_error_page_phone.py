"""The phone number on the error page: saved when pages are published, read when the database is not available."""

import json
import os
import sys

import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, Translation, TranslationContext

from home.error_page_phone import save_phones, saved_phone
from home.models import HomePage
from tests.factories import publish
from tests.translations import translate

pytestmark = pytest.mark.django_db

URLS = [
    "/",
    "/es/",
    "/locations/russellville/",
    "/contact-us/",
    "/newsletter/",
    "/search/?q=back",
    "/nothing-here/",
    "/site.webmanifest",
    "/sitemap.xml",
]

opened_for_writing: list[str] | None = None


def record_writes(event, arguments):
    """Record the name of each file that Python opens for writing. An audit hook cannot be removed, only inactive."""
    if event != "open" or opened_for_writing is None:
        return
    path, mode, flags = arguments
    writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or set("wax+") & set(mode or "")
    if writes and "__pycache__" not in str(path):
        opened_for_writing.append(str(path))


sys.addaudithook(record_writes)


@pytest.fixture
def writes():
    """Return the list of files that are opened for writing during the test."""
    global opened_for_writing
    opened_for_writing = []
    yield opened_for_writing
    opened_for_writing = None


@pytest.mark.parametrize("url", URLS)
def test_get_request_writes_nothing_to_disk(client, writes, settings, url):
    client.get(url)
    assert writes == []
    assert list(settings.VAR_DIR.iterdir()) == []


def test_audit_hook_records_writes(writes, settings):
    save_phones()
    assert len(writes) == 2


@pytest.mark.slow
def test_number_is_saved_when_a_location_is_published(home, django_capture_on_commit_callbacks):
    assert saved_phone() == ""
    for phone in ("479-967-7770", "479-555-0100"):
        home.main_location.phone = phone
        with django_capture_on_commit_callbacks(execute=True):
            publish(home.main_location)
        assert saved_phone() == phone


def test_number_is_saved_when_the_home_page_is_published(home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(home)
    assert saved_phone() == "479-967-7770"


def test_number_is_not_saved_before_it_is_committed(home):
    publish(home)
    assert saved_phone() == ""


@pytest.mark.slow
def test_number_is_that_of_the_newly_chosen_main_location(home, django_capture_on_commit_callbacks):
    save_phones()
    names = {"title": "Conway", "slug": "conway", "phone": "501-555-0144"}
    home.main_location = home.main_location.copy(update_attrs=names, keep_live=True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(home)
    assert saved_phone() == "501-555-0144"


@pytest.mark.parametrize("missing", ["not chosen", "not published"])
def test_number_is_removed_if_there_is_no_main_location(home, missing):
    """Staff cannot withdraw the main location, so the test changes the database directly."""
    save_phones()
    if missing == "not chosen":
        HomePage.objects.update(main_location=None)
    else:
        Page.objects.filter(pk=home.main_location.pk).update(live=False)
    save_phones()
    assert saved_phone() == ""


def test_prepare_saves_the_number_in_each_language(editor, settings):
    call_command("prepare")
    assert sorted(file.name for file in settings.VAR_DIR.iterdir()) == ["phone-en.txt", "phone-es.txt"]
    assert saved_phone() == "479-967-7770"


@pytest.mark.slow
def test_spanish_location_has_its_own_number(home, page_at):
    for page in (home, page_at("locations")):
        translate(page)
    spanish = translate(home.main_location)
    SegmentOverride.objects.create(
        context=TranslationContext.objects.get(object_id=spanish.translation_key, path="phone"),
        locale=spanish.locale,
        data_json=json.dumps("479-555-0100"),
    )
    Translation.objects.get(source__object_id=spanish.translation_key).save_target()
    save_phones()
    assert saved_phone() == "479-967-7770"
    with translation.override("es"):
        assert saved_phone() == "479-555-0100"


def test_number_of_the_other_language_is_the_fallback(settings):
    save_phones()
    (settings.VAR_DIR / "phone-es.txt").unlink()
    with translation.override("es"):
        assert saved_phone() == "479-967-7770"


@pytest.mark.parametrize("content", [b"", b"479-967", b"\xff\xfe", b"<script>479-967-7770</script>"])
def test_damaged_number_is_not_shown(settings, content):
    for code in ("en", "es"):
        (settings.VAR_DIR / f"phone-{code}.txt").write_bytes(content)
    assert saved_phone() == ""


def test_missing_folder_raises_no_error(client, settings):
    settings.VAR_DIR /= "nowhere"
    save_phones()
    assert client.get("/").status_code == 200
    assert saved_phone() == ""


def test_file_is_written_only_when_the_number_has_changed(home, settings):
    save_phones()
    before = (settings.VAR_DIR / "phone-en.txt").stat()
    save_phones()
    assert (settings.VAR_DIR / "phone-en.txt").stat().st_ino == before.st_ino
