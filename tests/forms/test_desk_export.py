"""Export of the filtered list as CSV and XLSX: columns, filters, limits, and protection against formulas."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

import forms.inbox.desk.views.export
import forms.inbox.desk.views.listing
from forms.inbox.desk.sealed_search import seal_search
from forms.models import Form, KnownField, Message
from tests.exports import KINDS, rows_of, table_of
from tests.factories import answer, attach, make_form, make_message
from tests.html import soup, words

pytestmark = pytest.mark.sql

BEFORE = ["Reference", "Sent", "Form", "Language", "Status", "Owner"]
AFTER = ["Files", "Remarks"]


def content(client, kind, **filters):
    return b"".join(client.get(reverse(f"desk:export_{kind}"), filters).streaming_content)


def exported(client, kind, **filters):
    """Return the rows of the exported file, each a dict by the name of the column."""
    return rows_of(content(client, kind, **filters), kind)


def references(client, kind, **filters):
    return [row["Reference"] for row in exported(client, kind, **filters)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_is_one_column_in_every_language(desk, kind):
    form = make_form(fields=[("k1", "Your name"), ("k2", "Topics")])
    sent_at = datetime.datetime(2026, 7, 4, 18, 5, tzinfo=datetime.UTC)
    english = [answer("k1", "Test Patient", "Your name"), answer("k2", ["Billing", "Records"], "Topics")]
    spanish = [answer("k2", ["Billing"], "Temas"), answer("k1", "José Núñez", "Su nombre")]
    make_message(form, english, reference="AAAA-2222", sent_at=sent_at, owner=desk.user, status="done")
    make_message(form, spanish, reference="BBBB-2222", sent_at=sent_at, language="es")
    [spanish_row, english_row] = exported(desk, kind)
    assert spanish_row == {
        "Reference": "BBBB-2222",
        "Sent": "2026-07-04 13:05 CDT",
        "Form": "Write to Us",
        "Language": "Spanish",
        "Status": "New",
        "Owner": "",
        "Your name": "José Núñez",
        "Topics": "Billing",
        "Files": "",
        "Remarks": "",
    }
    assert english_row == {
        "Reference": "AAAA-2222",
        "Sent": "2026-07-04 13:05 CDT",
        "Form": "Write to Us",
        "Language": "English",
        "Status": "Done",
        "Owner": "dana",
        "Your name": "Test Patient",
        "Topics": "Billing, Records",
        "Files": "",
        "Remarks": "",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_the_form_are_between_the_columns_of_every_message(desk, kind):
    form = make_form(fields=[("k1", "Your name"), ("k2", "Topics")])
    make_message(form, [answer("k1", "Test Patient")])
    [heading, _row] = table_of(content(desk, kind), kind)
    assert heading == [*BEFORE, "Your name", "Topics", *AFTER]


@pytest.mark.parametrize("kind", KINDS)
def test_removed_fields_still_have_a_column(desk, kind):
    form = make_form(fields=[("k1", "Your name"), ("k2", "Insurance", True)])
    make_message(form, [answer("k2", "None")])
    [row] = exported(desk, kind)
    assert row["Insurance"] == "None"


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_columns_have_the_same_heading(desk, kind):
    form = make_form(fields=[("a", "Name"), ("b", "Name"), ("c", "Status"), ("d", "Phone")])
    other = make_form(title="Refer a Patient", fields=[("e", "Name"), ("f", "Fax")])
    make_message(form, [answer("b", "second")])
    make_message(other, [answer("e", "third")])
    rows = exported(desk, kind)
    assert set(rows[0]) - {*BEFORE, *AFTER} == {
        "Name (Write to Us)",
        "Name (Write to Us) (2)",
        "Status (Write to Us)",
        "Phone",
        "Name (Refer a Patient)",
        "Fax",
    }
    assert {row["Name (Write to Us) (2)"] for row in rows} == {"second", ""}
    assert {row["Name (Refer a Patient)"] for row in rows} == {"third", ""}


def test_has_columns_only_of_forms_with_exported_messages(desk):
    form = make_form(fields=[("a", "Name")])
    make_form(title="Refer a Patient", fields=[("e", "Fax")])
    make_message(form)
    [row] = exported(desk, "csv")
    assert "Name" in row
    assert "Fax" not in row


@pytest.mark.parametrize("kind", KINDS)
def test_answer_to_an_unknown_field_is_in_the_remarks(desk, kind):
    make_message(answers=[answer("gone", "Still here", "Old question")])
    assert [row["Remarks"] for row in exported(desk, kind)] == ["Old question: Still here"]


@pytest.mark.parametrize("kind", KINDS)
def test_names_of_files_are_listed(desk, private, kind):
    message = make_message()
    attach(message, name="one.pdf")
    attach(message, name="two.png")
    assert [row["Files"] for row in exported(desk, kind)] == ["one.pdf, two.png"]


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_the_same_name_are_numbered_in_export_message_and_download(desk, private, kind):
    message = make_message()
    files = [attach(message, name=name) for name in ("scan.pdf", "Scan.pdf", "scan (2).pdf", "scan.pdf")]
    names = ["scan.pdf", "Scan (3).pdf", "scan (2).pdf", "scan (4).pdf"]
    assert [row["Files"] for row in exported(desk, kind)] == [", ".join(names)]
    page = soup(desk.get(reverse("desk:message", args=[message.pk])))
    assert [link.get_text() for link in page.select(".desk-files a")] == names
    download = desk.get(reverse("desk:file", args=[message.pk, files[1].pk]))
    assert download["Content-Disposition"] == 'attachment; filename="Scan (3).pdf"'


@pytest.mark.parametrize("kind", KINDS)
def test_file_field_has_no_empty_column(desk, kind):
    form = make_form(fields=[("k1", "Your name"), ("k2", "Attach files")])
    KnownField.objects.filter(form__key=form.translation_key, key="k2").update(field_type="files")
    make_message(form, [answer("k1", "Test Patient")])
    [row] = exported(desk, kind)
    assert set(row) - {*BEFORE, *AFTER} == {"Your name"}


@pytest.mark.parametrize("kind", KINDS)
def test_message_that_no_key_can_decrypt_is_exported_with_a_remark(desk, settings, private, kind):
    attach(make_message(reference="AAAA-2222"))
    settings.MESSAGE_KEYS = ["another key"]
    [row] = exported(desk, kind)
    assert (row["Reference"], row["Remarks"]) == ("AAAA-2222", "Cannot be opened: its key is missing")


FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"),
    *("  =1", "\u00a0=1", "\u200b=1", "\x0b=1"),
]


@pytest.mark.slow
def test_formula_is_exported_as_text_with_an_apostrophe_before_it(desk, private):
    sent = {}
    for formula in FORMULAS:
        form = make_form("Form", fields=[("k1", formula + " heading")])
        Form.objects.filter(key=form.translation_key).update(name=formula)
        message = make_message(form, [answer("k1", formula)])
        attach(message, name=formula)
        sent[message.reference] = formula
    for kind in KINDS:
        heading, *rows = table_of(content(desk, kind), kind)
        assert [text for text in heading if not text.startswith("'")] == [*BEFORE, *AFTER]
        assert len(rows) == len(FORMULAS)
        for row in rows:
            cells = dict(zip(heading, row, strict=True))
            [typed] = [text for name, text in zip(heading, row, strict=True) if name.startswith("'") and text]
            assert [text for text in (cells["Form"], cells["Files"], typed) if not text.startswith("'")] == []
            expected = re.sub("[\x0b\u200b]", "", sent[cells["Reference"]]).replace("\r", "\n")
            assert typed.replace("'", "") == expected, (kind, cells)


def test_cells_of_the_workbook_are_text(desk):
    form = make_form(fields=[("k1", "Number")])
    make_message(form, [answer("k1", "0042")])
    sheet = load_workbook(io.BytesIO(content(desk, "xlsx"))).active
    cells = {(cell.data_type, cell.number_format) for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells == {("s", "@")}


NUMBERS = ["02134", "72801", "4795550123", "12/31/1960", "1960-02-03", "1/2", "9 am", "TRUE", "1E5", "$5.50", "7 %"]
TEXTS = ["(479) 555-0123", "479-555-0123", "12 Main Street", "pain 7", "May", "2 weeks"]


def test_number_or_date_gets_an_apostrophe_in_csv_only(desk):
    form = make_form(fields=[("k1", "Answer")])
    for text in (*NUMBERS, *TEXTS):
        make_message(form, [answer("k1", text)])
    make_message(form, reference="2E45-6789")
    make_message(form, reference="MAY2-3456")
    rows = {kind: exported(desk, kind) for kind in KINDS}
    assert {row["Answer"] for row in rows["csv"]} == {"", *TEXTS, *(f"'{text}" for text in NUMBERS)}
    assert {row["Answer"] for row in rows["xlsx"]} == {"", *TEXTS, *NUMBERS}
    assert {"'2E45-6789", "'MAY2-3456"} < {row["Reference"] for row in rows["csv"]}


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_reader_that_splits_at_another_character_finds_no_formula(desk, delimiter):
    texts = ["a;=1+1;b", "a\t=1+1\tb", 'a";=1+1;"b', "a,=1+1,b", "a\n=1+1"]
    form = make_form(fields=[("k1", "Answer;=1+1")])
    for text in texts:
        make_message(form, [answer("k1", text)])
    rows = csv.reader(io.StringIO(content(desk, "csv").decode("utf-8-sig"), newline=""), delimiter=delimiter)
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []


def test_hour_that_comes_twice_in_november_is_unambiguous(desk, desk_user_in_paris):
    for hour in (6, 7):
        make_message(sent_at=datetime.datetime(2026, 11, 1, hour, 30, tzinfo=datetime.UTC))
    times = ["2026-11-01 01:30 CST", "2026-11-01 01:30 CDT"]
    assert [row["Sent"] for row in exported(desk, "csv")] == times
    listed = words(soup(desk.get(reverse("desk:list"))).main)
    assert [f"Nov. 1, 2026, 1:30 a.m. {zone}" in listed for zone in ("CST", "CDT")] == [True, True]
    page = desk.get(reverse("desk:message", args=[Message.objects.first().pk]))
    assert "Nov. 1, 2026, 1:30 a.m. CST" in words(soup(page).main)


@pytest.fixture
def desk_user_in_paris(desk):
    """The user of the desk has chosen another time zone in the admin."""
    profile = UserProfile.get_for_user(desk.user)
    profile.current_time_zone = "Europe/Paris"
    profile.save()


@pytest.mark.parametrize("kind", KINDS)
def test_time_in_an_answer_has_the_zone_of_the_clinic(desk, kind):
    message = make_message(answers=[answer("gone", "2026-12-31T14:30:00-06:00", "When", kind="datetime")])
    assert [row["Remarks"] for row in exported(desk, kind)] == ["When: 2026-12-31 14:30 CST"]
    page = desk.get(reverse("desk:message", args=[message.pk]))
    assert "2026-12-31 14:30 CST" in words(soup(page).select_one(".desk-answers"))


@pytest.mark.parametrize("kind", KINDS)
def test_control_characters_are_removed_and_line_breaks_are_not(desk, kind):
    make_message(answers=[answer("gone", "a\x0bb\x00\x7f\x9f\u202e\uffffc\r\nd", "Old")])
    assert [row["Remarks"] for row in exported(desk, kind)] == ["Old: abc\nd"]


@pytest.mark.parametrize("kind", KINDS)
def test_very_long_answer_is_exported(desk, kind):
    make_message(answers=[answer("gone", "x" * 40_000, "Old")], words="")
    [cell] = [row["Remarks"] for row in exported(desk, kind)]
    assert len(cell) > 32_000
    assert kind == "csv" or cell.endswith("(cut, see the CSV)")


def test_csv_has_the_encoding_and_quotes_that_excel_reads(desk):
    make_message(answers=[answer("gone", 'a "b", ñ', "Old")])
    data = content(desk, "csv")
    assert data.startswith(b'\xef\xbb\xbf"Reference","Sent",')
    assert data.endswith('"Old: a ""b"", ñ"\r\n'.encode())


@pytest.mark.parametrize("kind", KINDS)
def test_is_filtered_like_the_list(desk, kind):
    make_message(reference="AAAA-2222", text="stiff neck")
    make_message(reference="BBBB-2222", status="done")
    make_message(reference="SPAM-2222", status="spam")
    assert references(desk, kind) == ["BBBB-2222", "AAAA-2222"]
    assert references(desk, kind, status="done") == ["BBBB-2222"]
    assert references(desk, kind, box="spam") == ["SPAM-2222"]
    search = seal_search("neck")
    assert references(desk, kind, search=search) == ["AAAA-2222"]


@pytest.mark.parametrize("kind", KINDS)
def test_invalid_filter_exports_nothing(desk, kind):
    make_message()
    response = desk.get(reverse(f"desk:export_{kind}"), {"status": "nonsense"}, follow=True)
    assert "nothing was exported" in words(soup(response).select_one(".messages"))


def test_workbook_above_the_row_limit_is_refused_with_a_message(desk, monkeypatch):
    monkeypatch.setattr(forms.inbox.desk.views.export, "MAXIMUM_XLSX_ROWS", 1)
    make_message()
    assert exported(desk, "xlsx")
    make_message()
    response = desk.get(reverse("desk:export_xlsx"), follow=True)
    assert "2 messages are too many for XLSX, which takes 1: export CSV" in words(
        soup(response).select_one(".messages")
    )
    monkeypatch.setattr(forms.inbox.desk.views.listing, "MAXIMUM_XLSX_ROWS", 1)
    export = soup(desk.get(reverse("desk:list"))).select_one(".desk-export")
    assert words(export) == "Export for Excel, CSV (messages: 2) XLSX takes at most 1."


@pytest.mark.parametrize("kind", KINDS)
def test_export_is_a_download_that_is_not_cached(desk, kind):
    response = desk.get(reverse(f"desk:export_{kind}"))
    assert response["Content-Disposition"].startswith('attachment; filename="messages-20')
    assert response["Cache-Control"] == "private, no-store"


def test_first_bytes_of_the_csv_are_sent_before_a_message_is_read(desk):
    make_message()
    stream = iter(desk.get(reverse("desk:export_csv")).streaming_content)
    with CaptureQueriesContext(connection) as captured:
        assert next(stream).startswith(b'\xef\xbb\xbf"Reference"')
    assert not [query for query in captured if "sealed" in query["sql"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow
def test_makes_as_many_queries_with_many_messages_as_with_few(desk, private, kind):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            content(desk, kind)
        return len(captured)

    form = make_form(fields=[("name", "Your name")])
    attach(make_message(form, owner=desk.user))
    queries()
    before = queries()
    for _number in range(20):
        attach(make_message(form, owner=desk.user))
    assert Message.objects.count() == 21
    assert queries() == before
