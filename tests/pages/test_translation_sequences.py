"""Whatever staff do in whatever order: no English in a live Spanish page, and none of a page that is withdrawn.

Each sequence of random actions begins with the same pages and is rolled back. `SEQUENCES=200` runs more of them.
"""

import contextlib
import datetime
import json
import os
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from home.models import HomePage
from pages.models import StandardPage
from pages.translation_admin.board import State, board
from pages.translations.state import missing_texts
from tests.factories import section

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

SEQUENCES = int(os.environ.get("SEQUENCES", "15"))
STEPS = 6
MARK = "English"


class Staff:
    """The pages of one sequence, and what staff may do with them."""

    # What takes a Spanish page from the public, or leaves its text to a person.
    WITHDRAWING = ("unpublish", "unpublish_spanish", "delete", "delete_spanish", "edit_by_hand", "stop")

    def __init__(self, page, other_parent, choice=None):
        self.pk, self.key, self.other_parent = page.pk, page.translation_key, other_parent
        self.choice, self.number = choice, 0

    @property
    def page(self):
        return StandardPage.objects.filter(pk=self.pk).first()

    @property
    def spanish(self):
        return StandardPage.objects.filter(translation_key=self.key, locale__language_code="es").first()

    @property
    def translation(self):
        return Translation.objects.filter(source__object_id=self.key, target_locale__language_code="es").first()

    def text(self):
        self.number += 1
        return f"{MARK} sentence number {self.number} about the rain."

    def publish(self, page):
        page.save_revision().publish()

    def edit(self):
        page = self.page
        page.introduction = self.text()
        self.publish(page)

    def add_section(self):
        page = self.page
        blocks = [*page.body.raw_data, section("text_section", heading=self.text(), text=f"<p>{self.text()}</p>")]
        page.body = json.dumps(list(blocks))
        self.publish(page)

    def delete_section(self):
        page = self.page
        page.body = json.dumps(list(page.body.raw_data)[1:])
        self.publish(page)

    def write_blocks_again(self):
        """The identifiers of the blocks change, as when a content file changes."""
        page = self.page
        page.body = json.dumps([section(block["type"], **block["value"]) for block in page.body.raw_data])
        self.publish(page)

    def change_synchronized_field(self):
        page = self.page
        page.search_words = f"words{self.number}"
        self.publish(page)

    def submit(self):
        TranslationCreator(None, [Locale.objects.get(language_code="es")]).create_translations(self.page)

    def synchronize(self, publish=False):
        if translation := self.translation:
            translation.source.update_from_db()
            if publish:
                with contextlib.suppress(ValidationError):
                    translation.save_target(publish=True)

    def synchronize_and_publish(self):
        self.synchronize(publish=True)

    def translate(self, most=None):
        translation = self.translation
        for segment in list(missing_texts(translation).select_related("string"))[:most] if translation else ():
            StringTranslation.objects.create(
                translation_of=segment.string,
                context_id=segment.context_id,
                locale=translation.target_locale,
                data=segment.string.data.replace(MARK, "Español"),
            )

    def translate_one(self):
        self.translate(1)

    def publish_translation(self):
        if self.translation:
            with contextlib.suppress(ValidationError):
                self.translation.save_target(publish=True)

    def save_translation_as_draft(self):
        if self.translation:
            self.translation.save_target(publish=False)

    def publish_spanish_in_bulk(self):
        if self.spanish:
            PublishBulkAction.execute_action([Page.objects.get(pk=self.spanish.pk)])

    def upload(self):
        if self.translation:
            po = self.translation.export_po()
            for entry in po:
                entry.msgstr = entry.msgid.replace(MARK, "Español")
            self.translation.import_po(po)

    def schedule(self):
        if self.spanish and (revision := self.spanish.get_latest_revision()):
            revision.approved_go_live_at = timezone.now() - datetime.timedelta(hours=1)
            revision.save()
            call_command("publish_scheduled", verbosity=0)

    def publish_old_spanish_revision(self):
        if self.spanish and (revision := self.spanish.revisions.order_by("pk").first()):
            revision.publish()

    def revert(self):
        self.page.revisions.order_by("pk").first().publish()

    def unpublish(self):
        self.page.unpublish()

    def unpublish_spanish(self):
        if self.spanish:
            self.spanish.unpublish()

    def publish_english_again(self):
        self.publish(self.page)

    def move(self):
        self.page.move(Page.objects.get(pk=self.other_parent), pos="first-child")

    def restrict(self):
        PageViewRestriction.objects.get_or_create(page_id=self.pk, restriction_type="login")

    def stop(self):
        Translation.objects.filter(source__object_id=self.key).update(enabled=False)

    def restart(self):
        Translation.objects.filter(source__object_id=self.key).update(enabled=True)

    def edit_by_hand(self):
        if (spanish := self.spanish) and not Translation.objects.filter(source__object_id=self.key, enabled=True):
            spanish.title = "Español a mano"
            self.publish(spanish)

    def delete(self):
        Page.objects.get(pk=self.pk).delete()

    def delete_spanish(self):
        if self.spanish:
            Page.objects.get(pk=self.spanish.pk).delete()

    # What often goes wrong is done more often.
    ACTIONS = (
        *("edit", "add_section", "publish_translation", "publish_spanish_in_bulk", "schedule") * 3,
        *("synchronize", "synchronize_and_publish", "translate", "translate_one", "save_translation_as_draft") * 2,
        *("delete_section", "write_blocks_again", "change_synchronized_field", "submit", "upload"),
        *("publish_old_spanish_revision", "revert", "unpublish", "unpublish_spanish", "publish_english_again"),
        *("move", "restrict", "stop", "restart", "edit_by_hand", "delete", "delete_spanish"),
    )

    def act(self):
        """Do something, and return its name."""
        name = self.choice(self.ACTIONS)
        getattr(self, name)()
        return name


def problems(staff, was_live, action):
    """Return what is wrong after an action."""
    page, spanish = staff.page, staff.spanish
    if spanish is None or not spanish.live:
        is_lost = was_live and action not in Staff.WITHDRAWING
        return ["the Spanish page is no longer public"] if is_lost else []
    if spanish.alias_of_id:
        return []
    found = []
    texts = " ".join([spanish.title, spanish.introduction, json.dumps(list(spanish.body.raw_data))])
    if MARK in texts:
        found.append(f"English is public: {texts}")
    if page is None or not page.live:
        found.append("the English page is withdrawn, and the Spanish page is public")
    elif page.get_parent().get_translation_or_none(spanish.locale) != spanish.get_parent():
        found.append("the Spanish page is elsewhere")
    if page and page.view_restrictions.exists() and not spanish.view_restrictions.exists():
        found.append("the English page is restricted, and the Spanish page is not")
    return found


def recount(staff):
    """Return the state of the translation and the number of missing texts, counted in the simplest way."""
    page, spanish, translation = staff.page, staff.spanish, staff.translation
    of_page = {"context__object_id": page.translation_key}
    texts = {(one.translation_of_id, one.context_id): one for one in StringTranslation.objects.filter(**of_page)}
    segments = translation.source.stringsegment_set.exclude(context__path="slug")
    found = [texts.get((segment.string_id, segment.context_id)) for segment in segments]
    missing = sum(one is None or one.has_error for one in found)
    if spanish is None or spanish.alias_of_id:
        return State.MISSING, missing
    written = max(log.created_at for log in translation.source.translation_logs.all())
    changed = [*(one.updated_at for one in texts.values()), translation.source.last_updated_at]
    states = {
        State.WITHDRAWN: not page.live,
        State.BY_HAND: not translation.enabled,
        State.ERROR: any(one and one.has_error for one in found),
        State.DRAFT: missing and not spanish.live,
        State.BEHIND: missing,
        State.READY: not spanish.live or spanish.has_unpublished_changes or max(changed) > written,
        State.IN_STEP: True,
    }
    return next(state for state, applies in states.items() if applies), missing


def differences_from_board(staff):
    """Return what the board says of the page and what a recount says, if these differ."""
    rows = [(row.state, row.missing_texts) for row in board("es").filter(pk=staff.pk)]
    expected = [recount(staff)] if staff.page else []
    return [] if rows == expected else [("board", rows, "recount", expected)]


@pytest.fixture(scope="module")
def pages(module_database):
    """A page, and another one below which it may be moved, both in English."""
    spanish_home = HomePage.objects.filter(locale__language_code="es").first()
    home = Site.objects.get(is_default_site=True).root_page
    if spanish_home is None:
        home.copy_for_translation(Locale.objects.get(language_code="es"), alias=True)
    made = []
    for title in ("Other", "Rain"):
        text = section("text_section", heading=f"{MARK} heading here", text=f"<p>{MARK} text is on the page.</p>")
        values = {"title": f"{MARK} {title}", "introduction": f"{MARK} introduction of a page.", "body": [text]}
        page = home.add_child(instance=StandardPage(slug=title.lower(), **values))
        page.save_revision().publish()
        made.append(page)
    return made


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Return a context in which what waits for the commit is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def play(staff, number, commit):
    """Let staff do random things, and look for problems after each."""
    done = []
    for _step in range(STEPS):
        was_live = bool(staff.spanish and staff.spanish.live)
        with commit():
            done.append(staff.act())
        found = problems(staff, was_live, done[-1]) + differences_from_board(staff)
        assert found == [], f"sequence {number}: {done}"
        if staff.page is None:
            break


@pytest.mark.parametrize("start", range(0, SEQUENCES, 15))
@pytest.mark.slow
def test_no_sequence_of_actions_makes_english_public(start, pages, db, commit, monkeypatch):
    for index in ("search.indexing.index_pages", "modelsearch.index.insert_or_update_object"):
        monkeypatch.setattr(index, lambda *args: None)  # what is found by searching is tested elsewhere
    other, page = pages
    numbers = range(start, min(start + 15, SEQUENCES))
    for is_translated in (False, True):  # each sequence begins with one of two states
        with transaction.atomic():
            beginner = Staff(page, other.pk)
            with commit():
                beginner.submit()
            if is_translated:
                beginner.translate()
                with commit():
                    beginner.publish_translation()
                assert beginner.spanish.live
            for number in numbers:
                if bool(number % 4) == is_translated:
                    with transaction.atomic():
                        dice = random.Random(number)  # noqa: S311 - the sequences must be the same in each run
                        play(Staff(page, other.pk, dice.choice), number, commit)
                        transaction.set_rollback(True)
            transaction.set_rollback(True)
