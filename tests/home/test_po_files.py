"""The Spanish texts of the first pages: each file is complete, belongs to its page, and keeps the English facts."""

import pytest

from home.management.commands.seed import SPANISH_CONTENT
from home.management.commands.update_po_files import check_file
from home.seed.files import ContentError
from home.seed.po_checks import find_mistakes
from home.seed.po_files import PoFile, Text, read_po_files, write_po_file
from home.seed.po_texts import everything_translated

FILES = read_po_files(SPANISH_CONTENT)
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture(scope="module")
def mistakes(module_database):
    """The mistakes in the files, by the path of the page."""
    return {one.path: check_file(one, FILES.get(one.path)) for one in everything_translated()}


@pytest.mark.django_db
@pytest.mark.slow
def test_every_page_is_translated_and_every_file_belongs_to_a_page(mistakes):
    assert {path: found for path, found in mistakes.items() if found} == {}
    assert set(FILES) == set(mistakes)


@pytest.mark.parametrize(
    ("english", "spanish", "reason"),
    [
        ("Call {phone}.", "Llame.", "the placeholders differ; missing: {phone}."),
        ("Rest 6 weeks.", "Descanse 8 semanas.", "the numbers differ; missing: 6; only in the translation: 8."),
        ("<strong>Now</strong>", "Ahora", "the tags differ; missing: <strong> </strong>."),
        ("One<br/>Two", "Uno Dos", "the tags differ; missing: <br/>."),
        ('<a id="a1">Read</a>', '<a id="a2">Lea</a>', 'missing: <a id="a1">; only in the translation: <a id="a2">.'),
        ("Rest.", "Descanse. ", "there is white space at the beginning or the end."),
    ],
)
def test_difference_is_named(english, spanish, reason):
    [found] = find_mistakes(Text("body.text", english), spanish)
    assert reason in found


@pytest.mark.parametrize(
    ("place", "english", "spanish"),
    [
        ("body.text", "At 100.4 °F call {phone}.{source:fever}", "Con 100.4 °F llame al {phone}.{source:fever}"),
        ("other_names", "Slipped disc<br/>HNP", "Hernia de disco"),
        ("slug", "neck-pain", "dolor-de-cuello"),
        ("search_words", "sciatica\n2 discs", "ciática"),
    ],
)
def test_right_translation_has_no_mistakes(place, english, spanish):
    assert find_mistakes(Text(place, english), spanish) == []


def test_slug_has_no_accents():
    assert find_mistakes(Text("slug", "neck-pain"), "dolor-de-espaldá") != []


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('#, fuzzy\nmsgid "Pain"\nmsgstr "Dolor"\n', "line 4: the entry is marked as “fuzzy”"),
        ('msgid "Pain"\nmsgstr "Dolor"\n\nmsgid "Pain"\nmsgstr "Pena"\n', "line 7: this text is here twice"),
        ('#~ msgid "Pain"\n#~ msgstr "Dolor"\n', "the page no longer has this text"),
        ("Pain = Dolor\n", "this is not a PO file"),
    ],
)
def test_file_with_a_mistake_is_refused_with_the_line(tmp_path, entry, reason):
    (tmp_path / "neck-pain.po").write_text(HEAD + entry, encoding="utf-8")
    with pytest.raises(ContentError, match=reason):
        read_po_files(tmp_path)


def test_files_are_found_by_the_path_of_their_page(tmp_path):
    for name in ("index", "conditions/index", "conditions/neck-pain", "snippets/passages"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.po").write_text(HEAD, encoding="utf-8")
    assert set(read_po_files(tmp_path)) == {"", "conditions", "conditions/neck-pain", "snippets/passages"}


def test_context_is_needed_only_where_a_text_has_two_translations(tmp_path):
    entries = 'msgid "Back"\nmsgstr "Espalda"\n\nmsgctxt "title"\nmsgid "Back"\nmsgstr "Atrás"\n'
    (tmp_path / "back.po").write_text(HEAD + entries, encoding="utf-8")
    file = read_po_files(tmp_path)["back"]
    assert file.translation(Text("title", "Back")) == "Atrás"
    assert file.translation(Text("body.text", "Back")) == "Espalda"


def test_updated_file_keeps_translations_and_drops_old_texts(tmp_path):
    old = PoFile("back.po", "back")
    file = tmp_path / "back.po"
    write_po_file(file, [Text("title", "Back"), Text("slug", "back"), Text("introduction", "It hurts.")], old)
    written = file.read_text(encoding="utf-8").replace('msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Espalda"')
    file.write_text(written.replace('msgid "back"\nmsgstr ""', 'msgid "back"\nmsgstr "espalda"'), encoding="utf-8")
    old = read_po_files(tmp_path)["back"]
    texts = [Text("title", "Back"), Text("slug", "back-pain"), Text("introduction", "It aches.")]
    write_po_file(file, texts, old)
    new = read_po_files(tmp_path)["back"]
    assert [(one.msgid, one.msgstr) for one in new.entries.values()] == [
        ("Back", "Espalda"),
        ("back-pain", "espalda"),
        ("It aches.", ""),
    ]
