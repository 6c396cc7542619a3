"""The templates of the demo data: growth, retention and a new client, in English and in French."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from data.database import Database
from data.records import RECORDS, TEMPLATE, TEMPLATE_OFFERING, TEMPLATE_TASK
from data.records.template import TEXTS
from services.actors import Source, system_actor
from services.changes import Changes, change_set
from services.demo.content import FOLDER
from services.language import LANGUAGES
from services.trees import read_tree, tree_text

NONE = -999
_OFFERING = ("service", "potential", "scale", "convert", "prioritization")
_TASK = ("action", "priority", "start_offset", "deadline_offset")


def create_templates(db: Database) -> None:
    """Create every template with its rows, each in a change set of its own."""
    for given in _templates():
        texts = {name: given[name] for name in ("name", *TEXTS)}
        with change_set(db, system_actor(Source.IMPORT), "create") as changes:
            made = changes.create(TEMPLATE, [{**texts, "mind_map": _mind_map(given["mind_map"])}])[0]
            _create_rows(changes, made["id"], given)


def _templates() -> Iterator[dict[str, Any]]:
    for language in LANGUAGES:
        yield from tomllib.loads((FOLDER / f"templates_{language}.toml").read_text(encoding="utf-8"))["template"]


@cache
def template_tasks(language: str) -> list[list[list[Any]]]:
    """The tasks of each template of this language: objective, item, action, priority, start and deadline in days (NONE: none)."""
    return [each["tasks"] for each in tomllib.loads((FOLDER / f"templates_{language}.toml").read_text(encoding="utf-8"))["template"]]


def _create_rows(changes: Changes, template_id: int, given: dict[str, Any]) -> None:
    belongs = {"template_id": template_id}
    offerings = [dict(zip(_OFFERING, (value or None for value in row), strict=True)) for row in given["offerings"]]
    changes.create(TEMPLATE_OFFERING, [{**belongs, "position": float(place), **row} for place, row in enumerate(offerings, 1)])
    pairs = list(dict.fromkeys((row[0], row[1]) for row in given["tasks"]))
    objectives = _named(changes, "objective_id", [{**belongs, "name": name} for name in dict.fromkeys(name for name, _item in pairs)])
    named = [(objective, item) for objective, item in pairs if item]
    items = _named(changes, "item_id", [{**belongs, "objective_id": objectives[objective], "name": item} for objective, item in named])
    tasks = []
    for place, (objective, item, *values) in enumerate(given["tasks"], 1):
        row = dict(zip(_TASK, (None if value == NONE else value for value in values), strict=True))
        above = {"objective_id": objectives[objective], "item_id": items.get(item)}
        tasks.append({**belongs, "position": float(place), **above, **row})
    changes.create(TEMPLATE_TASK, tasks)


def _named(changes: Changes, column: str, values: list[dict[str, Any]]) -> dict[str, int]:
    """Objectives or items, made in this order; their ids by name."""
    record = RECORDS[TEMPLATE_TASK.by_name[column].refers_to]
    made = changes.create(record, [{**each, "position": float(place)} for place, each in enumerate(values, 1)])
    return {row["name"]: row["id"] for row in made}


def _mind_map(branches: list[list[Any]]) -> str:
    def node(node_id: str, text: str, **options: Any) -> dict[str, Any]:
        return {"id": node_id, "text": text, "children": [], **options}

    children = [
        node(f"b{place}", text, colour=colour, side=side, children=[node(f"b{place}-{number}", each) for number, each in enumerate(nodes)])
        for place, (text, colour, side, nodes) in enumerate(branches)
    ]
    return tree_text(read_tree(node("root", "{client}", children=children)))
