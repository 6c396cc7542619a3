"""The plans list as a workbook: read back and compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.plans import PlanFilter, Sort
from data.records import CLIENT, PLAN, STAFF, Field, Kind
from services import exports, plan_columns
from services.actors import Actor
from services.changes import Edit, change_set
from services.errors import Invalid, NotAllowed
from services.exports import export_plans
from services.jobs import Cancelled, Progress
from services.language import use_language
from tests.workbooks import open_sheet, table
from tests.world import World

# As stored; openpyxl shows Excel's own escape of "_x0041_" as it stands in the file.
HOSTILE = [
    '=HYPERLINK("http://x.example","y")',
    "=1+1",
    "+1",
    "-1",
    "@sum",
    "👩‍👩‍👧 é",
    "\u202eabc\u202c",
    "a\nb\tc",
    " led ",
    "<b>&amp;</b>",
    "'1",
    "00123",
]
LIST_HEADINGS = ["ID", "Subject", "Client", "Time", "Plan status", "Objective", "Revenue next year", "Margin", "Wallet share", "Client status", "BCG model", "Version"]  # fmt: skip


@pytest.fixture
def export(world: World) -> Iterator[Any]:
    made: list[Path] = []

    def run(name: str = "charlie", filters: PlanFilter | None = None, sort: Sort = (("id", False),), columns: Sequence[str] = ()) -> Path:
        path = export_plans(world.db, world.actor(name), filters or PlanFilter(), sort, columns).path
        made.append(path)
        return path

    yield run
    for path in made:
        path.unlink()


def test_the_default_columns_hold_what_the_list_shows_with_id_and_version(world: World, export: Any) -> None:
    assert table(export()) == [
        dict(
            zip(
                LIST_HEADINGS,
                [world.plan_id, "Nordwind – Q1 2026", "Nordwind", "Q1 2026", "In Progress", "Grow the storage business", 120000, None, None, None, None, 1],
                strict=True,
            )
        )
    ]  # fmt: skip


def test_rows_and_columns_are_those_of_the_view_in_its_order(world: World, export: Any) -> None:
    star = world.make_plan(subject="B", bcg="Star", revenue_next_year=Decimal("5.00"))
    richer = world.make_plan(subject="A", bcg="Star", revenue_next_year=Decimal("7.25"))
    world.make_plan(subject="Dog", bcg="Dog")
    rows = table(
        export(filters=PlanFilter(bcg=("Star",)), sort=(("revenue_next_year", True),), columns=["bcg", "revenue_next_year", "subject"])
    )
    assert [list(row) for row in rows] == [["ID", "BCG model", "Revenue next year", "Subject", "Version"]] * 2
    assert [list(row.values()) for row in rows] == [[richer, "Star", 7.25, "A", 1], [star, "Star", 5, "B", 1]]


def test_cells_are_typed_and_the_sheet_is_ready_to_work_with(world: World, export: Any) -> None:
    world.make_plan(margin=Decimal("-12.50"), person_in_charge_id=world.staff["bob"])
    sheet = open_sheet(export(columns=["margin", "revenue_next_year", "period_start", "created_at", "person_in_charge"]))
    headings = [cell.value for cell in sheet[1]]
    assert headings == ["ID", "Margin", "Revenue next year", "Period start", "Created at", "Person in charge", "Version"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:G3")
    first, second = sheet[2], sheet[3]
    assert (first[2].value, first[2].number_format) == (120000, "#,##0.00")
    assert (second[1].value, second[5].value) == (-12.5, "Bob")
    assert (first[3].value, first[3].is_date) == (datetime(2026, 1, 1), True)
    assert isinstance(first[4].value, datetime)
    assert first[5].number_format == "@"


def test_a_file_is_closed_once_it_is_written(export: Any) -> None:
    export()
    held = len(list(Path("/proc/self/fd").iterdir()))
    for _time in range(5):
        export()
    assert len(list(Path("/proc/self/fd").iterdir())) == held


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_text(world: World, export: Any, text: str) -> None:
    plan_id = world.make_plan(subject=text, objective=text)
    sheet = open_sheet(export(filters=PlanFilter(ids=(plan_id,))))
    assert [(sheet["B2"].value, sheet["B2"].data_type), (sheet["F2"].value, sheet["F2"].data_type)] == [(text, "s")] * 2


def test_a_text_longer_than_a_cell_is_whole_on_a_sheet_of_its_own(world: World, export: Any) -> None:
    longest, too_long = "é" * 32_767, "x" * 40_000 + "\nend"
    emoji = "😀" * 20_000
    ids = [world.make_plan(objective=text) for text in (longest, too_long, emoji)]
    path = export(filters=PlanFilter(ids=tuple(ids)), columns=["objective"])
    cells = {row["ID"]: row["Objective"] for row in table(path)}
    assert cells[ids[0]] == longest
    assert cells[ids[1]] == "x" * 16_000 + "\n[… +24004]"
    whole: dict[int, str] = {}
    for row in table(path, "Long texts"):
        assert row["Column"] == "Objective"
        whole[row["ID"]] = whole.get(row["ID"], "") + row["Text"]
    assert whole == {ids[1]: too_long, ids[2]: emoji}
    assert open_sheet(path, "Long texts").sheet_state == "visible"


def test_periods_are_named_in_the_language_of_the_person_and_fields_in_that_of_the_program(world: World, export: Any) -> None:
    world.make_plan(period_type="month", period_start=date(2026, 3, 1), status="Review")
    use_language("fr")
    with change_set(world.db, world.actor("erin"), "update") as changes:
        changes.update(STAFF, {world.staff["charlie"]: {"language": Edit("fr")}})
    path = export(columns=["status", "time"])
    assert [row[2].value for row in open_sheet(path).iter_rows(min_row=3)] == ["mars 2026"]
    assert [row["field"] for row in table(path, "account-planning")] == ["id", "status", "time", "version", "sheet:long_texts"]


def test_custom_fields_are_columns_with_unique_headings(world: World, export: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = (
        Field("cf_1", "Client", Kind.TEXT, own_choices=True, own_label=True, in_list=True),
        Field("cf_2", "Regions", Kind.CHOICES, choices=("A, B", "C"), own_choices=True, own_label=True),
        Field("cf_3", "Key", Kind.YES_NO, own_choices=True, own_label=True),
    )
    with world.db.write() as cursor:
        for each in fields:
            cursor.execute(f"alter table plan add column {each.name} {each.sql_type}")
        cursor.execute("""update plan set cf_1 = '=x', cf_2 = '["A, B", "C"]', cf_3 = true""")
    monkeypatch.setattr(exports, "plan_custom_fields", lambda _db: fields)
    assert plan_columns.default_columns(fields)[-1] == "cf_1"
    assert table(export(columns=["client", "cf_1", "cf_2", "cf_3"])) == [
        {"ID": world.plan_id, "Client": "Nordwind", "Client (2)": "=x", "Regions": "A, B; C", "Key": True, "Version": 1}
    ]


def test_an_empty_view_has_only_headings(export: Any) -> None:
    path = export(filters=PlanFilter(bcg=("Dog",)))
    assert [[cell.value for cell in row] for row in open_sheet(path)] == [LIST_HEADINGS]
    assert open_sheet(path, "Long texts").sheet_state == "hidden"


def test_an_unknown_column_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="There is no column password_hash"):
        export_plans(world.db, world.actor("alice"), PlanFilter(), (), ["password_hash"])


def test_who_may_not_view_may_not_export(world: World) -> None:
    with pytest.raises(NotAllowed):
        export_plans(world.db, Actor(staff_id=None, name="Nobody"), PlanFilter(), ())


def test_cancelling_leaves_no_file(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    progress = Progress()

    class CancelledAtTheFirstRows(Progress):
        def report(self, done: int, total: int | None = None, *, step: str | None = None) -> None:
            self.cancel()
            super().report(done, total, step=step)

    progress = CancelledAtTheFirstRows()
    before = {path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"}
    with pytest.raises(Cancelled):
        export_plans(world.db, world.actor("alice"), PlanFilter(), (), progress=progress)
    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"} == before


def test_the_version_counts_the_changes_of_the_plan(world: World, export: Any) -> None:
    with change_set(world.db, world.actor("alice"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {"period_start": Edit(date(2026, 4, 1)), "subject": Edit(None)}})
        changes.update(CLIENT, {world.client_id: {"name": Edit("Südwind")}})
    assert [(row["Time"], row["Subject"], row["Client"], row["Version"]) for row in table(export())] == [("Q2 2026", None, "Südwind", 2)]
