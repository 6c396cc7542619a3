"""Nodes of a mind map becoming objectives, items and tasks of the plan; what was made from a node remembers it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from data import outline as outline_rows
from data import rows as record_rows
from data.database import Cursor, Database, Row
from data.records import ITEM, OBJECTIVE, PLAN, RECORDS, TASK, Record
from services.actors import Actor, Permission
from services.changes import Changes, change_set
from services.errors import NotFound, Refused
from services.language import translate as _
from services.trees import Tree, walk


@dataclass(frozen=True)
class Made:
    """An objective, item or task that was made from a node. `status` is that of a task."""

    record: Record
    id: int
    name: str
    status: str | None = None


@dataclass
class Making:
    """What one action made, by record name, and the change set to undo it by (None where everything was made already)."""

    made: dict[str, list[int]] = field(default_factory=dict)
    change_set_id: int | None = None


def made_from_nodes(db: Database, actor: Actor, plan_id: int) -> dict[str, Made]:
    """What was made from the nodes of a plan's mind map, by node id."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        found = outline_rows.select_made_from_nodes(cursor, plan_id)
    return {row["node_id"]: Made(RECORDS[row["record"]], row["id"], row["name"] or "", row["status"]) for row in found}


def make_task(db: Database, actor: Actor, plan_id: int, node_id: str) -> Making:
    """Make a task of a node, under the objective or item that was made from the nearest node above it.

    Raises NotFound (plan, node), Refused (no text, made already), NotAllowed.
    """
    actor.require(Permission.EDIT)
    making = Making()
    with change_set(db, actor, "edit") as changes:
        path = _path(_tree(changes.cursor, plan_id), node_id)
        maker = _Maker(changes, plan_id, making)
        _require_new(maker, path[-1])
        above: Row = next((maker.made[each["id"]] for each in reversed(path) if each["id"] in maker.made), {})
        maker.tasks([(path[-1], above.get("objective_id"), above.get("item_id"))])
    making.change_set_id = changes.id
    return making


def make_objective(db: Database, actor: Actor, plan_id: int, node_id: str, *, with_branch: bool = False) -> Making:
    """Make an objective of a node. With its branch, a child that has children becomes an item and all below it tasks of that item,
    any other child a task; what was made from a node of the branch before stays as it is.

    Raises NotFound (plan, node), Refused (no text, made already), NotAllowed.
    """
    actor.require(Permission.EDIT)
    making = Making()
    with change_set(db, actor, "edit") as changes:
        node = _path(_tree(changes.cursor, plan_id), node_id)[-1]
        maker = _Maker(changes, plan_id, making)
        known = maker.made.get(node_id)
        if not (with_branch and known and known["record"] == OBJECTIVE.name):
            _require_new(maker, node)
        objective_id = known["id"] if known else maker.objective(node)
        if with_branch:
            maker.branch(node, objective_id)
    making.change_set_id = changes.id
    return making


def _require_new(maker: _Maker, node: Tree) -> None:
    if not _text(node):
        raise Refused(_("Give the node a text first."))
    if known := maker.made.get(node["id"]):
        record = RECORDS[known["record"]]
        raise Refused(_("This node was made into an entry of the plan already: {kind}.", kind=_(record.label)))


def _tree(cursor: Cursor, plan_id: int) -> Tree:
    plan = record_rows.select_row(cursor, PLAN, plan_id)
    if plan is None:
        raise NotFound(_("This plan does not exist or is in the trash."))
    if not plan["mind_map"]:
        raise NotFound(_("This plan has no mind map yet."))
    tree: Tree = json.loads(plan["mind_map"])
    return tree


def _path(tree: Tree, node_id: str) -> list[Tree]:
    """The nodes from the root to this one. Raises NotFound."""
    parents: dict[str, Tree] = {}
    for node in walk(tree):
        parents |= {child["id"]: node for child in node["children"]}
        if node["id"] == node_id:
            path = [node]
            while above := parents.get(path[0]["id"]):
                path.insert(0, above)
            return path
    raise NotFound(_("This node is no longer in the mind map that is saved."))


def _text(node: Tree) -> str:
    return " ".join(node["text"].split())


def _below(node: Tree) -> Iterator[Tree]:
    nodes = walk(node)
    next(nodes)
    return nodes


class _Maker:
    """Writes rows for nodes at the end of the plan's objectives, items and tasks; nodes without text or made before are left out."""

    def __init__(self, changes: Changes, plan_id: int, making: Making) -> None:
        self.changes, self.plan_id, self.making = changes, plan_id, making
        self.made: dict[str, Row] = {row["node_id"]: row for row in outline_rows.select_made_from_nodes(changes.cursor, plan_id)}

    def objective(self, node: Tree) -> int:
        return self._create(OBJECTIVE, [{"name": _text(node), "is_kept": True, "node_id": node["id"]}])[0]

    def tasks(self, placed: Sequence[tuple[Tree, int | None, int | None]]) -> None:
        """Tasks of these nodes, each under an objective and an item (ids)."""
        status = TASK.by_name["status"].choices[0]
        self._create(
            TASK,
            [
                {"objective_id": objective_id, "item_id": item_id, "action": node["text"].strip(), "status": status, "node_id": node["id"]}
                for node, objective_id, item_id in placed
                if node["id"] not in self.made and _text(node)
            ],
        )

    def branch(self, node: Tree, objective_id: int) -> None:
        items = [child for child in node["children"] if child["children"] and _text(child)]
        new = [child for child in items if child["id"] not in self.made]
        values = [{"objective_id": objective_id, "name": _text(child), "is_kept": True, "node_id": child["id"]} for child in new]
        places: dict[str, tuple[int | None, int | None]] = {
            child["id"]: (known["objective_id"], known["id"])
            for child in items
            if (known := self.made.get(child["id"])) and known["record"] == ITEM.name
        }
        places |= {child["id"]: (objective_id, item_id) for child, item_id in zip(new, self._create(ITEM, values), strict=True)}
        placed: list[tuple[Tree, int | None, int | None]] = []
        for child in node["children"]:
            if child["id"] in places:
                placed += [(each, *places[child["id"]]) for each in _below(child)]
            elif self.made.get(child["id"], {}).get("record") != OBJECTIVE.name:
                placed += [(each, objective_id, None) for each in walk(child)]
        self.tasks(placed)

    def _create(self, record: Record, values: list[dict[str, Any]]) -> list[int]:
        if not values:
            return []
        last = record_rows.last_position(self.changes.cursor, record, self.plan_id)
        rows = [{**each, "plan_id": self.plan_id, "position": last + place} for place, each in enumerate(values, start=1)]
        ids = [int(row["id"]) for row in self.changes.create(record, rows)]
        self.making.made.setdefault(record.name, []).extend(ids)
        return ids
