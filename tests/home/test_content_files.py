"""An error in a content file is reported with file, line and reason, and nothing is written."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from home.management.commands.seed import CONTENT
from home.models import SeededPage
from tests.factories import publish

pytestmark = pytest.mark.django_db

CONDITION = "conditions-we-treat/mid-back-pain.yaml"


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a copy of the content files."""
    return shutil.copytree(CONTENT.parent, tmp_path / "content") / CONTENT.name


def replace(folder, name, old, new):
    """Replace a text in a file; return the line number of the change."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def error_of_seed(folder):
    """Run the seed, which must fail and write nothing; return its error messages."""
    before = list(SeededPage.objects.values_list("path", "revision_id"))
    with pytest.raises(CommandError) as caught:
        call_command("seed", content=folder)
    assert list(SeededPage.objects.values_list("path", "revision_id")) == before
    assert str(caught.value).startswith("Nothing was written. Fix the content files first:\n")
    return str(caught.value).partition("\n")[2]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("type: ConditionPage", "type: Condition", "“type” must be one of: ConditionIndexPage, ConditionPage"),
        ("body_areas:", "body_area:", "unknown key “body_area”; a ConditionPage may have: type, children, title"),
        ("body_areas:", "reviewed_by: A. Doctor\nbody_areas:", "unknown key “reviewed_by”; a ConditionPage may have"),
        ("  - mid_back", "  - tail", "body_areas: tail is not among: head, neck"),
        ("  - causes:", "  - cause:", "unknown key “cause”; this page may have: text_section, term_list"),
        (
            "      items:\n",
            "      things:\n",
            "unknown key “things”; “causes” may have: heading, introduction, items, passages.",
        ),
        (
            "              treatment: treatments-we-provide/trigger-point-injections",
            "              treatment: treatments-we-provide/magic",
            "there is no page “treatments-we-provide/magic”",
        ),
        ("        - tier: interventional", "        - tier: conservative", "This tier is already above."),
        ("        - tier: interventional", "        - tier: sideways", "Select a valid choice."),
        ("      text: The prognosis for", '      text: ""  # The prognosis for', "Write the section's text"),
        ("title: Mid-Back Pain", 'title: ""', "title: This field cannot be blank."),
        ("      heading: Prognosis", "      heading: [Prognosis]", "“heading” must be text."),
        ("  - effects:", "  - effects", "mapping values are not allowed"),
        ("  - prognosis:", "  - more: words\n    prognosis:", "a section begins with its type and a colon"),
        ("title: Mid-Back Pain", "title: Mid-Back Pain\ntitle: Again", "the key “title” is here twice"),
        ("title: Mid-Back Pain", "title: Mid-Back: Pain", "mapping values are not allowed"),
        ("        - Ligament Sprain: Stretching", '        - "": Stretching', "Name what this line is about"),
    ],
)
@pytest.mark.slow
def test_error_is_reported_with_line_and_reason(folder, old, new, reason):
    line = replace(folder, CONDITION, old, new)
    lines = error_of_seed(folder).splitlines()
    assert len(lines) == 1, lines
    name, _comma, rest = lines[0].partition(", line ")
    number, _colon, text = rest.partition(": ")
    assert name == CONDITION
    assert reason in text
    assert abs(int(number) - line) <= 1


def test_duplicate_section_is_reported_at_its_own_line(folder):
    text = (folder / CONDITION).read_text(encoding="utf-8")
    prognosis = text[text.index("  - prognosis:") : text.index("  - treatment_options:")]
    before, sources = text[: text.index("sources:\n")], text[text.index("sources:\n") :]
    (folder / CONDITION).write_text(before + prognosis + sources, encoding="utf-8")
    line = len((before + "  - prognosis:\n      heading:").splitlines())
    assert f"{CONDITION}, line {line}: This page already has a section “Prognosis”." in error_of_seed(folder)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('closes: "16:30"}', 'closes: "07:30"}', "It closes before it opens."),
        ("fax: 479-967-7772", "fax: 479 967 7772", "fax: Write the number as 479-967-7770."),
        ("show_in_menus: false", "show_in_menus: maybe", "value must be either True or False"),
    ],
)
def test_error_in_the_location_is_reported(folder, old, new, reason):
    line = replace(folder, "locations/russellville.yaml", old, new)
    found = error_of_seed(folder)
    assert reason in found
    assert f"locations/russellville.yaml, line {line}: " in found


def test_all_errors_are_reported_at_once(folder):
    replace(folder, CONDITION, "  - mid_back", "  - tail")
    replace(folder, "locations/russellville.yaml", "postal_code", "zip")
    assert len(error_of_seed(folder).splitlines()) == 2


def test_listed_file_must_exist(folder):
    (folder / CONDITION).unlink()
    assert "there is no mid-back-pain.yaml" in error_of_seed(folder)


def test_existing_file_must_be_listed(folder):
    shutil.copy(folder / CONDITION, folder / "conditions-we-treat/mid-back-pain-2.yaml")
    assert "“mid-back-pain-2” is in the folder but not under “children”." in error_of_seed(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file must be a list of keys and values"),
        (b"- a\n- b\n", "the file must be a list of keys and values"),
        (b"title: \xff\xfe", "save the file as UTF-8"),
        (b"title: a\x00b", "control characters are not allowed"),
        (b"\ttitle: a", "line 1:"),
        (b"? [a]\n: b", "a key must be text"),
    ],
)
def test_malformed_file_is_refused(folder, content, reason):
    (folder / CONDITION).write_bytes(content)
    assert reason in error_of_seed(folder)


def test_empty_folder_is_refused(tmp_path):
    assert "index.yaml: the file is missing." in error_of_seed(tmp_path)


@pytest.mark.slow
def test_markdown_is_converted_to_rich_text_with_page_links(folder, mid_back_pain, page_at):
    markdown = ["A **bold** [block](treatments-we-provide/nerve-blocks).", "", "- one", "- <b>two</b>"]
    text = "      text: |-\n" + "".join(f"        {line}\n" for line in markdown)
    file = folder / CONDITION
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines) if "text: The prognosis for" in line)
    file.write_text("".join([*lines[:number], text, *lines[number + 1 :]]), encoding="utf-8")
    call_command("seed", content=folder, verbosity=0, english_only=True)
    mid_back_pain.refresh_from_db()
    prognosis = next(block.value["text"].source for block in mid_back_pain.body if block.block_type == "prognosis")
    pk = page_at("treatments-we-provide/nerve-blocks").pk
    assert prognosis == (
        f'<p>A <strong>bold</strong> <a linktype="page" id="{pk}">block</a>.</p>'
        "<ul><li>one</li><li>&lt;b&gt;two&lt;/b&gt;</li></ul>"
    )
    assert publish(mid_back_pain)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    meaning: name", "    meant: name", "unknown key “meant”; a field may have: label, help_text"),
        ("    meaning: name", "    meaning: shoe size", "meaning: Value 'shoe size' is not a valid choice."),
        ("    field_type: email", "    field_type: fax", "field_type: Value 'fax' is not a valid choice."),
        ("    required: true", "    required: perhaps", "“required”: “Perhaps” value must be either True or False."),
        ("form_fields:\n", "form_fields: none\nother:\n", "unknown key “other”"),
    ],
)
def test_error_in_a_form_field_is_reported(folder, old, new, reason):
    replace(folder, "contact-us.yaml", old, new)
    error = error_of_seed(folder)
    assert error.startswith("contact-us.yaml, line ")
    assert reason in error
