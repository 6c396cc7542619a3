"""Tables out of files of any origin; files that are something else, or hostile, end in a sentence."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.files.delimited import find_delimiter
from services.files.reading import read_tables
from services.files.table import BadFile, Ratio, Table
from services.imports.columns import as_text
from services.jobs import Cancelled, Progress

TEXT = 'Nom;Montant;Note\nSociété "Élan";1 234,50;"deux\nlignes; et un point-virgule"\n;;\nFin;0;x\n'


def read(content: bytes, name: str = "file.csv") -> Table:
    return read_tables(content, name)[0]


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_quotes_and_line_breaks(encoding: str, newline: str) -> None:
    found = read(TEXT.replace("\n", newline).encode(encoding))
    assert found.headings == ["Nom", "Montant", "Note"]
    assert found.columns[0] == ['Société "Élan"', "Fin"] or found.columns[0] == ["Société Élan", "Fin"]
    assert str(found.columns[2][0]).splitlines() == ["deux", "lignes; et un point-virgule"]
    assert found.lines == [2, 5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_by_the_content(delimiter: str) -> None:
    rows = [["Account, Name", "Revenue;EUR", "a|b"], ["A, B; C", "1,5", "x\ty"], ["", "2", ""]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert find_delimiter(out.getvalue()) == delimiter
    assert read(out.getvalue().encode()).headings == rows[0]


def test_a_declared_delimiter_and_a_single_column_are_understood() -> None:
    assert read(b"sep=;\nid;a,b\n1;2\n").headings == ["id", "a,b"]
    assert (read(b"id\n1\n2\n").columns, read(b"sep=;\nid;n\n1;2\n").lines) == ([["1", "2"]], [3])


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.startswith("sep=")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=2, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_whatever_was_written_is_read(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["heading one", "heading two"], *rows])
    found = read(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert [list(row) for row in zip(*found.columns, strict=True)] == rows


def test_a_workbook_keeps_its_types_and_lines_and_skips_what_is_above_the_headings() -> None:
    content = workbook(
        ("Notes", []), ("Data", [["Report of March"], [], ["id", "when", "ok", "text"], [1, date(2026, 3, 1), True, "=x"], [], [2.5, datetime(2026, 3, 1, 12), None, None]])
    )  # fmt: skip
    found = read(content, "book.xlsx")
    assert (found.headings, found.lines) == (["id", "when", "ok", "text"], [4, 6])
    assert found.columns[0] == [1.0, 2.5]
    assert found.columns[1] == [date(2026, 3, 1), datetime(2026, 3, 1, 12)]
    assert found.columns[2][0] is True


def test_a_number_shown_as_a_percentage_is_told_from_one_that_is_not() -> None:
    formats = ["0%", "0.00%", "0.0 %;[Red]-0.0 %", '0.0" %"', "0.0\\%", "0.00", "General"]
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a", "b"])
    for row, number_format in enumerate(formats, start=2):
        for column, value in enumerate((0.07, "0.07"), start=1):
            book.worksheets[0].cell(row, column, value).number_format = number_format
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert found.columns[0] == [0.07] * len(formats)
    assert [type(cell) for cell in found.columns[0]] == [Ratio] * 3 + [float] * 4
    assert [as_text(cell) for cell in found.columns[0][2:4]] == ["7%", "0.07"]
    assert found.columns[1] == ["0.07"] * len(formats)


def test_a_hidden_sheet_is_not_taken_and_every_visible_one_can_be() -> None:
    content = workbook(("Secret", [["a", "b"], [1, 2]]), ("One", [["c", "d"], [1, 2]]), ("Two", [["e", "f"]]), hidden="Secret")
    assert read(content).headings == ["c", "d"]
    assert [(each.name, each.headings) for each in read_tables(content, "x.xlsx", every_sheet=True)] == [
        ("x.xlsx – One", ["c", "d"]),
        ("x.xlsx – Two", ["e", "f"]),
    ]


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def one_far_cell() -> bytes:
    """A small workbook whose only cell lies in the last row and column, so that its rectangle has 17 billion cells."""
    plain = workbook(("One", [["a", "b"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.namelist():
            content = source.read(item)
            if item.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            target.writestr(item, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b",,\n,,\n", "holds no rows"),
        (b"%PDF-1.7 ...", "neither an Excel workbook nor readable text"),
        (b"\x89PNG\r\n\x1a\n", "neither an Excel workbook nor readable text"),
        (bytes(range(1, 32)) * 50, "neither an Excel workbook nor readable text"),
        (b"\x81\x8d\x8f", "neither an Excel workbook nor readable text"),
        (zipped("hello.txt", b"hello"), "is no Excel workbook, or it is damaged"),
        (b"PK\x03\x04" + b"x" * 100, "is no Excel workbook, or it is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "is no Excel workbook, or it is damaged"),
        (workbook(("One", [])), "holds no rows"),
        (b"x" * 50_000_001, "is larger than 50 MB"),
        (",".join(f"h{n}" for n in range(501)).encode(), "has more than 500 columns"),
    ],
    ids=["nothing", "blank", "no rows", "pdf", "png", "binary", "not cp1252", "zip", "broken zip", "broken ole", "empty sheet", "large", "wide"],
)  # fmt: skip
def test_what_is_no_table_ends_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read_tables(content, "upload")


def test_a_workbook_that_unpacks_to_more_than_memory_ends_only_its_own_process() -> None:
    with pytest.raises(BadFile, match="too large once it is unpacked"):
        read_tables(one_far_cell(), "bomb.xlsx")


def test_reading_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        read_tables(workbook(("One", [["a", "b"], [1, 2]])), "x.xlsx", check=progress.check)
