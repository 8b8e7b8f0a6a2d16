"""The seed writes the shared rows, never overwrites what staff edited, and reports mistakes with file and line."""

import shutil
from io import StringIO
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.core.management import CommandError, call_command

from home.management.commands.seed import CONTENT
from home.models import SeededRow
from home.seed.snippets import row_digest
from pages.models import Passage, Source, WarningSign

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sql]

SOURCE = """
test-source:
  publisher: Test Institute
  title: Facts
  year: "2024"
  url: https://test.example/facts
"""
SIGN = """
test-sign:
  urgency: emergency
  text: You cannot breathe.
"""
PASSAGE = """
test-passage:
  name: Test thinners
  text: |-
    Do **not** stop them. See [preparing](patient-resources).{source:test-source}
  sources: [test-source]
  page: patient-resources
"""


@pytest.fixture
def folder(tmp_path):
    """The folder of a copy of the content files, with a test source, a test sign and a test passage."""
    content = shutil.copytree(CONTENT.parent, tmp_path / "content")
    for name, text in (("sources", SOURCE), ("warning_signs", SIGN), ("passages", PASSAGE)):
        with (content / "snippets" / f"{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(text)
    return content


def seed(folder, **options):
    """Run the command for the English pages and return what it prints."""
    out = StringIO()
    call_command("seed", content=folder / "en", english_only=True, stdout=out, **options)
    return out.getvalue()


def replace(folder, name, old, new):
    """Replace a text in a file; return the line number of the change."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def rows():
    """Return all data that a second run could change."""
    return [list(model.objects.order_by("pk").values()) for model in (SeededRow, Source, WarningSign, Passage)]


def test_rows_are_written(folder, page_at):
    seed(folder)
    source, sign, passage = (model.objects.get(key__startswith="test-") for model in (Source, WarningSign, Passage))
    assert str(source) == "Test Institute: Facts (2024)"
    assert (sign.urgency, sign.text) == ("emergency", "You cannot breathe.")
    assert [block.value for block in passage.sources] == [source]
    page = page_at("patient-resources")
    assert passage.page_id == page.pk
    assert passage.text == (
        f'<p>Do <strong>not</strong> stop them. See <a linktype="page" id="{page.pk}">preparing</a>.'
        "{source:test-source}</p>"
    )


def test_rows_have_the_same_translation_key_on_every_site(folder):
    seed(folder)
    expected = uuid5(NAMESPACE_URL, "pages.warningsign:test-sign")
    assert WarningSign.objects.get(key="test-sign").translation_key == expected


def test_second_run_changes_nothing(folder):
    seed(folder)
    before = [list(model.objects.order_by("pk").values()) for model in (SeededRow, Source, WarningSign, Passage)]
    assert ": 0 written, 0 kept because staff changed them" in seed(folder).splitlines()[0]
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (SeededRow, Source, WarningSign, Passage)
    ]


def test_changed_entry_updates_a_row_that_nobody_edited(folder):
    seed(folder)
    replace(folder, "snippets/warning_signs.yaml", "You cannot breathe.", "You can hardly breathe.")
    assert "warning sign test-sign" in seed(folder)
    assert WarningSign.objects.get(key="test-sign").text == "You can hardly breathe."


@pytest.mark.parametrize(
    ("model", "field", "name", "old"),
    [
        (Source, "title", "sources", "  title: Facts"),
        (WarningSign, "text", "warning_signs", "You cannot breathe."),
        (Passage, "name", "passages", "  name: Test thinners"),
    ],
)
def test_row_that_staff_edited_is_kept(folder, model, field, name, old):
    seed(folder)
    row = model.objects.get(key__startswith="test-")
    setattr(row, field, "By staff")
    row.save()
    replace(folder, f"snippets/{name}.yaml", old, f"{old} again")
    assert "kept, edited by staff" in seed(folder)
    row.refresh_from_db()
    assert getattr(row, field) == "By staff"


def test_row_that_staff_deleted_stays_deleted_until_a_page_of_the_files_needs_it(folder):
    seed(folder)
    Passage.objects.filter(key="test-passage").delete()
    Source.objects.get(key="test-source").delete()
    replace(folder, "snippets/sources.yaml", "title: Facts", "title: More facts")
    assert "kept deleted by staff" in seed(folder)
    assert not Source.objects.filter(key="test-source").exists()
    replace(folder, "en/conditions-we-treat/neck-pain.yaml", "sources:\n", "sources:\n  - source: test-source\n")
    seed(folder)
    assert Source.objects.filter(key="test-source").exists()


def test_row_that_is_no_longer_in_the_file_stays(folder):
    seed(folder)
    replace(folder, "snippets/warning_signs.yaml", SIGN, "\n# nothing\n")
    seed(folder)
    assert WarningSign.objects.filter(key="test-sign").exists()


def test_source_of_staff_with_the_same_address_is_used(folder, page_at):
    own = Source.objects.create(key="by-staff", title="Ours", url="https://Test.example/facts/")
    replace(folder, "en/conditions-we-treat/neck-pain.yaml", "sources:\n", "sources:\n  - source: test-source\n")
    seed(folder)
    assert not Source.objects.filter(key="test-source").exists()
    own.refresh_from_db()
    assert (own.key, own.title) == ("by-staff", "Ours")
    assert page_at("conditions-we-treat/neck-pain").sources[0].value == own
    assert "{source:by-staff}" in Passage.objects.get(key="test-passage").text


def test_source_of_the_migration_with_the_same_address_is_taken_over(folder):
    migrated = Source.objects.create(key="from-a-page", title="Institute: Facts", url="https://test.example/facts/")
    SeededRow.objects.create(
        model="source", key=migrated.key, row_id=migrated.pk, file_digest="", row_digest=row_digest(migrated)
    )
    seed(folder)
    migrated.refresh_from_db()
    assert (migrated.key, migrated.publisher, migrated.title) == ("test-source", "Test Institute", "Facts")
    assert Source.objects.filter(normalized_url="https://test.example/facts").count() == 1


def test_dry_run_writes_nothing(folder):
    assert "source test-source" in seed(folder, dry_run=True)
    assert not Source.objects.filter(key="test-source").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("snippets/sources.yaml", "  title: Facts", "  titel: Facts", "unknown key “titel”; a source may have: "),
        ("snippets/sources.yaml", "  title: Facts", '  title: ""', "title: This field cannot be blank."),
        ("snippets/sources.yaml", "https://test", "http://test", "url: Begin the address with https://"),
        ("snippets/sources.yaml", '  year: "2024"', "  year: soon", "“year”: “soon” value must be an integer."),
        ("snippets/warning_signs.yaml", "emergency\n  text: You cannot b", "soon\n  text: You cannot b", "urgency: "),
        ("snippets/warning_signs.yaml", "  text: You cannot breathe.\n", "", "text: This field cannot be blank."),
        ("snippets/warning_signs.yaml", SIGN, "\ntest-sign: You cannot breathe.\n", "“test-sign” must have keys: "),
        ("snippets/passages.yaml", "sources: [test-source]", "sources: [nothing]", "there is no source “nothing”"),
        ("snippets/passages.yaml", "{source:test-source}", "{source:nothing}", "there is no source “nothing”"),
        ("snippets/passages.yaml", "page: patient-resources", "page: nowhere", "there is no page “nowhere”"),
        (
            "en/conditions-we-treat/neck-pain.yaml",
            "sources:\n",
            "sources:\n  - source: nothing\n",
            "there is no source “nothing” in the files under snippets/.",
        ),
        (
            "en/conditions-we-treat/neck-pain.yaml",
            '  - causes:\n      introduction: "',
            '  - causes:\n      introduction: "Call {fon}. ',
            "“{fon}” is not a placeholder.",
        ),
    ],
)
def test_mistake_is_reported_with_line_and_reason(folder, name, old, new, reason):
    line = replace(folder, name, old, new)
    with pytest.raises(CommandError) as caught:
        seed(folder)
    [found] = str(caught.value).splitlines()[1:]
    file, _comma, rest = found.partition(", line ")
    number, _colon, text = rest.partition(": ")
    assert file == name.removeprefix("en/")
    assert reason in text
    assert abs(int(number) - line) <= 2
    assert not SeededRow.objects.filter(key="test-source").exists()


def test_address_that_is_there_twice_is_reported(folder):
    with (folder / "snippets/sources.yaml").open("a", encoding="utf-8") as file:
        file.write("\nsame:\n  title: The same\n  url: https://test.example/Facts/\n")
    with pytest.raises(CommandError, match="“test-source” above has this address"):
        seed(folder)


def test_file_of_another_name_is_refused(folder):
    (folder / "snippets/people.yaml").write_text("a:\n  b: c\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"snippets/people\.yaml: the files of this folder are sources, warning_sig"):
        seed(folder)


def test_restoring_one_page_changes_no_row(folder):
    seed(folder)
    replace(folder, "snippets/warning_signs.yaml", "You cannot breathe.", "You can hardly breathe.")
    seed(folder, only="conditions-we-treat/neck-pain")
    assert WarningSign.objects.get(key="test-sign").text == "You cannot breathe."


def test_pages_choose_rows_by_key(folder, page_at):
    replace(folder, "en/conditions-we-treat/neck-pain.yaml", "sources:\n", "sources:\n  - test-source\n")
    seed(folder)
    assert page_at("conditions-we-treat/neck-pain").sources[0].value.key == "test-source"
