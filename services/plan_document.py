"""What a document of a plan says, section by section, ready to be laid out: the same for PDF and, later, the portal."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from data import references as reference_rows
from data.database import Cursor, Database, Row
from data.records import BELONGING, GOAL, ITEM, OBJECTIVE, PLAN, SHEETS, TASK, Field, Kind, Record
from data.records.fields import N_
from data.records.plan import BACKGROUND, CONTEXT, OBJECTIVES
from services.actors import Actor
from services.custom_fields import plan_custom_fields
from services.goals import GoalFacts, expected, progress
from services.health import Health
from services.language import translate as _
from services.periods import period_name
from services.plan_health import health_of_plan
from services.risks import Flag, find_flags
from services.settings import Settings, read_settings, today
from services.snapshots import Snapshot, take_snapshot
from services.values import show

SECTIONS = {
    "summary": N_("Summary"),
    "due_diligence": N_("Due Diligence"),
    "team": N_("Team Information"),
    "services": N_("Service Ability Offering"),
    "planning": N_("Planning"),
    "mind_map": N_("Mind map"),
    "meeting_notes": N_("Meeting Notes"),
    "competitors": N_("Competitors"),
}
REFERABLE = ("client", "contact", "staff", "plan")


@dataclass(frozen=True)
class Cell:
    """One value as a person reads it. `look` is "rich" (Markdown), "number" (aligned right), "short" (never broken) or "text"."""

    text: str
    look: str = "text"


@dataclass(frozen=True)
class Table:
    title: str
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Labelled:
    label: str
    cell: Cell


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under an objective, or under an item of it (`level` 2); `name` is empty for tasks without either."""

    name: str
    level: int
    table: Table


@dataclass(frozen=True)
class GoalLine:
    """A goal with the share reached and the share expected by today, 0 to 1 or None."""

    name: str
    baseline: str
    target: str
    actual: str
    due: str
    reached: float | None
    wanted: float | None


@dataclass
class Document:
    """Everything of a plan that its document may show.

    `sections` are those chosen and not empty, in order; `mark` begins the addresses that only this document uses, to find places again.
    """

    title: str
    client: str
    period: str
    person_in_charge: str
    printed_on: str
    currency: str
    plan: Row
    facts: list[Labelled] = field(default_factory=list)
    texts: dict[str, list[Labelled]] = field(default_factory=dict)
    custom: list[Labelled] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    task_groups: list[TaskGroup] = field(default_factory=list)
    goals: list[GoalLine] = field(default_factory=list)
    revenue_by_year: list[tuple[int, Decimal]] = field(default_factory=list)
    health: Health | None = None
    flags: list[Flag] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    mark: str = field(default_factory=lambda: f"https://section.invalid/{secrets.token_hex(8)}/")


def build_document(db: Database, actor: Actor, plan_id: int, *, sections: Collection[str] = tuple(SECTIONS)) -> Document:
    """The document of a plan in the actor's language. Raises NotFound, NotAllowed."""
    snapshot = take_snapshot(db, actor, plan_id)
    settings = read_settings(db)
    with db.read() as cursor:
        names = names_of(cursor, snapshot)
    reader = CellReader(names, actor.language)
    plan, day = snapshot.plan, today(settings)
    document = Document(
        title=plan["subject"] or "",
        client=names["client"].get(plan["client_id"], ""),
        period=period_name(plan["period_start"], plan["period_type"], actor.language),
        person_in_charge=names["staff"].get(plan["person_in_charge_id"], ""),
        printed_on=show(PLAN.by_name["period_start"], day, actor.language),
        currency=settings.currency,
        plan=plan,
        health=health_of_plan(db, actor, plan_id),
        flags=find_flags(db, actor, [plan_id]).get(plan_id, []),
    )
    _fill_texts(document, reader, plan_custom_fields(db))
    for record in SHEETS.values():
        document.tables[record.name] = _table(reader, record, snapshot.ordered(record), settings)
    document.task_groups = _task_groups(reader, snapshot, settings)
    document.goals = [_goal_line(reader, goal, plan, day) for goal in snapshot.ordered(GOAL)]
    document.revenue_by_year = _revenue_by_year(snapshot)
    document.sections = [name for name in SECTIONS if name in sections and _has_content(document, name)]
    return document


@dataclass(frozen=True)
class CellReader:
    """Values as text: references by name, the rest by `values.show`."""

    names: Mapping[str, Mapping[int, str]]
    language: str

    def cell(self, declared: Field, value: Any) -> Cell:
        if declared.kind is Kind.REFERENCE and value is not None:
            return Cell(self.names.get(declared.refers_to, {}).get(value, f"#{value}"))
        if declared.kind is Kind.REFERENCES and value:
            return Cell(", ".join(self.names["staff"].get(each, f"#{each}") for each in reference_ids(value)))
        return Cell(show(declared, value, self.language), look_of(declared))


def look_of(declared: Field) -> str:
    """How values of a field are set: see Cell."""
    if declared.kind is Kind.LONG_TEXT:
        return "rich"
    if declared.is_numeric and declared.name != "year":
        return "number"
    return "short" if declared.kind in (Kind.DATE, Kind.TIME, Kind.CHOICE, Kind.INTEGER) else "text"


def reference_ids(stored: str | None) -> list[int]:
    """The ids in a stored list of references."""
    return [int(part) for part in (stored or "").strip("[]").split(",") if part.strip()]


def names_of(cursor: Cursor, snapshot: Snapshot) -> dict[str, dict[int, str]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for record in (PLAN, *BELONGING):
        for declared in record.fields:
            for row in [snapshot.plan] if record is PLAN else snapshot.ordered(record):
                if declared.kind is Kind.REFERENCE and row[declared.name] is not None:
                    wanted[declared.refers_to].add(row[declared.name])
                elif declared.kind is Kind.REFERENCES:
                    wanted["staff"].update(reference_ids(row[declared.name]))
    return {record: reference_rows.select_names(cursor, record, sorted(wanted[record])) if wanted[record] else {} for record in REFERABLE}


def _fill_texts(document: Document, reader: CellReader, custom_fields: tuple[Field, ...]) -> None:
    plan = document.plan
    shown = ("status", "client_status", "bcg", "industry", "revenue_next_year", "margin", "wallet_share")
    document.facts = [
        Labelled(_(PLAN.by_name[name].label), reader.cell(PLAN.by_name[name], plan[name])) for name in shown if plan[name] is not None
    ]
    for section in (BACKGROUND, OBJECTIVES, CONTEXT):
        fields = [each for each in PLAN.fields if each.section == section and plan[each.name]]
        document.texts[section] = [Labelled(_(each.label), reader.cell(each, plan[each.name])) for each in fields]
    document.custom = [
        Labelled(each.label, reader.cell(each, plan[each.name])) for each in custom_fields if plan.get(each.name) is not None
    ]


def _table(reader: CellReader, record: Record, rows: list[Row], settings: Settings, *, leave_out: Collection[str] = ()) -> Table:
    fields = [each for each in record.fields if each.name not in leave_out and any(row[each.name] is not None for row in rows)]
    headings = tuple(
        Cell(f"{_(each.label)} ({settings.currency})" if each.kind is Kind.MONEY else _(each.label), look_of(each)) for each in fields
    )
    body = tuple(tuple(reader.cell(each, row[each.name]) for each in fields) for row in rows)
    total: tuple[Cell, ...] = ()
    if any(each.total for each in fields) and len(rows) > 1:
        sums = [sum((row[each.name] or 0 for row in rows), Decimal(0)) if each.total else None for each in fields]
        total = tuple(reader.cell(each, value) if value is not None else Cell("") for each, value in zip(fields, sums, strict=True))
        total = (Cell(_("Total")), *total[1:]) if not fields[0].total else total
    return Table(_(record.label_plural), headings, body, total)


def _task_groups(reader: CellReader, snapshot: Snapshot, settings: Settings) -> list[TaskGroup]:
    tasks = snapshot.ordered(TASK)
    hidden = ("objective_id", "item_id", "completed_at")

    def group(name: str, level: int, belongs: Callable[[Row], bool]) -> TaskGroup:
        return TaskGroup(name, level, _table(reader, TASK, [task for task in tasks if belongs(task)], settings, leave_out=hidden))

    groups = []
    for objective in snapshot.ordered(OBJECTIVE):
        groups.append(group(objective["name"], 1, lambda task, of=objective["id"]: task["objective_id"] == of and task["item_id"] is None))  # type: ignore[misc]
        for item in snapshot.ordered(ITEM):
            if item["objective_id"] == objective["id"]:
                groups.append(group(item["name"], 2, lambda task, of=item["id"]: task["item_id"] == of))  # type: ignore[misc]
    loose = group("", 1, lambda task: task["objective_id"] is None and task["item_id"] is None)
    return groups + ([loose] if loose.table.rows else [])


def _goal_line(reader: CellReader, goal: Row, plan: Row, day: Any) -> GoalLine:
    facts = GoalFacts(goal["baseline"], goal["target"], goal["actual"], plan["period_start"], goal["due_date"])

    def text(name: str) -> str:
        unit = " %" if goal["unit"] == "percent" and name in ("baseline", "target", "actual") and goal[name] is not None else ""
        return reader.cell(GOAL.by_name[name], goal[name]).text + unit

    return GoalLine(
        name=goal["name"] or "",
        baseline=text("baseline"),
        target=text("target"),
        actual=text("actual"),
        due=text("due_date"),
        reached=progress(facts),
        wanted=expected(facts, day),
    )


def _revenue_by_year(snapshot: Snapshot) -> list[tuple[int, Decimal]]:
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for row in snapshot.ordered(SHEETS["financial"]):
        if row["year"] is not None and row["revenue"] is not None:
            totals[row["year"]] += row["revenue"]
    return sorted(totals.items())


def _has_content(document: Document, section: str) -> bool:
    match section:
        case "due_diligence":
            return bool(
                any(document.texts.values())
                or document.custom
                or document.tables["financial"].rows
                or document.tables["marketing_activity"].rows
            )
        case "team":
            return bool(document.tables["company_team"].rows or document.tables["client_team"].rows)
        case "services":
            return bool(document.tables["current_service"].rows or document.tables["offering"].rows)
        case "planning":
            return bool(document.task_groups or document.goals)
        case "mind_map":
            return bool(document.plan.get("mind_map"))
        case "meeting_notes":
            return bool(document.tables["meeting_note"].rows)
        case "competitors":
            return bool(document.tables["competitor"].rows)
        case _:
            return True
