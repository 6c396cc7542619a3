"""The mind map of a plan or template, edited in the browser: it reads and saves its tree over HTTP, the page hands it words and permissions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.actions import run_action
from components.base import base
from components.mind_map_texts import mind_map_texts
from components.modules import module_component
from components.session import current_actor
from data.records import PLAN, Record
from services.actors import Actor, Permission
from services.mind_map.style import STYLE
from services.trees import COLOURS, LONGEST_NOTE, LONGEST_TEXT

_editor = module_component("mind_map/editor")


@dataclass(frozen=True)
class NodeAction:
    """An entry of the node's menu that makes something beyond the map, such as a task.

    `icon` is the name of a Material symbol. `run(actor, owner_id, node_id)` is called with the tree saved; its errors become messages.
    Where it `needs_children` it is offered for nodes that have some.
    """

    name: str
    label: str
    icon: str
    run: Callable[[Actor, int, str], Any]
    needs_children: bool = False


@dataclass(frozen=True)
class MadeNode:
    """What was made of a node beyond the map: the kind of it ("Task"), and what it is called there."""

    kind: str
    name: str


def mind_map_editor(
    owner_id: int,
    *,
    key: str,
    of: Record = PLAN,
    title: str = "",
    read_only: bool = False,
    actions: Sequence[NodeAction] = (),
    made: Mapping[str, MadeNode] | None = None,
    on_saved: Callable[[], None] | None = None,
    height: int = 900,
) -> None:
    """The map of this plan, or of this template, drawn once it comes into sight; whoever may not edit plans looks at it.

    `title` is what the middle of a new map says. The map takes the height that the window leaves it, up to `height` pixels.
    Nodes that `made` names by their id carry a sign on screen, which is no part of the exported picture.
    `on_saved` is called after each save, with a rerun of the fragment it stands in; without it a save reruns nothing.
    """
    actor = current_actor()
    may_edit = not read_only and actor.may(Permission.EDIT)

    def act() -> None:
        chosen = st.session_state[key].action
        for action in actions:
            if action.name == chosen["name"]:
                run_action(action.run, owner_id, str(chosen["node"]))

    _editor(
        key=key,
        data={
            "path": f"/{of.name}s/{owner_id}",
            "prefix": f"node-{owner_id}",
            "title": title,
            "staff_id": actor.staff_id,
            "read_only": not may_edit,
            "height": height,
            "base": base(),
            "style": STYLE,
            "colours": list(COLOURS),
            "longest_text": LONGEST_TEXT,
            "longest_note": LONGEST_NOTE,
            "tells_saves": on_saved is not None,
            "actions": [
                {"name": each.name, "label": each.label, "icon": each.icon, "needs_children": each.needs_children} for each in actions
            ]
            if may_edit
            else [],
            "made": {node_id: {"kind": each.kind, "name": each.name} for node_id, each in (made or {}).items()},
            "texts": mind_map_texts(),
        },
        on_action_change=act,
        on_saved_change=on_saved or (lambda: None),
    )
