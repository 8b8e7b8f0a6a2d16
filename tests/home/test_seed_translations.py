"""The seed publishes Spanish pages whose PO file is complete, and never changes what staff have translated."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home.models import HomePage, SeededTranslation
from home.seed.action import Action
from home.seed.files import ContentError
from home.seed.po_files import PoFile, Text, file_of, read_po_files, write_po_file
from home.seed.po_texts import everything_translated
from home.seed.translations import TranslationSeeder
from tests.factories import publish

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

PATH = "terms-of-use"


class Files:
    """PO files in a folder, with “ES ” before each text."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, *paths, leave_out=(), mark="ES "):
        for one in everything_translated():
            if one.path in paths:
                file = file_of(self.folder, one.path, one.has_children)
                write_po_file(file, one.texts, Marked(leave_out, mark))

    def seed(self, **options):
        return {step.path: step.action for step in TranslationSeeder(read_po_files(self.folder)).run(**options)}


class Marked(PoFile):
    def __init__(self, leave_out, mark):
        super().__init__("", "")
        self.leave_out, self.mark = leave_out, mark

    def translation(self, text: Text):
        if text.place in ("slug", "search_words"):
            return f"es-{text.place.replace('_', '-')}"
        return "" if text.text in self.leave_out else self.mark + text.text


@pytest.fixture(autouse=True)
def no_spanish_pages(db):
    """Remove the Spanish pages of the seeded site."""
    for home in HomePage.objects.exclude(locale__language_code="en"):
        Page.objects.get(pk=home.pk).delete()
    StringTranslation.objects.all().delete()
    Translation.objects.all().delete()
    SeededTranslation.objects.all().delete()


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.fixture
def english(page_at):
    return page_at(PATH)


@pytest.fixture
def seed(files, django_capture_on_commit_callbacks):
    """Return a function that writes the files and runs the seed."""

    def run(*paths, **values):
        files.write(*(paths or ("", PATH)), **values)
        with django_capture_on_commit_callbacks(execute=True):
            return files.seed()

    return run


def spanish(page):
    return type(page).objects.filter(translation_key=page.translation_key, locale__language_code="es").first()


@pytest.mark.slow
def test_complete_page_is_published_as_the_work_of_a_machine(seed, english, client):
    assert seed() == {"": Action.CREATE, PATH: Action.CREATE}
    page = spanish(english)
    assert page.title == f"ES {english.title}"
    assert client.get("/es/es-slug/").status_code == 200
    kinds = StringTranslation.objects.filter(context__object_id=page.translation_key)
    assert set(kinds.values_list("translation_type", "tool_name")) == {("machine", "seed")}


@pytest.mark.slow
def test_page_with_a_missing_text_is_not_published(seed, english):
    assert seed("", PATH, leave_out=[english.title])[PATH] is Action.WAIT
    assert spanish(english) is None


@pytest.mark.slow
def test_second_run_changes_nothing(seed, english):
    seed()
    before = spanish(english).latest_revision_id
    assert set(seed().values()) == {Action.KEEP_SAME}
    assert spanish(english).latest_revision_id == before


@pytest.mark.slow
def test_corrected_file_is_published_again(seed, english):
    seed()
    assert seed(mark="Mejor: ")[PATH] is Action.UPDATE
    assert spanish(english).title == f"Mejor: {english.title}"


@pytest.mark.slow
def test_text_that_a_person_has_translated_is_kept(seed, english):
    seed()
    of_person = StringTranslation.objects.get(context__object_id=english.translation_key, context__path="title")
    of_person.data, of_person.translation_type, of_person.tool_name = "Condiciones", "manual", ""
    of_person.save()
    assert seed(mark="Mejor: ")[PATH] is Action.KEEP_EDITED
    of_person.refresh_from_db()
    assert of_person.data == "Condiciones"
    assert spanish(english).introduction.startswith("ES ")


@pytest.mark.parametrize("change", ["delete", "unpublish"])
@pytest.mark.slow
def test_page_that_staff_have_withdrawn_stays_withdrawn(seed, english, change):
    seed()
    getattr(Page.objects.get(pk=spanish(english).pk), change)()
    assert seed(mark="Mejor: ")[PATH] in (Action.KEEP_DELETED, Action.KEEP_EDITED)
    assert not getattr(spanish(english), "live", False)


@pytest.mark.slow
def test_changed_english_text_is_translated_when_its_file_has_it(seed, english):
    seed()
    english.introduction = "We have new terms."
    publish(english)
    assert spanish(english).introduction.startswith("ES ")
    assert seed()[PATH] is Action.UPDATE
    assert spanish(english).introduction == "ES We have new terms."


@pytest.mark.slow
def test_dry_run_keeps_nothing(files, english):
    files.write("", PATH)
    assert files.seed(dry_run=True)[PATH] is Action.CREATE
    assert spanish(english) is None


@pytest.mark.slow
def test_translation_without_a_number_of_the_english_text_is_refused(seed, english, files):
    files.write("", PATH)
    file = files.folder / f"{PATH}.po"
    entry = f'msgid "{english.title}"\nmsgstr "ES {english.title}"'
    assert entry in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(entry, f'{entry[:-1]} 7"'), encoding="utf-8")
    with pytest.raises(ContentError, match="only in the translation: 7"):
        files.seed()
