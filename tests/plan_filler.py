"""A plan in which every field, every type of custom field and every column of every grid holds a value of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from data.records import GOAL, ITEM, OBJECTIVE, PLAN, SHEETS, TASK, Field, Kind, Record
from data.records.custom_field import KINDS, WITH_OPTIONS
from services.changes import Edit, change_set
from services.custom_fields import create_definition, plan_custom_fields
from services.trees import Tree, tree_text
from tests.world import World

ROWS = 3
# They come with the world's plan, or are written apart.
ELSEWHERE = ("client_id", "period_type", "period_start", "mind_map")


@dataclass
class Filled:
    """What was written: the plan's own fields, custom ones included, and the rows of each grid in the order of the screen."""

    fields: list[tuple[Field, Any]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tree: Tree = field(default_factory=dict)


@dataclass
class Filler:
    """Gives out values, each another; `text` makes a text of a number."""

    world: World
    text: Callable[[int], str]
    numbers: count[int] = field(default_factory=lambda: count(1))

    def value(self, declared: Field, row: int = 0) -> Any:
        number = next(self.numbers)
        match declared.kind:
            case Kind.TEXT | Kind.LONG_TEXT:
                return self.text(number)[: declared.max_length]
            case Kind.LINK:
                return f"https://exemple.example/é{number}"
            case Kind.INTEGER:
                return int(declared.minimum or 0) + number + (90 if declared.maximum else 1_000_000)
            case Kind.MONEY | Kind.NUMBER:
                return Decimal(10_000 + number) + Decimal("0.25")
            case Kind.PERCENT:
                return Decimal(number) / 100 + 1
            case Kind.DATE:
                return date(2030, 12, 31) - timedelta(number)
            case Kind.YES_NO:
                return bool(row % 2)
            case Kind.CHOICE:
                return declared.choices[row % len(declared.choices)]
            case Kind.CHOICES:
                return json.dumps(declared.choices, ensure_ascii=False)
            case Kind.REFERENCE:
                return {"contact": self.world.contact_id, "client": self.world.client_id, "staff": self.world.staff["bob"]}[
                    declared.refers_to
                ]
            case Kind.REFERENCES:
                return f"[{self.world.staff['alice']},{self.world.staff['erin']}]"
        raise AssertionError(f"no value for {declared.kind}")

    def row(self, record: Record, place: int, **given: Any) -> dict[str, Any]:
        values = {each.name: self.value(each, place) for each in record.editable if each.name not in given}
        return {"plan_id": self.world.plan_id, "position": place + 1, **values, **given}

    def tree(self, depth: int = 2) -> Tree:
        number = next(self.numbers)
        node = {"id": f"n{number}", "text": self.text(number), "note": self.text(next(self.numbers))}
        return {**node, "children": [self.tree(depth - 1) for _ in range(2)] if depth else []}


def fill_plan(world: World, text: Callable[[int], str] = lambda number: f"Éx{number}œç") -> Filled:
    """Fill the plan of the world from the declarations: a new field or column is filled by itself."""
    filler, filled = Filler(world, text), Filled()
    for kind in KINDS:
        options = {"options": ["Côté", "À part"]} if kind in WITH_OPTIONS else {}
        create_definition(world.db, world.actor("erin"), {"label": f"Libellé {kind}", "type": kind, **options})
    own = [each for each in PLAN.editable if each.name not in ELSEWHERE]
    filled.fields = [(each, filler.value(each, 1)) for each in (*own, *plan_custom_fields(world.db))]
    filled.tree = filler.tree()
    with change_set(world.db, world.actor("erin"), "edit") as changes:
        edits = {each.name: Edit(value) for each, value in filled.fields}
        changes.update(PLAN, {world.plan_id: {**edits, "mind_map": Edit(tree_text(filled.tree))}})
        for record in SHEETS.values():
            rows = [filler.row(record, place) for place in range(ROWS)]
            filled.rows[record.name] = changes.create(record, rows)
        filled.rows["objective"] = changes.create(OBJECTIVE, [filler.row(OBJECTIVE, 0)])
        objective_id = filled.rows["objective"][0]["id"]
        filled.rows["item"] = changes.create(ITEM, [filler.row(ITEM, 0, objective_id=objective_id)])
        under = ({"objective_id": objective_id}, {"objective_id": objective_id, "item_id": filled.rows["item"][0]["id"]}, {})
        everywhere = [{"objective_id": None, "item_id": None, **ids} for ids in under]
        most = max(len(each.choices) for each in TASK.editable)
        filled.rows["task"] = changes.create(TASK, [filler.row(TASK, place, **everywhere[place % 3]) for place in range(most)])
        filled.rows["goal"] = changes.create(GOAL, [filler.row(GOAL, place) for place in range(ROWS)])
    return filled
