"""What a document of a plan says, section by section, ready to be laid out: the same for PDF and, later, the portal."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from data.database import Database, Row
from data.records import GOAL, ITEM, OBJECTIVE, PLAN, SHEETS, TASK, Field, Kind
from data.records.fields import N_
from data.records.plan import BACKGROUND, BASICS, CONTEXT, OBJECTIVES, REVENUE
from services.actors import Actor
from services.approvals import Approval, read_approval
from services.custom_fields import plan_custom_fields
from services.goals import GoalFacts, expected, progress
from services.health import Health
from services.language import translate as _
from services.periods import period_name
from services.plan_cells import Cell, CellReader, Labelled, Table, filled_fields, make_table, names_of
from services.plan_health import health_of_plan
from services.risks import Flag, find_flags
from services.settings import Settings, local_time, read_settings, today
from services.snapshots import Snapshot, take_snapshot
from services.trees import Tree, walk
from services.values import show, show_count

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
ON_COVER = ("client_id", "subject", "period_type", "period_start", "person_in_charge_id")


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under an objective, or under an item of it (`level` 2); `name` is empty for tasks without either."""

    name: str
    level: int
    table: Table


@dataclass(frozen=True)
class GoalLine:
    """What is stored of a goal, amounts with their unit; the share reached and the share expected by today, 0 to 1 or None."""

    cells: tuple[Cell, ...]
    reached: float | None
    wanted: float | None


@dataclass
class Document:
    """Everything of a plan that its document may show.

    `approval` says who approved which version when, empty where nobody did. `map_notes` are (node, note) of the mind map.
    `sections` are those chosen and not empty, in order; `mark` begins the addresses that only this document uses, to find places again.
    """

    title: str
    client: str
    period: str
    person_in_charge: str
    printed_on: str
    currency: str
    plan: Row
    version: str
    approval: str
    is_changed_since_approval: bool
    facts: list[Labelled] = field(default_factory=list)
    texts: dict[str, list[Labelled]] = field(default_factory=dict)
    custom: list[Labelled] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    task_groups: list[TaskGroup] = field(default_factory=list)
    goal_headings: tuple[Cell, ...] = ()
    goals: list[GoalLine] = field(default_factory=list)
    map_notes: list[tuple[str, str]] = field(default_factory=list)
    revenue_by_year: list[tuple[int, Decimal]] = field(default_factory=list)
    health: Health | None = None
    flags: list[Flag] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    mark: str = field(default_factory=lambda: f"https://section.invalid/{secrets.token_hex(8)}/")

    @property
    def mind_map(self) -> Tree | None:
        stored = self.plan["mind_map"]
        return json.loads(stored) if stored else None

    @property
    def rows(self) -> int:
        """How many rows its tables have."""
        groups = sum(len(group.table.rows) for group in self.task_groups)
        return groups + len(self.goals) + sum(len(table.rows) for table in self.tables.values())


def build_document(db: Database, actor: Actor, plan_id: int, *, sections: Collection[str] = tuple(SECTIONS)) -> Document:
    """The document of a plan in the actor's language. Raises NotFound, NotAllowed."""
    snapshot = take_snapshot(db, actor, plan_id)
    settings = read_settings(db)
    with db.read() as cursor:
        names = names_of(cursor, snapshot)
    reader = CellReader(names, actor.language, settings.currency)
    plan, day = snapshot.plan, today(settings)
    approval = read_approval(db, actor, plan_id)
    document = Document(
        title=plan["subject"] or "",
        client=names["client"].get(plan["client_id"], ""),
        period=period_name(plan["period_start"], plan["period_type"], actor.language),
        person_in_charge=names["staff"].get(plan["person_in_charge_id"], ""),
        printed_on=show(PLAN.by_name["period_start"], day, actor.language),
        currency=settings.currency,
        plan=plan,
        version=show_count(plan["revision"], actor.language),
        approval=_approval_text(approval, settings, actor.language),
        is_changed_since_approval=approval is not None and approval.is_changed_since,
        health=health_of_plan(db, actor, plan_id),
        flags=find_flags(db, actor, [plan_id]).get(plan_id, []),
    )
    _fill_texts(document, reader, plan_custom_fields(db))
    for record in SHEETS.values():
        document.tables[record.name] = make_table(reader, record, snapshot.ordered(record))
    document.task_groups = _task_groups(reader, snapshot)
    _fill_goals(document, reader, snapshot.ordered(GOAL), day)
    document.map_notes = [(node["text"], node["note"]) for node in walk(document.mind_map) if node.get("note")] if document.mind_map else []
    document.revenue_by_year = _revenue_by_year(snapshot)
    for name in SECTIONS:
        if name in sections and _has_content(document, name):
            document.sections.append(name)
    return document


def _fill_texts(document: Document, reader: CellReader, custom_fields: tuple[Field, ...]) -> None:
    plan = document.plan
    facts = [each for each in PLAN.editable if each.section in (BASICS, REVENUE) and each.name not in ON_COVER]
    document.facts = [reader.labelled(each, plan[each.name]) for each in facts if plan[each.name] is not None]
    for section in (BACKGROUND, OBJECTIVES, CONTEXT):
        fields = [each for each in PLAN.fields if each.section == section and plan[each.name]]
        document.texts[section] = [reader.labelled(each, plan[each.name]) for each in fields]
    document.custom = [reader.labelled(each, plan[each.name]) for each in custom_fields if plan.get(each.name) is not None]


def _approval_text(approval: Approval | None, settings: Settings, language: str) -> str:
    if approval is None:
        return ""
    at = local_time(settings, approval.at)
    shown = show(PLAN.by_name["approved_at"], at, language)
    return _(
        "Approved by {name} on {date} (version {number})", name=approval.by, date=shown, number=show_count(approval.revision, language)
    )


def _task_groups(reader: CellReader, snapshot: Snapshot) -> list[TaskGroup]:
    """Every objective and item with its tasks, which all have the same columns; tasks without either come last."""
    tasks = snapshot.ordered(TASK)
    fields = filled_fields(TASK, tasks, leave_out=("objective_id", "item_id"))
    under: dict[tuple[int | None, int | None], list[Row]] = defaultdict(list)
    for task in tasks:
        # A task under an item stands there, whichever objective it names.
        under[(None, task["item_id"]) if task["item_id"] is not None else (task["objective_id"], None)].append(task)

    def group(name: str, level: int, objective_id: int | None, item_id: int | None) -> TaskGroup:
        return TaskGroup(name, level, make_table(reader, TASK, under[(objective_id, item_id)], fields))

    groups, items = [], snapshot.ordered(ITEM)
    for objective in snapshot.ordered(OBJECTIVE):
        groups.append(group(objective["name"], 1, objective["id"], None))
        groups += [group(item["name"], 2, None, item["id"]) for item in items if item["objective_id"] == objective["id"]]
    return [*groups, group("", 1, None, None)] if under[(None, None)] else groups


def _fill_goals(document: Document, reader: CellReader, goals: list[Row], day: date) -> None:
    """The unit of a goal stands behind its amounts rather than in a column."""
    fields = filled_fields(GOAL, goals, leave_out=("unit",))
    document.goal_headings = tuple(reader.heading(each) for each in fields)
    units = {"currency": reader.currency, "percent": "%"}
    for goal in goals:
        facts = GoalFacts(goal["baseline"], goal["target"], goal["actual"], document.plan["period_start"], goal["due_date"])
        cells = []
        for each in fields:
            cell = reader.cell(each, goal[each.name])
            cells.append(reader.with_unit(cell, units.get(goal["unit"], "")) if each.kind is Kind.NUMBER else cell)
        document.goals.append(GoalLine(tuple(cells), progress(facts), expected(facts, day)))


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
                document.texts[BACKGROUND]
                or document.texts[CONTEXT]
                or document.custom
                or document.tables["financial"].rows
                or document.tables["marketing_activity"].rows
            )
        case "team":
            return bool(document.tables["company_team"].rows or document.tables["client_team"].rows)
        case "services":
            return bool(document.tables["current_service"].rows or document.tables["offering"].rows)
        case "planning":
            return bool(document.task_groups or document.goals or (document.texts[OBJECTIVES] and "summary" not in document.sections))
        case "mind_map":
            return document.mind_map is not None
        case "meeting_notes":
            return bool(document.tables["meeting_note"].rows)
        case "competitors":
            return bool(document.tables["competitor"].rows)
        case _:
            return True
