"""A plan's workbook brought back: unchanged, edited, by somebody who may not, after somebody else, and whatever was typed into it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.records import BELONGING, GRIDS, PLAN, Kind
from data.rows import select_children, select_row
from services.changes import Edit, change_set
from services.errors import NotAllowed, NotFound, Refused
from services.files.table import BadFile
from services.language import use_language
from services.plans import copy_plan, delete_plans
from services.sheet_edits import CellEdit, NewRow, RowEdit, RowMove, SheetEdits
from services.sheets import apply
from services.undo import undo_change_set
from services.workbooks.export import export_workbook
from services.workbooks.importing import import_workbook
from services.workbooks.reading import read_plan_file
from services.workbooks.report import Options, Report, RowOutcome
from services.workbooks.sheets import excel_text
from tests.world import World

LONG = "é😀" * 20_000
STAMPS = {"version", "created_at", "updated_at", "created_by", "updated_by", "revision", "touched_at"}


def edit(world: World, sheet: str, who: str = "alice", **edits: Any) -> dict[str, int]:
    done = apply(world.db, world.actor(who), world.plan_id, sheet, SheetEdits(**edits))
    assert (done.errors, done.conflicts) == ([], [])
    return done.keys


def add(world: World, sheet: str, *rows: dict[str, Any]) -> list[int]:
    return list(edit(world, sheet, added=[NewRow(str(number), row) for number, row in enumerate(rows)]).values())


def export(world: World, who: str = "alice") -> bytes:
    return export_workbook(world.db, world.actor(who), world.plan_id).content


def bring(world: World, content: bytes, who: str = "alice", *, dry_run: bool = False, **options: bool) -> Report:
    return import_workbook(
        world.db, world.actor(who), world.plan_id, read_plan_file(content, "plan.xlsx"), Options(**options), dry_run=dry_run
    )


def changed(content: bytes, *steps: Callable[[openpyxl.Workbook], None]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    for step in steps:
        step(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def put(sheet: str, row: int, heading: str, value: Any) -> Callable[[openpyxl.Workbook], None]:
    return lambda workbook: type_into(workbook[sheet].cell(row, column(workbook[sheet], heading)), value)


def type_into(cell: Any, value: Any) -> None:
    """Put a value the way Excel does into a cell that is formatted as text: it stays text, whatever it begins or looks like."""
    cell.value = excel_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def column(sheet: Worksheet, heading: str) -> int:
    return [cell.value for cell in sheet[1]].index(heading) + 1


def put_field(label: str, value: Any) -> Callable[[openpyxl.Workbook], None]:
    def step(workbook: openpyxl.Workbook) -> None:
        row = next(row for row in workbook["Plan"].iter_rows() if row[1].value == label)
        row[2].value = value

    return step


def state(world: World) -> dict[str, Any]:
    """Everything stored of the plan but the stamps, with the order of the rows in place of their positions."""
    with world.db.read() as cursor:
        plan = select_row(cursor, PLAN, world.plan_id) or {}
        rows = {each.name: select_children(cursor, each, world.plan_id) for each in BELONGING}
    left_out = {*STAMPS, "position"}
    return {
        "plan": {name: value for name, value in plan.items() if name not in left_out},
        **{name: [{key: value for key, value in row.items() if key not in left_out} for row in each] for name, each in rows.items()},
    }


def told(report: Report, *outcomes: RowOutcome) -> list[tuple[str, int | None, list[str]]]:
    return [(row.record, row.line, row.reasons) for row in report.rows if not outcomes or row.outcome in outcomes]


def fill(world: World) -> None:
    add(world, "financial", {"year": 2025, "revenue": "999999999999.99", "traffic": 12}, {"year": 2026, "loss": "-0.50"})
    add(world, "marketing_activity", {"item": "=1+1", "reference": "_x0041_ \n b"}, {"item": "  led in  "}, {"item": "#N/A"})
    add(world, "meeting_note", {"date": "1899-05-06", "kind": "call", "notes": LONG}, {"date": "2026-02-28", "attendees": "A; B"})
    add(world, "company_team", {"staff_id": world.staff["bob"], "role": "Lead"})
    add(world, "client_team", {"contact_id": world.contact_id, "working_status": "Active"})
    add(world, "objective", {"name": "Keep"})
    people = [world.staff["bob"], world.staff["alice"]]
    add(
        world,
        "task",
        {"objective_id": "Grow", "item_id": "Storage", "action": "Call", "people_in_charge_ids": people, "start": "2026-01-05"},
    )
    add(world, "task", {"objective_id": "Grow", "action": "Write", "status": "Complete"}, {"action": "Rest"})
    add(world, "goal", {"name": "Revenue", "unit": "percent", "baseline": "0.1234", "target": "7"})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_not_touched_changes_nothing(world: World, language: str) -> None:
    fill(world)
    before = state(world)
    use_language(language)
    content = export(world)
    for each in (content, changed(content)):
        report = bring(world, each)
        assert (report.rows, report.notes, report.change_set_id) == ([], [], None)
    assert report.unchanged == 1 + 2 + 3 + 2 + 1 + 1 + 2 + 3 + 1
    assert state(world) == before


def test_edits_are_told_written_and_undone_as_one(world: World) -> None:
    fill(world)
    before = state(world)
    content = changed(
        export(world),
        put_field("Vision", "Far"),
        put_field("Revenue next year", 7.5),
        put_field("Person in charge", "bob@example.com"),
        put("Financial", 2, "Revenue", 12.34),
        put("Financial", 4, "Year", 2027),
        put("Tasks", 2, "Objective", "Shrink"),
        put("Tasks", 2, "People in charge", "Erin; bob"),
        put("Objectives", 2, "Name", "Kept and renamed"),
        lambda workbook: workbook["Marketing activities"].delete_rows(3),
    )
    rehearsed = bring(world, content, dry_run=True, delete_missing=True)
    assert (state(world), rehearsed.change_set_id) == (before, None)
    report = bring(world, content, delete_missing=True)
    assert report.rows == [
        row if row.outcome is not RowOutcome.ADDED else next(each for each in report.rows if each.title == row.title)
        for row in rehearsed.rows
    ]
    after = state(world)
    assert (after["plan"]["vision"], after["plan"]["revenue_next_year"]) == ("Far", Decimal("7.50"))
    assert after["plan"]["person_in_charge_id"] == world.staff["bob"]
    assert [(row["year"], row["revenue"]) for row in after["financial"]] == [(2025, Decimal("12.34")), (2026, None), (2027, None)]
    assert [row["item"] for row in after["marketing_activity"]] == ["=1+1", "#N/A"]
    assert [row["name"] for row in after["objective"]] == ["Kept and renamed", "Grow", "Shrink"]
    assert after["task"][0]["people_in_charge_ids"] == f"[{world.staff['erin']},{world.staff['bob']}]"
    assert [row["name"] for row in after["item"]] == ["Storage"]
    assert report.change_set_id
    undo_change_set(world.db, world.actor("alice"), report.change_set_id)
    assert state(world) == before


def test_a_percentage_typed_as_one_arrives_as_it_is_read(world: World) -> None:
    def type_margin(workbook: openpyxl.Workbook) -> None:
        row = next(row for row in workbook["Plan"].iter_rows() if row[1].value == "Margin")
        row[2].value, row[2].number_format = 0.15, "0%"

    report = bring(world, changed(export(world), type_margin))
    assert [(each.field, each.new) for each in report.rows[0].changes] == [("margin", "15")]
    assert state(world)["plan"]["margin"] == Decimal("15.00")
    assert bring(world, changed(export(world), put_field("Margin", 0.2))).rows[0].changes[0].new == "0.2"


def test_bringing_the_same_file_twice_changes_nothing_more(world: World) -> None:
    fill(world)
    content = changed(
        export(world), put("Financial", 4, "Year", 2027), put("Tasks", 5, "Action", "New"), put("Competitors", 2, "Name", "X")
    )
    assert bring(world, content).count([RowOutcome.ADDED]) == 3
    after = state(world)
    again = bring(world, content)
    assert (again.rows, again.change_set_id) == ([], None)
    assert state(world) == after


def test_a_cell_somebody_changed_meanwhile_is_shown_with_both_values(world: World) -> None:
    rows = add(world, "financial", {"year": 2025, "revenue": "1", "loss": "5"}, {"year": 2026}, {"year": 2027})
    content = changed(export(world), put("Financial", 2, "Revenue", 2), put("Financial", 2, "Loss", 6), put("Financial", 3, "Year", 2030))
    edit(world, "financial", "bob", changed={rows[0]: RowEdit({"revenue": CellEdit("3")})}, deleted={rows[1]: None})
    report = bring(world, content)
    assert told(report, RowOutcome.CONFLICT) == [
        ("financial", 2, ["Revenue: somebody changed this to “3.00” since the export; the file says “2.00”."]),
        ("financial", 3, ["This row was deleted meanwhile."]),
    ]
    assert [(row["revenue"], row["loss"]) for row in state(world)["financial"]] == [(3, 6), (None, None)]
    bring(world, content, overwrite=True)
    assert state(world)["financial"][0]["revenue"] == 2


def test_rows_missing_from_the_file_stay_until_one_says_so_and_those_changed_since_stay_anyway(world: World) -> None:
    rows = add(world, "competitor", {"name": "A"}, {"name": "B"}, {"name": "C"})
    content = changed(export(world), lambda workbook: workbook["Competitors"].delete_rows(2, 2))
    assert [row.outcome for row in bring(world, content).rows] == [RowOutcome.MISSING] * 2
    edit(world, "competitor", "bob", changed={rows[1]: RowEdit({"notes": CellEdit("Mine")})})
    assert [row.outcome for row in bring(world, content, delete_missing=True).rows] == [RowOutcome.DELETED, RowOutcome.CONFLICT]
    assert [row["name"] for row in state(world)["competitor"]] == ["B", "C"]


def test_a_missing_sheet_or_column_says_nothing_about_its_rows(world: World) -> None:
    add(world, "competitor", {"name": "A", "notes": "Kept"})
    add(world, "goal", {"name": "G"})

    def spoil(workbook: openpyxl.Workbook) -> None:
        del workbook["Goals and KPIs"]
        workbook["Competitors"].delete_cols(column(workbook["Competitors"], "Notes"))
        workbook["Financial"].delete_cols(1)
        workbook["Offerings"].cell(2, 9).value = "aside"
        workbook.create_sheet("Mine").append(["x"])

    before = state(world)
    report = bring(world, changed(export(world), spoil), delete_missing=True)
    assert report.rows == []
    assert report.notes == [
        "The sheet Financial has no column ID any more, by which rows are known again. Nothing of it is taken.",
        "The column (9) of the sheet Offerings does not belong to it and is left out.",
        "The sheet Mine does not belong to this workbook and is left out.",
    ]
    assert state(world) == before


def test_what_cannot_be_taken_is_refused_with_its_reason_and_the_rest_is_written(world: World) -> None:
    add(world, "task", {"action": "A", "deadline": "2026-03-01", "people_in_charge_ids": [world.staff["bob"]]})
    content = changed(
        export(world),
        put("Tasks", 2, "Deadline", "soon"),
        put("Tasks", 2, "People in charge", "Nobody"),
        put("Tasks", 2, "Status", None),
        put("Tasks", 2, "Item", "Without objective"),
        put("Tasks", 2, "Action", "B"),
        put("Tasks", 3, "Item", "Alone"),
        put("Tasks", 3, "Action", "Not added"),
        put("Financial", 2, "ID", 999),
        put("Financial", 2, "Year", 2025),
        put_field("Margin", 101),
        put_field("Client", "Another"),
        put_field("Period type", "=1+1"),
        put_field("Period start", None),
    )
    report = bring(world, content)
    refused = {(record, line): reasons for record, line, reasons in told(report, RowOutcome.REFUSED)}
    assert refused["task", 3] == ["Item: Name the objective of this item first."]
    assert refused["financial", 2] == [
        "The workbook was exported without a row of this ID. Leave the ID empty to add the row; its ID was 999."
    ]
    assert sorted(refused["task", 2]) == [
        "Deadline: Enter a date such as 2026-03-31, 3/31/2026.",
        "Item: Name the objective of this item first.",
        "People in charge: There is no staff member Nobody. Enter a name or an e-mail address.",
        "Status: Status is required.",
    ]
    assert "Margin: Enter 100 or less." in refused["plan", None]
    assert "Period start: Period start is required." in refused["plan", None]
    assert "Client: Shown to read only: a change here is not taken over." in refused["plan", None]
    assert any(reason.startswith("Period type: The formula here has no result.") for reason in refused["plan", None])
    after = state(world)
    assert [row["action"] for row in after["task"]] == ["B"]
    assert after["financial"] == []


def test_a_copied_row_is_added_and_the_original_keeps_its_id(world: World) -> None:
    ids = add(world, "meeting_note", {"kind": "call", "notes": LONG}) + add(world, "competitor", {"name": "A", "notes": "N"})

    def copy(workbook: openpyxl.Workbook) -> None:
        for name in ("Meeting notes", "Competitors"):
            sheet = workbook[name]
            sheet.append([cell.value for cell in sheet[2]])
        workbook["Competitors"].cell(2, 2).value = "Copy, above"

    bring(world, changed(export(world), copy))
    after = state(world)
    assert [(row["id"] == ids[1], row["name"]) for row in after["competitor"]] == [(False, "Copy, above"), (True, "A")]
    assert [row["notes"] for row in after["meeting_note"]] == [LONG, LONG]


def test_long_texts_are_changed_on_their_own_sheet_or_replaced(world: World) -> None:
    add(world, "competitor", {"name": "A", "notes": LONG}, {"name": "B", "notes": LONG}, {"name": "C", "notes": LONG})
    content = changed(
        export(world),
        put("Competitors", 3, "Notes", "Short now"),
        lambda workbook: setattr(workbook["Long texts"].cell(2, 5), "value", "Begins otherwise" + LONG[:10]),
        lambda workbook: setattr(workbook["Competitors"].cell(4, 4), "value", "x" + workbook["Competitors"].cell(4, 4).value),
    )
    report = bring(world, content)
    assert told(report, RowOutcome.REFUSED) == [
        ("competitor", 4, ["Notes: Only the beginning of a long text stands here. Change the whole text on the sheet of long texts."])
    ]
    notes = [row["notes"] for row in state(world)["competitor"]]
    assert (notes[0][:16], notes[0][-1000:]) == ("Begins otherwise", LONG[-1000:])
    assert notes[1:] == ["Short now", LONG]


def test_rows_stand_where_they_stand_in_the_file(world: World) -> None:
    rows = add(world, "competitor", *({"name": name} for name in "ABCD"))

    def sort(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Competitors"]
        sheet.move_range(f"A5:{sheet.cell(5, sheet.max_column).coordinate}", rows=2)
        sheet.insert_rows(2)
        sheet.move_range(f"A8:{sheet.cell(8, sheet.max_column).coordinate}", rows=-6)
        sheet.cell(9, 2).value = "E"
        sheet.cell(10, 2).value = "F"

    content = changed(export(world), sort)
    edit(world, "competitor", "bob", added=[NewRow("x", {"name": "Since"}, after=rows[0])])
    report = bring(world, content)
    assert [(row.outcome, row.title) for row in report.rows] == [
        (RowOutcome.MOVED, "D"),
        (RowOutcome.ADDED, "E"),
        (RowOutcome.ADDED, "F"),
    ]
    assert [row["name"] for row in state(world)["competitor"]] == ["D", "A", "Since", "B", "C", "E", "F"]
    edit(world, "competitor", moved=[RowMove(rows[3], rows[2])])
    assert bring(world, export(world)).rows == []


def test_only_who_may_edit_brings_it_in(world: World) -> None:
    content = changed(export(world, "charlie"), put_field("Vision", "Far"))
    before = state(world)
    for dry_run in (True, False):
        with pytest.raises(NotAllowed):
            bring(world, content, "charlie", dry_run=dry_run)
    assert state(world) == before
    assert bring(world, content, "bob").change_set_id


def test_the_workbook_of_another_plan_or_of_one_that_is_gone_is_refused(world: World) -> None:
    content = export(world)
    copy, _change_set = copy_plan(world.db, world.actor("alice"), world.plan_id)
    with pytest.raises(Refused, match="This is the workbook of another plan"):
        import_workbook(world.db, world.actor("alice"), copy["id"], read_plan_file(content, "x.xlsx"), dry_run=True)
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    with pytest.raises(NotFound):
        bring(world, content)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0broken"])
def test_a_file_that_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        read_plan_file(content, "plan.xlsx")


def test_a_workbook_that_is_not_of_a_plan_is_refused() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    workbook = openpyxl.load_workbook(out)
    workbook.active["A1"] = "x"
    workbook.save(out)
    with pytest.raises(BadFile, match="is no workbook of a plan"):
        read_plan_file(out.getvalue(), "plan.xlsx")


WORDS = (
    "=1+1",
    "+1",
    "@x",
    "_x000D_",
    "a\nb",
    "Été 😀",
    "'quoted",
    "1e5",
    "2026-01-01",
    "TRUE",
    "<b>&amp;</b>",
    "x" * 250,
    "12 %",
    "\ttab",
)


def any_value(chance: random.Random, world: World, kind: Kind, choices: tuple[str, ...], refers_to: str) -> Any:
    """A value as a cell that says it, and as it is stored."""
    match kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            text = chance.choice(WORDS)
            return text, text
        case Kind.CHOICE:
            word = chance.choice(choices)
            return word, word
        case Kind.MONEY:
            number = Decimal(chance.randint(-(10**14), 10**14)) / 100
            return float(number), number
        case Kind.NUMBER:
            number = Decimal(chance.randint(-(10**9), 10**9)) / 10_000
            return float(number), number
        case Kind.PERCENT:
            number = Decimal(chance.randint(0, 10_000)) / 100
            return float(number), number
        case Kind.INTEGER:
            whole = chance.randint(1900, 2200)
            return whole, whole
        case Kind.DATE:
            day = date(chance.randint(1850, 2100), chance.randint(1, 12), chance.randint(1, 28))
            return (day if day >= date(1900, 3, 1) else day.isoformat()), day
        case Kind.REFERENCE if refers_to == "staff":
            name = chance.choice(sorted(world.staff))
            return name.upper(), world.staff[name]
        case Kind.REFERENCE if refers_to == "contact":
            return "dana@nordwind.example", world.contact_id
        case _:
            return None, None


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_typed_comes_back_as_typed_and_the_next_export_changes_nothing(world: World, seed: int) -> None:
    chance = random.Random(seed)
    fill(world)
    workbook = openpyxl.load_workbook(io.BytesIO(export(world)))
    expected: list[tuple[str, int, str, Any]] = []
    for record in GRIDS.values():
        sheet = workbook[record.label_plural]
        for row in range(2, sheet.max_row + 4):
            for declared in record.editable:
                if declared.refers_to in ("objective", "item") or declared.kind is Kind.REFERENCES or chance.random() < 0.5:
                    continue
                cell, stored = any_value(chance, world, declared.kind, declared.choices, declared.refers_to)
                put(record.label_plural, row, declared.label, cell)(workbook)
                if sheet.cell(row, 1).value:
                    expected.append((record.name, sheet.cell(row, 1).value, declared.name, stored))
    for declared in PLAN.editable:
        if declared.name in ("client_id", "period_type", "period_start", "mind_map", "subject") or chance.random() < 0.5:
            continue
        cell, stored = any_value(chance, world, declared.kind, declared.choices, declared.refers_to)
        row = next(row for row in workbook["Plan"].iter_rows() if row[1].value == declared.label)
        type_into(row[2], cell)
        expected.append(("plan", world.plan_id, declared.name, stored))
    out = io.BytesIO()
    workbook.save(out)
    before = state(world)
    report = bring(world, out.getvalue())
    assert told(report, RowOutcome.REFUSED, RowOutcome.CONFLICT, RowOutcome.MISSING) == []
    after = state(world)
    found = {("plan", world.plan_id): after["plan"], **{(name, row["id"]): row for name in GRIDS for row in after[name]}}
    assert [(*each[:3], found[each[0], each[1]][each[2]]) for each in expected] == expected
    assert bring(world, export(world)).rows == []
    assert report.change_set_id
    undo_change_set(world.db, world.actor("alice"), report.change_set_id)
    assert state(world) == before


def test_a_value_that_a_rule_set_aside_since_stays_as_it_is(world: World) -> None:
    """A stored value that no cell could bring in today is not touched as long as nobody touches its cell."""
    with change_set(world.db, world.actor("alice"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {"margin": Edit(Decimal(250))}})
    assert bring(world, export(world)).rows == []
