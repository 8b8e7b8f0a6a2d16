"""The migration turns the sources that pages hold into rows: none is lost, none is there twice, reviews stay valid."""

import datetime
import json
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from wagtail.models import Revision
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from home.models import SeededRow
from pages.clinical_text import fingerprint, fingerprint_of_page
from pages.models import ConditionPage, Source, StandardPage
from tests.saved_site import OLD_STATES, open_old_database, restore_seeded_database

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sql, pytest.mark.xdist_group("sources_migration")]

FIELDS = ("title", "other_names", "introduction", "body", "sources", "introduction_heading")
BACK = ("MedlinePlus (National Library of Medicine): Back pain", "https://medlineplus.gov/backpain.html")
NECK = ("MedlinePlus (National Library of Medicine): Neck pain", "https://medlineplus.gov/neckpain.html")


def stream(*sources):
    """Return the field as the old version stores it."""
    return [
        {"type": "source", "id": str(uuid.uuid5(uuid.NAMESPACE_URL, url)), "value": {"name": name, "url": url}}
        for name, url in sources
    ]


class OldSite:
    """Creates pages and revisions as the version before the migration had them."""

    def __init__(self, apps):
        self.model = apps.get_model
        self.english = self.model("wagtailcore", "Locale").objects.get(language_code="en")
        self.paths = (f"0001{number:04d}" for number in range(2, 100))

    def content_type(self, app, model):
        return self.model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)[0]

    def page(self, name, sources, **values):
        path = next(self.paths)
        model = self.model("pages", name)
        return model.objects.create(
            path=path,
            depth=2,
            title="Cold Feet",
            slug=f"page-{path}",
            url_path=f"/page-{path}/",
            content_type=self.content_type("pages", name.lower()),
            translation_key=uuid.uuid4(),
            locale=self.english,
            introduction="They are cold.",
            sources=model._meta.get_field("sources").to_python(json.dumps(sources)),
            **values,
        )

    def revision(self, page, **values):
        names = [*FIELDS, "reviewed_by", "reviewed_on", "reviewed_text", "is_review_lapsed"]
        content = {name: page._meta.get_field(name).value_to_string(page) for name in names if hasattr(page, name)} | {
            "pk": page.pk,
            **values,
        }
        return self.model("wagtailcore", "Revision").objects.create(
            content_type=page.content_type,
            base_content_type=self.content_type("wagtailcore", "page"),
            object_id=str(page.pk),
            created_at=timezone.now(),
            content=content,
        )

    def sign(self, page, text=None):
        """Sign the page's text, or another text that the review is valid for."""
        page.reviewed_by, page.reviewed_on = "A. Doctor, MD", "2026-01-02"
        page.reviewed_text = text or fingerprint_of_page(page, FIELDS)
        page.is_review_lapsed = bool(text)
        page.save()
        page.refresh_from_db()

    def translate(self, page):
        """Record that the page was submitted for translation and that a source's name was translated."""
        of = {name: self.model("wagtail_localize", name) for name in ("TranslatableObject", "TranslationSource")}
        of["TranslatableObject"].objects.create(
            translation_key=page.translation_key, content_type=self.content_type("wagtailcore", "page")
        )
        source = of["TranslationSource"].objects.create(
            object_id=page.translation_key,
            specific_content_type=page.content_type,
            locale=self.english,
            object_repr=page.title,
            content_json=json.dumps({"sources": json.dumps(stream(BACK))}),
            last_updated_at=timezone.now(),
        )
        for path, text in (("title", page.title), (f"sources.{stream(BACK)[0]['id']}.name", BACK[0])):
            context = self.model("wagtail_localize", "TranslationContext").objects.create(
                object_id=source.object_id, path=path, field_path=path, path_id=uuid.uuid5(uuid.NAMESPACE_URL, path)
            )
            string = self.model("wagtail_localize", "String").objects.create(
                locale=self.english, data=text, data_hash=uuid.uuid5(uuid.NAMESPACE_URL, text)
            )
            self.model("wagtail_localize", "StringSegment").objects.create(
                source=source, context=context, string=string, order=1, attrs="{}"
            )
            self.model("wagtail_localize", "StringTranslation").objects.create(
                translation_of=string, locale=self.english, context=context, data="Traducido"
            )
        return source


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Return the rows of the old site by name, after all migrations."""
    with django_db_blocker.unblock():
        open_old_database("before_sources")
        executor = MigrationExecutor(connection)
        old = OldSite(executor.loader.project_state(list(OLD_STATES["before_sources"].items())).apps)
        reviewed = old.page("ConditionPage", stream(BACK, NECK), body_areas=["leg"])
        old.sign(reviewed)
        live = old.revision(reviewed)
        draft = old.revision(reviewed, sources=json.dumps(stream(NECK)), is_review_lapsed=True)
        lapsed = old.page("ConditionPage", stream(NECK), body_areas=["leg"])
        old.sign(lapsed, text="0" * 64)
        again = [BACK[0] + " again", BACK[1].upper().replace("HTTPS", "https") + "/"]
        standard = old.page("StandardPage", stream(again, BACK, ("Without a colon", "https://a.example")))
        source = old.translate(standard)
        executor.migrate(executor.loader.graph.leaf_nodes())
    yield SimpleNamespace(reviewed=reviewed, live=live, draft=draft, lapsed=lapsed, standard=standard, source=source)
    with django_db_blocker.unblock():
        restore_seeded_database()


def names(stream_value):
    return [block.value.title for block in stream_value]


def test_pages_choose_rows(site):
    page = ConditionPage.objects.get(pk=site.reviewed.pk)
    assert names(page.sources) == ["Back pain", "Neck pain"]
    assert page.sources[0].value.publisher == "MedlinePlus (National Library of Medicine)"
    assert page.sources[0].value.url == BACK[1]
    assert [block.id for block in page.sources] == [block["id"] for block in stream(BACK, NECK)]


def test_an_address_is_one_row(site):
    assert Source.objects.count() == 3
    assert names(StandardPage.objects.get(pk=site.standard.pk).sources) == ["Back pain", "Without a colon"]


def test_keys_are_unique_and_readable(site):
    assert Source.objects.filter(title="Back pain").get().key == "medlineplus-national-library-of-medicine-back-pain"


def test_revisions_choose_rows(site):
    draft = Revision.objects.get(pk=site.draft.pk)
    assert [block["value"] for block in json.loads(draft.content["sources"])] == [Source.objects.get(url=NECK[1]).pk]
    assert names(draft.as_object().sources) == ["Neck pain"]


def test_valid_review_stays_valid(site):
    page = ConditionPage.objects.get(pk=site.reviewed.pk)
    assert page.review.texts.get().fingerprint == page.clinical_fingerprint
    page.save()
    assert page.is_reviewed


def test_valid_review_stays_valid_when_a_revision_is_published(site):
    live = Revision.objects.get(pk=site.live.pk)
    assert live.content["reviewed_text"] == fingerprint(ConditionPage, FIELDS, live.content)
    draft = Revision.objects.get(pk=site.draft.pk)
    assert draft.content["reviewed_text"] == live.content["reviewed_text"]
    assert (live.as_object().is_reviewed, draft.as_object().is_reviewed) == (True, False)


def test_typed_review_keeps_its_name_and_has_no_person(site):
    [review] = ConditionPage.objects.get(pk=site.reviewed.pk).reviews.all()
    assert (review.reviewer_name, review.reviewed_on) == ("A. Doctor, MD", datetime.date(2026, 1, 2))
    assert (review.reviewer, review.recorded_by, review.is_on_paper) == (None, None, False)


def test_lapsed_review_stays_lapsed(site):
    page = ConditionPage.objects.get(pk=site.lapsed.pk)
    assert page.review.texts.get().fingerprint == "0" * 64
    assert page.is_review_lapsed


def test_names_of_sources_are_no_longer_translated(site):
    source = TranslationSource.objects.get(pk=site.source.pk)
    [block] = json.loads(json.loads(source.content_json)["sources"])
    assert block["value"] == Source.objects.get(url=BACK[1]).pk
    assert list(StringSegment.objects.values_list("context__path", flat=True)) == ["title"]
    assert list(StringTranslation.objects.values_list("context__path", flat=True)) == ["title"]


def test_seed_knows_that_staff_have_not_edited_the_rows(site):
    assert set(SeededRow.objects.values_list("key", flat=True)) == set(Source.objects.values_list("key", flat=True))
