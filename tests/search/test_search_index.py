"""The search index is updated when a page changes, and rebuilt by migrations of the search app."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex
from wagtail.search.index import insert_or_update_object
from wagtail.search.models import IndexEntry

from pages.models import ConditionPage
from pages.site_context import SiteContext
from search.models import Entry, NameWord, Term
from search.page_text import make_entry
from tests.factories import make_condition, make_standard_page, section
from tests.html import soup
from tests.translations import submit, translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def found(client, query, address="/search/"):
    """Return the addresses of the results."""
    page = soup(client.get(address, {"q": query}))
    return [link["href"] for link in page.select(".search-results__title")]


def make_page(title, text="Text.", **values):
    return make_condition(title, body=[section("text_section", heading="Heading", text=f"<p>{text}</p>")], **values)


def make_spanish(home, page_at, english, spanish):
    """Translate a new page and publish it with this Spanish introduction; return the Spanish page."""
    for parent in (home, page_at("conditions-we-treat")):
        translate(parent)
    page = translate(make_page(english))
    page.introduction = spanish
    page.save()
    return page


class TestPageThatChanges:
    @pytest.mark.slow
    def test_new_text_is_found_at_once_and_old_text_is_not(self, client):
        page = make_page("Zonk", introduction="A quagga.", other_names="Wombat")
        assert found(client, "quagga") == found(client, "wombat") == [page.get_url()]
        page.introduction, page.other_names = "An okapi.", "Numbat"
        page.save_revision().publish()
        assert found(client, "okapi") == found(client, "numbat") == [page.get_url()]
        assert found(client, "quagga") == found(client, "wombat") == []

    def test_page_that_is_unpublished_is_not_found(self, client):
        page = make_page("Zonk")
        page.unpublish()
        assert found(client, "zonk") == []
        assert not Entry.objects.filter(pk=page.pk).exists()

    def test_page_that_is_published_again_is_found(self, client):
        page = make_page("Zonk")
        page.unpublish()
        page.save_revision().publish()
        assert found(client, "zonk") == [page.get_url()]

    @pytest.mark.slow
    def test_pages_below_one_that_is_unpublished_are_not_found(self, client, home, editor):
        parent = make_standard_page(home, "Zonk")
        make_standard_page(parent, "Okapi")
        UnpublishPageAction(parent, include_descendants=True, user=editor).execute()
        assert found(client, "okapi") == []

    def test_deleted_page_is_removed_from_the_index(self, client):
        page = make_page("Zonk")
        page.delete()
        assert found(client, "zonk") == []
        for model in (Term, NameWord):
            assert not model.objects.filter(entry_id=page.pk).exists()

    def test_moved_page_is_found_at_its_new_url(self, client, home):
        first, second = make_standard_page(home, "First"), make_standard_page(home, "Second")
        page = make_standard_page(first, "Zonk")
        page.move(second, pos="last-child")
        assert found(client, "zonk") == ["/second/zonk/"]

    def test_page_moved_below_a_private_one_is_not_found(self, client, home):
        private = make_standard_page(home, "Private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        page = make_standard_page(home, "Zonk")
        assert found(client, "zonk") == ["/zonk/"]
        page.move(private, pos="last-child")
        assert found(client, "zonk") == []

    def test_page_is_found_again_when_it_is_no_longer_private(self, client):
        page = make_page("Zonk")
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert found(client, "zonk") == []
        restriction.delete()
        assert found(client, "zonk") == [page.get_url()]

    def test_copied_page_is_found(self, client):
        page = make_page("Zonk")
        copy = page.copy(update_attrs={"slug": "copy"})
        assert sorted(found(client, "zonk")) == sorted([page.get_url(), copy.get_url()])

    def test_draft_does_not_change_the_index(self):
        page = make_page("Zonk")
        page.title = page.introduction = "Okapi"
        page.save_revision()
        entry = Entry.objects.get(pk=page.pk)
        assert "Okapi" not in f"{entry.titles} {entry.text}"

    @pytest.mark.slow
    def test_index_is_not_in_the_reference_index(self):
        page = make_page("Zonk")
        call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
        assert not ReferenceIndex.get_references_to(page).exists()


class TestStems:
    @pytest.mark.parametrize("query", ["injection", "injections", "injecting", "injected"])
    def test_english_inflections_match(self, client, query):
        page = make_page("Zonk", "A quagga was injected.")
        assert found(client, f"quagga {query}")[0] == page.get_url()

    @pytest.mark.parametrize("query", ["inyección", "inyecciones", "inyeccion", "INYECCIONES"])
    @pytest.mark.parametrize("text", ["Una inyección.", "Las inyecciones."])
    @pytest.mark.slow
    def test_spanish_inflections_match(self, client, home, page_at, query, text):
        page = make_spanish(home, page_at, "Zonk", text)
        assert found(client, query, "/es/search/") == [page.get_url()]

    @pytest.mark.slow
    def test_each_language_has_its_own_stems(self, client, home, page_at):
        spanish = make_spanish(home, page_at, "Zonk", "Dolores crónicas.")
        english = make_page("Okapi", introduction="Dolores crónicas.")
        assert found(client, "crónico", "/es/search/") == [spanish.get_url()]
        assert found(client, "crónicas") == [english.get_url()]
        assert Term.objects.filter(entry_id=english.pk, stem="cronica").exists()
        assert Term.objects.filter(entry_id=spanish.pk, stem="cronic").exists()

    @pytest.mark.parametrize("query", ["cafe", "café", "CAFÉ", "cafe\u0301"])
    @pytest.mark.parametrize("text", ["Drink cafe.", "Drink café.", "Drink cafe\u0301."])
    def test_accents_make_no_difference(self, client, query, text):
        page = make_page("Zonk", text)
        assert found(client, f"zonk {query}") == [page.get_url()]

    @pytest.mark.parametrize("query", ["mid-quag", "midquag", "mid quag", "Mid‑Quag"])
    @pytest.mark.parametrize("title", ["Mid-Quag Pain", "Midquag Pain"])
    def test_hyphens_in_names_make_no_difference(self, client, query, title):
        if title == "Midquag Pain" and query != "midquag":
            title += " (Mid-Quag)"
        page = make_page(title)
        assert found(client, query) == [page.get_url()]

    @pytest.mark.parametrize("query", ["555-867-5309", "5558675309", "(555) 867-5309", "867-5309"])
    def test_phone_number_in_the_text_is_found(self, client, query):
        page = make_page("Zonk", "Call 555-867-5309.")
        assert found(client, query) == [page.get_url()]


class TestTranslation:
    @pytest.mark.slow
    def test_translated_text_is_found_after_it_is_published(self, client, home, page_at):
        page = make_spanish(home, page_at, "Zonk", "Un okapi.")
        assert found(client, "okapi", "/es/search/") == [page.get_url()]
        assert Entry.objects.filter(page__locale=Locale.objects.get(language_code="es"), pk=page.pk).exists()

    @pytest.mark.slow
    def test_page_that_is_submitted_but_not_translated_is_not_found(self, client, home, page_at):
        for parent in (home, page_at("conditions-we-treat")):
            translate(parent)
        submit(make_page("Zonk"))
        assert found(client, "zonk", "/es/search/") == []


@pytest.mark.parametrize("query", ["zonk", "wombat", "okap", "quagga", "hartebeest", "Zonk quagga"])
def test_staff_find_a_page_in_the_admin_by_its_names_and_texts(editor_client, query):
    page = make_page(
        "Zonk", "A <b>quagga</b>.", introduction="A hartebeest.", other_names="Wombat", search_words="okapi"
    )
    insert_or_update_object(page)  # Wagtail updates its own index at the end of the transaction
    assert editor_client.get("/admin/pages/search/", {"q": query}).context["pages"][0].pk == page.pk


def test_texts_for_the_search_of_the_admin_cost_few_queries(mid_back_pain, django_assert_max_num_queries):
    """Wagtail reads them each time a page is saved."""
    with django_assert_max_num_queries(3):
        assert len(mid_back_pain.own_texts()) > 50


def test_entry_contains_each_part_of_a_page():
    page = make_page("Zonk", "A <b>quagga</b>.", menu_label="Zo", other_names="Wombat\n\nNumbat", search_words="okapi")
    entry = make_entry(ConditionPage.objects.get(pk=page.pk), SiteContext())
    assert entry.titles == "Zonk\nZo"
    assert entry.names == "Wombat\nNumbat"
    assert entry.search_words == "okapi"
    assert entry.headings == "Heading"
    assert entry.text.splitlines() == ["It hurts.", "Heading", "A quagga."]


@pytest.fixture
def before_update():
    """Empty the index and Wagtail's, and mark the last migration of the search app as not applied."""
    Entry.objects.all().delete()
    IndexEntry.objects.all().delete()
    MigrationRecorder(connection).record_unapplied(*MigrationLoader(connection).graph.leaf_nodes("search")[0])


def migrate():
    """Mark all migrations as applied: the tables exist, and SQLite cannot change them in a test's transaction."""
    call_command("migrate", "--fake", verbosity=0, stdout=StringIO())


@pytest.mark.slow
def test_pages_are_found_after_an_update_of_the_search(client, before_update):
    assert not found(client, "sciatica")
    assert not Page.objects.all().autocomplete("gabapentin")
    migrate()
    assert found(client, "sciatica")
    assert Page.objects.all().autocomplete("gabapentin")


@pytest.mark.slow
def test_index_is_not_rebuilt_without_a_new_migration(before_update):
    migrate()
    Entry.objects.all().delete()
    migrate()
    assert not Entry.objects.exists()


@pytest.mark.slow
def test_command_rebuilds_the_index(client):
    before = {model: model.objects.count() for model in (Entry, Term, NameWord)}
    Term.objects.all().delete()
    NameWord.objects.all().delete()
    Page.objects.filter(slug="mid-back-pain").update(title="Zonk")
    output = StringIO()
    call_command("rebuild_search_index", stdout=output)
    assert output.getvalue() == f"{before[Entry]} pages are in the search index.\n"
    assert found(client, "zonk") == ["/conditions-we-treat/mid-back-pain/"]
    assert Term.objects.count() == pytest.approx(before[Term], abs=10)
