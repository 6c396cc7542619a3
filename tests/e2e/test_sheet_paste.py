"""Pasting blocks: every kind of text and number arrives in its cell, in both languages, and can be undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import SheetPage, make_plan, tsv

# Each of the twenty texts stands once in every text column.
TEXTS = [
    "Storage, heat, and power",
    'the "green" offer',
    '"quoted"',
    "first line\nsecond line",
    "one; two; three",
    "left\tright",
    "=1+1",
    "😀 👩‍👩‍👧 é",
    "1 234,50",
    "1,234.50",
    "  spaces around  ",
    'a,b;c\t"d"\n=e',
    "<b>bold</b>",
    "'; drop table plan; --",
    "::JSCODE::alert(1)::JSCODE::",
    "[link](javascript:alert(1))",
    "\u202eright to left",
    "00123",
    "-5",
    "x" * 20_000,
]
REFUSED = None
# What is typed, and what it means to a person who reads English and to one who reads French.
NUMBERS = [
    ("1,234.50", "1234.50", "1234.50"),
    ("1 234,50", "1234.50", "1234.50"),
    ("1\u00a0234,50", "1234.50", "1234.50"),
    ("1\u202f234,50", "1234.50", "1234.50"),
    ("1234.50", "1234.50", REFUSED),
    ("1234,50", REFUSED, "1234.50"),
    ("12.5", "12.50", REFUSED),
    ("12,5", REFUSED, "12.50"),
    ("1,234", "1234.00", REFUSED),
    ("1 234", REFUSED, "1234.00"),
    ("1,234,567.89", "1234567.89", "1234567.89"),
    ("1 234 567,89", "1234567.89", "1234567.89"),
    ("-5", "-5.00", "-5.00"),
    ("\u22127", "-7.00", "-7.00"),
    ("€ 40", "40.00", "40.00"),
    ("0", "0.00", "0.00"),
    ("=1+1", REFUSED, REFUSED),
    ("about 10", REFUSED, REFUSED),
    ("", None, None),
    ("999999999999999.99", "999999999999999.99", REFUSED),
]
LANGUAGES = {"en": 1, "fr": 2}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, server: Server) -> str:
    """The language of Bob."""
    answer = server.api("bob").patch("/v1/me", json={"language": request.param})
    assert answer.status_code == 200, answer.text
    return str(request.param)


def test_a_block_of_texts_arrives_as_it_was_and_is_undone_and_redone(server: Server, signed_in: SignedIn, language: str) -> None:
    sheet = SheetPage(server, signed_in("bob"), make_plan(server), "offering", who="bob")
    block = [[TEXTS[row], "High", *(TEXTS[(row + column) % 20] for column in (1, 2, 3))] for row in range(20)]
    columns = ("service", "potential", "scale", "convert", "prioritization")
    sheet.select(0, "service")
    sheet.paste(tsv(block))
    sheet.expect_rows(*columns, are=[tuple(row) for row in block])
    sheet.has_rows(20)
    sheet.press("Control+z")
    sheet.has_rows(0)
    sheet.expect_rows(*columns, are=[])
    sheet.press("Control+y")
    sheet.has_rows(20)
    sheet.expect_rows(*columns, are=[tuple(row) for row in block])
    sheet.select(0, "service")
    sheet.press("Control+Shift+End", "Shift+ArrowUp")
    copied = [[*row] for row in block]
    choice = sheet.cell(0, "potential").inner_text()
    for row in copied:
        row[1] = choice
    assert sheet.copied() == tsv(copied).removesuffix("\r\n")


def test_a_block_of_numbers_is_read_in_the_language_of_the_person(server: Server, signed_in: SignedIn, language: str) -> None:
    sheet = SheetPage(server, signed_in("bob"), make_plan(server), "financial", who="bob")
    block = [[str(2001 + row), typed, typed, str(row), typed] for row, (typed, *_meant) in enumerate(NUMBERS)]
    sheet.select(0, "year")
    sheet.paste(tsv(block))
    refused = [row for row, each in enumerate(NUMBERS) if each[0] and each[LANGUAGES[language]] is REFUSED]
    expect(sheet.state).to_contain_text(str(3 * len(refused)))
    expected = [(2001 + row, each[LANGUAGES[language]], row) for row, each in enumerate(NUMBERS)]
    assert sheet.rows("year", "revenue", "traffic") == expected
    assert sheet.rows("sales_spent") == sheet.rows("loss") == [meant for _year, meant, _row in expected]
    first = refused[0]
    sheet.select(first, "revenue")
    expect(sheet.cell(first, "revenue")).to_have_text(NUMBERS[first][0])
    example = "1 234,50" if language == "fr" else "1,234.50"
    expect(sheet.grid.locator(".sheet-message")).to_contain_text(example)
    sheet.type("8")
    sheet.press("Enter")
    expect(sheet.cell(first, "revenue")).to_have_text("8,00" if language == "fr" else "8.00")
    assert sheet.rows("revenue")[first] == "8.00"


def test_a_comma_never_shifts_columns_and_one_cell_fills_a_block(server: Server, signed_in: SignedIn) -> None:
    sheet = SheetPage(server, signed_in("alice"), make_plan(server), "marketing_activity")
    sheet.select(0, "item")
    sheet.paste("Fair, spring\tStand 4; hall B\nMailing\ta, b, c\td\n")
    sheet.expect_rows("item", "reference", are=[("Fair, spring", "Stand 4; hall B"), ("Mailing", "a, b, c")])
    sheet.select(0, "reference")
    sheet.press("Shift+ArrowDown")
    sheet.paste("same, same")
    sheet.expect_rows("reference", are=["same, same", "same, same"])
    sheet.press("Delete")
    sheet.expect_rows("item", "reference", are=[("Fair, spring", None), ("Mailing", None)])


def test_ten_thousand_rows_are_pasted_reopened_and_edited(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    sheet = SheetPage(server, signed_in("alice"), plan_id, "marketing_activity")
    sheet.select(0, "item")
    sheet.paste("".join(f"item {row}\treference, {row}\n" for row in range(10_000)))
    expect(sheet.state).to_have_attribute("data-state", "saved", timeout=40_000)
    assert sheet.rows("item", "reference") == [(f"item {row}", f"reference, {row}") for row in range(10_000)]
    sheet = SheetPage(server, signed_in("alice"), plan_id, "marketing_activity")
    sheet.select(0, "item")
    sheet.press("Control+End")
    expect(sheet.cell(9_999, "reference")).to_have_text("reference, 9999")
    sheet.select(9_999, "item")
    sheet.type("the last")
    sheet.press("Enter")
    sheet.is_saved()
    assert sheet.rows("item")[9_998:] == ["item 9998", "the last"]
