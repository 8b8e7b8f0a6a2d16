"""The migration moves the texts shown on every page from the main location to the home page, and loses none.

One database with several sites is migrated once. Every other test migrates a database without pages.
"""

import json
import uuid
from types import SimpleNamespace

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from wagtail_localize.models import SegmentOverride, StringTranslation, TranslationSource

from home.management.commands.seed import CONTENT
from home.models import HomePage, SeededPage
from home.seed.files import read_content
from home.seed.seeder import Action, Seeder
from pages.languages import visible
from tests.saved_site import OLD_STATES, open_old_database, restore_seeded_database

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sql, pytest.mark.xdist_group("site_text_migration")]

LINKS = '[{"id": "1", "type": "connect_link", "value": {"name": "Map", "url": "https://map.example"}}]'
SEEDED = {
    "clinic_name": "Pain Clinic",
    "call_line": "Call {phone}.",
    "referral_heading": "Referral only",
    "referral_text": "Ask your doctor.",
    "newsletter_heading": "",
    "newsletter_text": "Get our letter.",
    "connect_links": "[]",
}
EDITED = SEEDED | {"call_line": "Call {phone} today.", "connect_links": LINKS}
SPANISH = {
    "clinic_name": "Clínica",
    "call_line": "Llame al {phone}.",
    "referral_heading": "Solo con remisión",
    "referral_text": "Ask your doctor.",  # not translated yet
    "newsletter_heading": "",
    "newsletter_text": "Reciba nuestra carta.",
    "connect_links": LINKS,
}
TRANSLATED = ("call_line", "referral_heading", "newsletter_text")


class OldSite:
    """Creates rows as the version before the migration had them."""

    def __init__(self, apps):
        self.model = apps.get_model
        self.english = self.model("wagtailcore", "Locale").objects.get(language_code="en")
        self.spanish, _created = self.model("wagtailcore", "Locale").objects.get_or_create(language_code="es")
        self.paths = (f"0001{number:04d}" for number in range(2, 100))

    def content_type(self, app, model):
        return self.model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)[0]

    def page(self, model, key, locale, **values):
        """Create a page; home pages and locations are siblings, because the migration does not read the tree."""
        path = next(self.paths)
        values.setdefault("live", True)
        return self.model(*model).objects.create(
            path=path,
            depth=2,
            title=f"{model[1]} {locale.language_code}",
            slug=f"page-{path}",
            url_path=f"/page-{path}/",
            content_type=self.content_type(*(name.lower() for name in model)),
            translation_key=key,
            locale=locale,
            introduction="Hello.",
            **values,
        )

    def home(self, key, locale, **values):
        return self.page(("home", "HomePage"), key, locale, hero_heading="Pain", **values)

    def location(self, key, locale, texts, **values):
        texts = texts | {"connect_links": json.loads(texts["connect_links"])}
        links = self.model("pages", "LocationPage")._meta.get_field("connect_links")
        texts["connect_links"] = links.to_python(json.dumps(texts["connect_links"]))
        return self.page(("pages", "LocationPage"), key, locale, phone="479-555-0100", **texts, **values)

    def revision(self, page, is_latest=False, **content):
        revision = self.model("wagtailcore", "Revision").objects.create(
            content_type=page.content_type,
            base_content_type=self.content_type("wagtailcore", "page"),
            object_id=str(page.pk),
            created_at=timezone.now(),
            content={"pk": page.pk, "title": page.title, **content},
        )
        if is_latest:
            type(page).objects.filter(pk=page.pk).update(latest_revision=revision)
        return revision

    def source(self, page, texts, is_translated):
        """Record that the page was submitted for translation, with these texts."""
        localize = {name: self.model("wagtail_localize", name) for name in ("TranslatableObject", "TranslationSource")}
        page_type = self.content_type("wagtailcore", "page")
        localize["TranslatableObject"].objects.create(translation_key=page.translation_key, content_type=page_type)
        source = localize["TranslationSource"].objects.create(
            object_id=page.translation_key,
            specific_content_type=page.content_type,
            locale=page.locale,
            object_repr=page.title,
            content_json=json.dumps({"pk": page.pk, "title": page.title, **texts}),
            last_updated_at=timezone.now(),
        )
        self.model("wagtail_localize", "Translation").objects.create(
            source=source, target_locale=self.spanish, enabled=True
        )
        for order, (name, text) in enumerate(texts.items()):
            self.text(source, name, text, SPANISH[name] if is_translated and name in TRANSLATED else "", order)
        return source

    def text(self, source, name, text, translation, order):
        context = self.model("wagtail_localize", "TranslationContext").objects.create(
            object_id=source.object_id, path=name, field_path=name, path_id=uuid.uuid5(uuid.NAMESPACE_URL, name)
        )
        if name == "clinic_name":
            data = {"context": context, "order": order, "data_json": json.dumps(text)}
            self.model("wagtail_localize", "OverridableSegment").objects.create(source=source, **data)
            self.model("wagtail_localize", "SegmentOverride").objects.create(
                locale=self.spanish, context=context, data_json=json.dumps(SPANISH[name])
            )
        elif text and name != "connect_links":
            string, _created = self.model("wagtail_localize", "String").objects.get_or_create(
                locale=self.english, data=text, data_hash=uuid.uuid5(uuid.NAMESPACE_URL, text)
            )
            data = {"context": context, "order": order, "string": string, "attrs": "{}"}
            self.model("wagtail_localize", "StringSegment").objects.create(source=source, **data)
            if translation:
                self.model("wagtail_localize", "StringTranslation").objects.create(
                    translation_of=string, locale=self.spanish, context=context, data=translation
                )

    def seeded(self, path, page, revision):
        self.model("home", "SeededPage").objects.create(
            path=path, page_id=page.pk, revision_id=revision.pk, digest="of the old file"
        )


def edited_site(old):
    """Create a translated site with a call line that staff changed on the location, and with drafts of both pages."""
    home_key, location_key = uuid.uuid4(), uuid.uuid4()
    location = old.location(location_key, old.english, EDITED, has_unpublished_changes=True)
    spanish_location = old.location(location_key, old.spanish, SPANISH)
    home = old.home(home_key, old.english, main_location=location, has_unpublished_changes=True)
    spanish_home = old.home(home_key, old.spanish, main_location=location)
    seeded_location = old.revision(location, **SEEDED)
    old.revision(location, is_latest=True, **EDITED | {"newsletter_text": "Not published yet."})
    live = old.revision(home)
    scheduled = old.revision(home)
    draft = old.revision(home, is_latest=True)
    spanish = old.revision(spanish_home, is_latest=True)
    old.source(home, {"title": home.title}, is_translated=False)
    old.source(location, EDITED, is_translated=True)
    old.seeded("edited", home, draft)
    old.seeded("edited/location", location, seeded_location)
    pages = {"home": home, "spanish_home": spanish_home, "location": location, "spanish_location": spanish_location}
    return SimpleNamespace(**pages, live=live, scheduled=scheduled, draft=draft, spanish=spanish)


def untouched_site(old):
    """Create a site as the seed does, with a Spanish home page; the Spanish location is a draft with English texts."""
    location = old.location(uuid.uuid4(), old.english, SEEDED)
    home = old.home(uuid.uuid4(), old.english, main_location=location)
    old.location(location.translation_key, old.spanish, SEEDED, live=False)
    spanish_home = old.home(home.translation_key, old.spanish, main_location=location)
    home_revision = old.revision(home, is_latest=True)
    location_revision = old.revision(location, is_latest=True, **SEEDED)
    old.seeded("", home, home_revision)
    old.seeded("locations/russellville", location, location_revision)
    return SimpleNamespace(home=home, location=location, spanish_home=spanish_home, live=home_revision)


def site_without_location(old):
    """Create a home page without a main location."""
    home = old.home(uuid.uuid4(), old.english)
    return SimpleNamespace(home=home, live=old.revision(home, is_latest=True))


@pytest.fixture(scope="module")
def sites(django_db_setup, django_db_blocker):
    """Return the sites after all migrations, each with its old rows by name."""
    with django_db_blocker.unblock():
        open_old_database("before_site_text")
        executor = MigrationExecutor(connection)
        old = OldSite(executor.loader.project_state(list(OLD_STATES["before_site_text"].items())).apps)
        found = SimpleNamespace(
            edited=edited_site(old), untouched=untouched_site(old), without_location=site_without_location(old)
        )
        executor.migrate(executor.loader.graph.leaf_nodes())
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")  # creates the content types
    yield found
    with django_db_blocker.unblock():
        restore_seeded_database()


@pytest.fixture
def edited(sites):
    return sites.edited


@pytest.fixture
def untouched(sites):
    return sites.untouched


def texts_of(page):
    """Return the current texts of the home page, in the format of revisions."""
    home = HomePage.objects.get(pk=page.pk)
    return sorted_json({name: home._meta.get_field(name).value_to_string(home) for name in SEEDED})


def texts_in(revision):
    """Return the current texts in a revision's content."""
    revision.refresh_from_db()
    return sorted_json({name: revision.content.get(name) for name in SEEDED})


def sorted_json(texts):
    """Return the texts with sorted keys in the links, because databases return them in different order."""
    links = json.loads(texts["connect_links"] or "null")
    return texts | {"connect_links": json.dumps(links, sort_keys=True) if links is not None else None}


def plan():
    """Return the seed's planned actions for the home page and the location."""
    steps = {step.content.path: step.action for step in Seeder(read_content(CONTENT)).plan()}
    return steps[""], steps["locations/russellville"]


def test_home_page_has_the_published_texts(edited):
    assert texts_of(edited.home) == EDITED


def test_spanish_home_page_has_the_translated_texts_and_no_english_one(edited):
    assert texts_of(edited.spanish_home) == SPANISH | {"referral_text": ""}
    assert texts_in(edited.spanish) == texts_of(edited.spanish_home)


def test_revisions_have_the_texts(edited):
    assert texts_in(edited.live) == texts_in(edited.scheduled) == EDITED
    assert texts_in(edited.draft) == EDITED | {"newsletter_text": "Not published yet."}


def test_draft_has_the_texts(edited):
    draft = HomePage.objects.get(pk=edited.home.pk).get_latest_revision_as_object()
    assert draft.call_line == EDITED["call_line"]
    assert [block.value["url"] for block in draft.connect_links] == ["https://map.example"]


def test_translations_are_kept_for_the_home_page(edited):
    kept = StringTranslation.objects.filter(context__object_id=edited.home.translation_key)
    assert dict(kept.values_list("context__path", "data")) == {name: SPANISH[name] for name in TRANSLATED}
    override = SegmentOverride.objects.get(context__object_id=edited.home.translation_key)
    assert (override.context.path, override.data) == ("clinic_name", "Clínica")


def test_publishing_the_translation_keeps_the_texts(edited):
    source = TranslationSource.objects.get(object_id=edited.home.translation_key)
    segments = source.stringsegment_set.filter(context__path__in=SEEDED)
    assert set(segments.values_list("context__path", flat=True)) == set(TRANSLATED)
    translation = source.get_ephemeral_translated_instance(edited.spanish_home.locale, fallback=True)
    assert {name: getattr(translation, name) for name in TRANSLATED} == {name: SPANISH[name] for name in TRANSLATED}
    assert translation.clinic_name == "Clínica"
    assert [block.value["name"] for block in translation.connect_links] == ["Map"]
    assert translation.referral_text == ""


def test_location_has_no_segment_of_a_removed_field(edited):
    source = TranslationSource.objects.get(object_id=edited.location.translation_key)
    assert not source.stringsegment_set.filter(context__path__in=SEEDED).exists()
    assert not source.overridablesegment_set.filter(context__path__in=SEEDED).exists()


def test_seed_keeps_what_staff_edited_on_the_location(edited):
    records = SeededPage.objects.filter(path__startswith="edited").select_related("page")
    assert records.count() == 2
    assert all(record.revision_id != record.page.latest_revision_id for record in records)


def test_seed_updates_an_untouched_site(untouched):
    assert texts_of(untouched.home) == texts_in(untouched.live) == SEEDED
    assert plan() == (Action.UPDATE, Action.UPDATE)


def test_seed_keeps_an_untouched_home_page_after_an_edit_on_it(untouched):
    HomePage.objects.get(pk=untouched.home.pk).save_revision(clean=False)
    assert plan() == (Action.KEEP_EDITED, Action.UPDATE)


def test_spanish_home_page_gets_only_name_and_links_of_an_untranslated_location(untouched):
    found = texts_of(untouched.spanish_home)
    assert found == dict.fromkeys(SEEDED, "") | {"clinic_name": "Pain Clinic", "connect_links": "[]"}
    assert visible(HomePage.objects.filter(pk=untouched.spanish_home.pk), "es").exists()


def test_site_without_a_main_location_is_not_changed(sites):
    assert texts_of(sites.without_location.home) == dict.fromkeys(SEEDED, "") | {"connect_links": "[]"}
    assert texts_in(sites.without_location.live) == dict.fromkeys(SEEDED)
