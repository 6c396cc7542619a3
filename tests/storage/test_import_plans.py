"""Plans from files: what a dry run says row by row, and what applying it writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from data.plans import PlanFilter
from data.records import CLIENT, PLAN, STAFF
from data.records.custom_field import KINDS, column_of
from services.actors import Actor, Permission
from services.changes import Edit, change_set
from services.clients import create_client, delete_client
from services.errors import Invalid, NotAllowed
from services.exports import export_plans
from services.files.reading import read_tables
from services.imports.outcome import ChangedSince, Options, Outcome, PlanImport
from services.imports.plans import apply_import, prepare_import
from services.imports.report import read_rows, write_refused
from services.jobs import Cancelled, Progress
from services.plans import get_plan, list_plans, update_plan
from services.settings_changes import update_settings
from services.undo import undo_change_set
from tests.storage.test_custom_fields import VALUES, define
from tests.storage.test_export_plans import HOSTILE
from tests.workbooks import edited, table
from tests.world import World

Compare = Callable[..., PlanImport]


@pytest.fixture
def compare(world: World) -> Compare:
    """Read a file as this person uploads it and say what importing it would do."""

    def run(content: bytes | str, name: str = "alice", mapping: dict[int, str] | None = None, **options: Any) -> PlanImport:
        read = read_tables(content.encode() if isinstance(content, str) else content, "plans.csv")[0]
        return prepare_import(world.db, world.actor(name), read, mapping, Options(**options))

    return run


def exported(world: World, columns: list[str] | None = None, name: str = "alice") -> bytes:
    path = export_plans(world.db, world.actor(name), PlanFilter(), (("id", False),), columns or []).path
    content = path.read_bytes()
    path.unlink()
    return content


def told(world: World, prepared: PlanImport) -> list[tuple[Any, ...]]:
    """Line, outcome, changes and reasons of every row."""
    return [
        (row.line, row.outcome.value, [(each.field, each.old, each.new) for each in row.changes], [*row.reasons, *row.warnings])
        for row in read_rows(world.db, world.actor("alice"), prepared)
    ]


def test_what_was_exported_comes_back_unchanged(world: World, compare: Compare) -> None:
    for place, text in enumerate(HOSTILE):
        world.make_plan(subject=text, objective=text, margin=Decimal(place) - Decimal("3.07"), revenue_next_year=Decimal("0.1") * place)
    world.make_plan(objective="é" * 32_767, vision="y" * 100_000, revenue_next_year=Decimal("123456789012345.67"))
    world.make_plan(objective=None, subject=None, period_type="month", period_start=date(2026, 3, 1), bcg="Cash cow", client_status="Red")
    columns = [name for name in PLAN.by_name if name != "mind_map"]
    for content in (exported(world), exported(world, ["time", *columns, "created_at"])):
        prepared = compare(content)
        assert prepared.problems == {}
        assert prepared.counts[Outcome.UNCHANGED] == prepared.table.rows == len(HOSTILE) + 3


def test_a_dry_run_shows_exactly_the_edits_and_applying_writes_exactly_them(world: World, compare: Compare) -> None:
    other = world.make_plan(subject="Other", objective="Keep", margin=Decimal("5.00"))
    third = world.make_plan(subject="Third")
    content = edited(
        exported(world),
        {
            (world.plan_id, "Revenue next year"): 130000.5,
            (world.plan_id, "Plan status"): "review",
            (other, "Objective"): None,
            (other, "Time"): "March 2026",
            (third, "Subject"): '=HYPERLINK("x")',
        },
    )
    prepared = compare(content)
    assert told(world, prepared) == [
        (2, "changed", [("status", "In Progress", "Review"), ("revenue_next_year", "120,000.00", "130,000.50")], []),
        (
            3,
            "changed",
            [("period_type", "quarter", "month"), ("period_start", "Oct 1, 2026", "Mar 1, 2026"), ("objective", "Keep", "")],
            [],
        ),
        (4, "changed", [("subject", "Third", '=HYPERLINK("x")')], []),
    ]
    before = [get_plan(world.db, world.actor("alice"), plan_id) for plan_id in (world.plan_id, other, third)]
    applied = apply_import(world.db, world.actor("alice"), prepared)
    assert (applied.created, applied.changed, applied.moved_on) == (0, 3, [])
    plan, changed, _third = after = [get_plan(world.db, world.actor("alice"), plan_id) for plan_id in (world.plan_id, other, third)]
    assert (plan["status"], plan["revenue_next_year"], plan["objective"]) == ("Review", Decimal("130000.50"), "Grow the storage business")
    assert (changed["period_type"], changed["period_end"], changed["objective"]) == ("month", date(2026, 3, 31), None)
    assert [each["version"] for each in after] == [2, 2, 2]
    with world.db.read() as cursor:
        logged = cursor.tuples(
            "select record_id, field, old_value, new_value, source from activity where change_set_id = $id and record_id = $plan order by field",
            {"id": applied.change_set_id, "plan": world.plan_id},
        )
        assert logged == [
            (world.plan_id, "revenue_next_year", "120000.00", "130000.50", "import"),
            (world.plan_id, "status", "In Progress", "Review", "import"),
        ]
    undo_change_set(world.db, world.actor("erin"), applied.change_set_id or 0)
    undone = [get_plan(world.db, world.actor("alice"), plan_id) for plan_id in (world.plan_id, other, third)]
    stamps = ("version", "revision", "updated_at", "updated_by", "touched_at")
    assert [{k: v for k, v in each.items() if k not in stamps} for each in undone] == [
        {k: v for k, v in each.items() if k not in stamps} for each in before
    ]
    assert prepare_import(world.db, world.actor("alice"), prepared.table).counts[Outcome.CHANGED_SINCE] == 3


def test_rows_without_id_create_plans_with_the_defaults_of_settings(world: World, compare: Compare) -> None:
    prepared = compare("Client;Period;Owner;Revenue;Objectives\nNordwind;Q3 2026;bob@example.com;1,234.50;Grow\nnordwind;2027;;;\n")
    assert prepared.mapping == {0: "client", 1: "time", 2: "person_in_charge", 3: "revenue_next_year", 4: "objective"}
    assert [row[1] for row in told(world, prepared)] == ["created", "created"]
    applied = apply_import(world.db, world.actor("alice"), prepared)
    with world.db.read() as cursor:
        made = cursor.rows(
            """
            select subject, period_type, period_start, period_end, status, person_in_charge_id, revenue_next_year, objective, created_by, version
            from plan where id <> $id order by id
            """,
            {"id": world.plan_id},
        )
    common = {"status": "Draft", "created_by": world.staff["alice"], "version": 1}
    assert made == [
        {
            "subject": "Nordwind – Q3 2026",
            "period_type": "quarter",
            "period_start": date(2026, 7, 1),
            "period_end": date(2026, 9, 30),
            "person_in_charge_id": world.staff["bob"],
            "revenue_next_year": Decimal("1234.50"),
            "objective": "Grow",
            **common,
        },
        {
            "subject": "Nordwind – 2027",
            "period_type": "year",
            "period_start": date(2027, 1, 1),
            "period_end": date(2027, 12, 31),
            "person_in_charge_id": None,
            "revenue_next_year": None,
            "objective": None,
            **common,
        },
    ]
    undo_change_set(world.db, world.actor("alice"), applied.change_set_id or 0)
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from plan where deleted_at is null") == 1


def test_what_cannot_be_taken_is_refused_with_the_reason_and_the_rest_is_written(world: World, compare: Compare) -> None:
    rows = [
        "id,client,status,margin,revenue,person in charge,period",
        f"{world.plan_id},Nordwind,In Progress,,120000,Alice,Q1 2026",
        f"{world.plan_id},Nordwind,Draft,,,,Q1 2026",
        "999,Nordwind,Draft,,,,",
        ",Nobody,Draft,,,,",
        ",,Draft,,,,",
        ",Nordwind,Sleeping,101,1.234.5,Zoe,Q5 2026",
        "x,Nordwind,,,,,",
        ",Nordwind,,,,,,too wide",
        ",Nordwind,Review,12.5%,,,2026-03",
    ]
    prepared = compare("\n".join(rows))
    shown = told(world, prepared)
    assert [(line, outcome) for line, outcome, _changes, _reasons in shown] == [
        (2, "unchanged"),
        *((line, "refused") for line in range(3, 10)),
        (10, "created"),
    ]
    assert [reasons for *_rest, reasons in shown[1:8]] == [
        ["ID: Line 2 has plan 1 already."],
        ["ID: There is no plan 999. Empty its id to create it."],
        ["Client: There is no client Nobody."],
        ["Client: Client is required."],
        [
            "Plan status: Choose one of: Draft, In Progress, Review, Completed, Archived.",
            "Margin: Enter 100 or less.",
            "Revenue next year: Enter a number such as 1,234.50.",
            "Person in charge: Nobody is called Zoe.",
            "Time: Enter a period such as 2026, Q1 2026, 2026-03.",
        ],
        ["ID: Enter the id of an existing plan, or nothing to create one."],
        ["This row has more cells than there are headings."],
    ]
    applied = apply_import(world.db, world.actor("alice"), prepared)
    assert (applied.created, applied.changed) == (1, 0)
    refused = write_refused(world.db, world.actor("alice"), prepared)
    kept = table(refused.path)
    refused.path.unlink()
    assert [(row["Line"], row["client"]) for row in kept][:3] == [(3, "Nordwind"), (4, "Nordwind"), (5, "Nobody")]
    assert kept[2]["Reason"] == "Client: There is no client Nobody."


def test_rows_whose_plan_changed_since_the_export_are_asked_about(world: World, compare: Compare) -> None:
    content = edited(exported(world), {(world.plan_id, "Objective"): "Mine"})
    with change_set(world.db, world.actor("bob"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {"objective": Edit("Theirs")}})
    skipped = compare(content)
    assert told(world, skipped) == [(2, "changed since export", [("objective", "Theirs", "Mine")], [])]
    assert apply_import(world.db, world.actor("alice"), skipped).change_set_id is None
    overwriting = compare(content, changed_since=ChangedSince.OVERWRITE)
    assert apply_import(world.db, world.actor("alice"), overwriting).changed == 1
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["objective"] == "Mine"


def test_rows_whose_plan_changes_between_dry_run_and_applying_are_left_out_and_told(world: World, compare: Compare) -> None:
    other = world.make_plan(subject="Other")
    content = edited(exported(world), {(world.plan_id, "Objective"): "Mine", (other, "Objective"): "Mine too"})
    prepared = compare(content)
    with change_set(world.db, world.actor("bob"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {"bcg": Edit("Star")}})
    applied = apply_import(world.db, world.actor("alice"), prepared)
    assert (applied.changed, applied.moved_on) == (1, [2])
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["objective"] == "Grow the storage business"
    assert get_plan(world.db, world.actor("alice"), other)["objective"] == "Mine too"


def test_rows_whose_client_is_deleted_between_dry_run_and_applying_are_left_out_and_told(world: World, compare: Compare) -> None:
    alice = world.actor("alice")
    going, _change = create_client(world.db, alice, {"name": "Going"})
    prepared = compare("Client,Subject\nGoing,Too late\nNordwind,In time\n")
    delete_client(world.db, alice, going["id"])
    applied = apply_import(world.db, alice, prepared)
    assert (applied.created, applied.moved_on) == (1, [2])


def test_two_imports_at_once_make_one_client_of_a_new_name(world: World, compare: Compare) -> None:
    alice = world.actor("alice")
    first, second = (compare(f"Client,Subject\nNeuwind,{subject}\n", create_clients=True) for subject in ("One", "Two"))
    assert [apply_import(world.db, alice, each).new_clients for each in (first, second)] == [1, 0]
    found = list_plans(world.db, alice, PlanFilter(q="Neuwind"), (("id", False),)).items
    assert len({plan["client_id"] for plan in found}) == 1
    assert [plan["subject"] for plan in found] == ["One", "Two"]


def test_unknown_clients_are_created_once_where_the_person_says_so(world: World, compare: Compare) -> None:
    text = "client,period\nSüdwind,Q1 2026\n SÜDWIND ,Q2 2026\nNordwind,Q2 2026\n"
    assert compare(text).counts[Outcome.REFUSED] == 2
    prepared = compare(text, create_clients=True)
    assert (prepared.counts[Outcome.CREATED], prepared.new_clients) == (3, 1)
    assert told(world, prepared)[0][2][:2] == [("client", "", "Südwind"), ("subject", "", "Südwind – Q1 2026")]
    applied = apply_import(world.db, world.actor("alice"), prepared)
    assert applied.new_clients == 1
    with world.db.read() as cursor:
        assert cursor.tuples("select c.name, count(*) from plan p join client c on c.id = p.client_id group by c.name order by 1") == [
            ("Nordwind", 2),
            ("Südwind", 2),
        ]


def test_a_name_that_means_two_clients_is_refused_unless_the_plan_has_one_of_them(world: World, compare: Compare) -> None:
    with change_set(world.db, world.actor("alice"), "create") as changes:
        changes.create(CLIENT, [{"name": "nordwind"}])
    assert compare(exported(world)).counts[Outcome.UNCHANGED] == 1
    assert told(world, compare("client\nNordwind\n"))[0][3] == ["Client: Several clients are called Nordwind. Give the id of one."]
    assert compare(f"client\n{world.client_id}\n").counts[Outcome.CREATED] == 1


def test_a_second_plan_of_client_and_period_is_warned_of_or_changes_the_first(world: World, compare: Compare) -> None:
    text = "client,period,objective\nNordwind,Q1 2026,New\nNordwind,Q2 2026,A\nNordwind,Q2 2026,B\n"
    assert [(row[1], row[3]) for row in told(world, compare(text))] == [
        ("created", ["Plan 1 is of the same client and period."]),
        ("created", []),
        ("created", ["Line 3 is of the same client and period."]),
    ]
    using = told(world, compare(text, use_existing=True))
    assert [(row[1], row[2]) for row in using][:1] == [("changed", [("objective", "Grow the storage business", "New")])]


def test_numbers_and_dates_are_read_in_the_language_of_the_person(world: World, compare: Compare) -> None:
    with change_set(world.db, world.actor("erin"), "update") as changes:
        changes.update(STAFF, {world.staff["bob"]: {"language": Edit("fr")}})
    text = "id;revenue;period start;period type\n1;1 234,50;03/04/2026;mois\n"
    french, english = compare(text, "bob"), compare(text)
    assert [(each.field, each.new) for each in read_rows(world.db, world.actor("alice"), french)[0].changes] == [
        ("period_type", "month"),
        ("period_start", "Apr 1, 2026"),
        ("revenue_next_year", "1,234.50"),
    ]
    assert english.counts[Outcome.CHANGED] == 1
    assert compare("id;revenue\n1;1234,5\n").counts[Outcome.REFUSED] == 1


@pytest.mark.parametrize("number", [-1e308, 1e15, 12345678901234567890, float(2**63), 1e20])
def test_a_number_no_field_can_hold_is_refused_at_its_row(world: World, compare: Compare, number: float) -> None:
    book, file = Workbook(), BytesIO()
    for cells in (("Client", "Revenue next year", "Margin"), ("Nordwind", number, 5.5), ("Nordwind", 1.005, -7)):
        book.worksheets[0].append(cells)
    book.save(file)
    rows = told(world, compare(file.getvalue()))
    assert [(row[1], row[3]) for row in rows] == [("refused", ["Revenue next year: This number is too large."]), ("created", rows[1][3])]


def test_a_percentage_typed_as_one_arrives_as_it_is_read_and_any_other_number_is_shown(world: World, compare: Compare) -> None:
    for number_format, cell, shown in (("0%", 0.15, "15"), ("0.00%", 0.1525, "15.25"), ("0%", 0.1 + 0.05, "15"), ("0.00", 0.15, "0.15")):
        content = edited(exported(world), {(world.plan_id, "Margin"): cell}, number_format=number_format)
        assert told(world, compare(content)) == [(2, "changed", [("margin", "", shown)], [])]
    refused = compare(edited(exported(world), {(world.plan_id, "Margin"): 15}, number_format="0%"))
    assert refused.counts[Outcome.REFUSED] == 1
    content = edited(exported(world), {(world.plan_id, "Margin"): -0.07, (world.plan_id, "Objective"): 0.5}, number_format="0%")
    apply_import(world.db, world.actor("alice"), compare(content))
    plan = get_plan(world.db, world.actor("alice"), world.plan_id)
    assert (plan["margin"], plan["objective"]) == (Decimal("-7.00"), "50%")


def test_custom_fields_of_every_type_are_exported_edited_shown_and_applied(world: World, compare: Compare) -> None:
    fields = {type_: column_of(define(world, f"Our {type_}", type_)["id"]) for type_ in KINDS}
    labels = {name: f"Our {type_}" for type_, name in fields.items()}
    filled = world.make_plan()
    update_plan(world.db, world.actor("alice"), filled, {name: {"to": VALUES[type_]} for type_, name in fields.items()})
    columns = ["id", "version", "subject", *labels]
    assert compare(exported(world, columns)).counts[Outcome.UNCHANGED] == 2

    cells: dict[str, tuple[Any, Any, str]] = {
        "text": ("=1+1", "=1+1", "=1+1"),
        "long text": ("one\ntwo; “three”", "one\ntwo; “three”", "one\ntwo; “three”"),
        "number": (-0.125, Decimal("-0.1250"), "-0.125"),
        "money": (99.5, Decimal("99.50"), "99.50"),
        "percent": (7, Decimal("7.00"), "7"),
        "date": (date(2027, 2, 28), date(2027, 2, 28), "Feb 28, 2027"),
        "yes/no": (False, False, "No"),
        "choice": ("a", "A", "A"),
        "multiple choice": ("B, or C; A", '["A", "B, or C"]', "A, B, or C"),
        "link": ("example.org/x", "https://example.org/x", "https://example.org/x"),
    }
    edits = {(world.plan_id, labels[name]): cells[type_][0] for type_, name in fields.items()}
    emptied = {(filled, labels[name]): None for name in fields.values()}
    prepared = compare(edited(exported(world, columns), {**edits, **emptied}))
    (_line, _outcome, changes, reasons), (_other, outcome, cleared, _none) = told(world, prepared)
    assert (changes, reasons) == ([(name, "", cells[type_][2]) for type_, name in fields.items()], [])
    assert (outcome, [(name, new) for name, _old, new in cleared]) == ("changed", [(name, "") for name in fields.values()])

    applied = apply_import(world.db, world.actor("alice"), prepared)
    assert (applied.changed, applied.moved_on) == (2, [])
    plan, other = (get_plan(world.db, world.actor("alice"), each) for each in (world.plan_id, filled))
    assert [plan[name] for name in fields.values()] == [cells[type_][1] for type_ in fields]
    assert [other[name] for name in fields.values()] == [None] * len(fields)
    assert compare(exported(world, columns)).counts[Outcome.UNCHANGED] == 2
    undo_change_set(world.db, world.actor("alice"), applied.change_set_id or 0)
    assert get_plan(world.db, world.actor("alice"), filled)[fields["link"]] == VALUES["link"]

    wrong = {"number": "much", "date": "someday", "yes/no": "perhaps", "choice": "Z", "multiple choice": "A; Z", "link": "no address"}
    refused = compare(edited(exported(world, columns), {(world.plan_id, labels[fields[type_]]): cell for type_, cell in wrong.items()}))
    (_row, result, _changes, why), _untouched = told(world, refused)
    assert (result, len(why)) == ("refused", len(wrong))


def test_a_sheet_exported_in_french_comes_back_in_english(world: World, compare: Compare) -> None:
    with change_set(world.db, world.actor("erin"), "update") as changes:
        changes.update(STAFF, {world.staff["alice"]: {"language": Edit("fr")}})
    world.make_plan(period_type="month", period_start=date(2026, 8, 1), status="Review", client_status="Yellow", bcg="Cash cow")
    content = exported(world)
    assert {row["Time" if "Time" in row else list(row)[3]] for row in table(content)} >= {"août 2026"}
    prepared = compare(content, "bob")
    assert (prepared.problems, prepared.counts[Outcome.UNCHANGED]) == ({}, 2)


def test_only_mapped_columns_are_touched(world: World, compare: Compare) -> None:
    prepared = compare("Nr,Was,Anderes\n1,Neu,x\n", mapping={0: "id", 1: "objective"})
    assert told(world, prepared) == [(2, "changed", [("objective", "Grow the storage business", "Neu")], [])]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({1: "objective"}, "Say which column names the client, or holds the id of the plan."),
        ({0: "id", 1: "id"}, "Two columns are mapped to ID. Choose one."),
        ({0: "id", 1: "password_hash"}, "There is no field password_hash to change."),
        ({0: "id", 7: "objective"}, "The file has no column 8."),
    ],
)
def test_an_impossible_mapping_is_refused(compare: Compare, mapping: dict[int, str], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        compare("Nr,Was\n1,Neu\n", mapping=mapping)


def test_importing_needs_both_permissions(world: World, compare: Compare) -> None:
    with pytest.raises(NotAllowed):
        compare("id\n1\n", "charlie")
    prepared = compare("id,objective\n1,New\n")
    for permission in (Permission.CREATE, Permission.EDIT):
        with pytest.raises(NotAllowed):
            apply_import(world.db, Actor(staff_id=1, name="Half", permissions=frozenset({Permission.VIEW, permission})), prepared)


def test_cancelling_while_writing_leaves_everything_as_it_was(world: World, compare: Compare) -> None:
    prepared = compare("client,period\n" + "Nordwind,Q1 2027\n" * 3)

    class CancelledAfterTheFirstRows(Progress):
        def report(self, done: int, total: int | None = None, *, step: str | None = None) -> None:
            self.cancel()
            super().report(done, total, step=step)

    with pytest.raises(Cancelled):
        apply_import(world.db, world.actor("alice"), prepared, progress=CancelledAfterTheFirstRows())
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from plan") == 1
        assert cursor.value("select count(*) from change_set where action = 'import'") == 0


def test_a_choice_that_is_offered_no_longer_stays_where_it_was_not_touched(world: World, compare: Compare) -> None:
    with change_set(world.db, world.actor("erin"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {"industry": Edit("Whaling")}})
    other = world.make_plan(industry="Energy")
    update_settings(world.db, world.actor("erin"), {"industries": {"to": ["Energy", "Retail"]}})
    content = exported(world, ["industry", "subject"])
    assert compare(content).counts[Outcome.UNCHANGED] == 2
    prepared = compare(edited(content, {(other, "Industry"): "Whaling", (world.plan_id, "Subject"): "New"}))
    assert [(row[1], row[3]) for row in told(world, prepared)] == [
        ("changed", []),
        ("refused", ["Industry: Choose one of: Energy, Retail."]),
    ]
