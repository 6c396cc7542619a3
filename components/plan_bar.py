"""The bar above a list of plans: views, search, filters as removable chips, the selection and what can be done with it.

It works in the browser: a choice reaches the grid and the address at once. Python hears only of commands, which open dialogs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.modules import module_component
from components.plan_list_model import list_model
from data.database import Database
from services.actors import Actor

_bar = module_component("plan_bar")
Command = Mapping[str, Any]


def plan_bar(db: Database, actor: Actor, *, key: str, order: Mapping[str, Any], place: str = "list") -> Command | None:
    """Draw the bar; returns the command clicked in it, once: `{"name": "save_view", …}`.

    `place` is where it stands: over the "list", or over the "board", which has no columns to choose and no selection.
    `order` counts what happened in Python: rows are read anew when its `number` grows, the selection goes when `clear_selection` does,
    and `open_view`, an id with a number, names the view that is open from then on.
    """
    data = {"model": list_model(db, actor), "order": dict(order), "place": place}
    result = _bar(key=key, data=data, on_command_change=lambda: None)
    command: Command | None = result.command
    return command
