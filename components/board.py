"""The board of plans: cards in columns by status, moved by drag, keyboard or menu; it reads and writes through the API itself."""

from __future__ import annotations

from typing import Any

from components.base import base
from components.modules import module_component
from data.database import Database
from data.records.plan import STATUSES
from services.actors import Actor, Permission
from services.board import LANES
from services.language import plural_forms
from services.language import translate as _
from services.settings import read_settings

_board = module_component("board")


def plan_board(db: Database, actor: Actor, *, key: str) -> None:
    """Draw the board; it belongs to the plan bar of the same page, which must be drawn before it."""
    _board(
        key=key,
        data={
            "sortable": f"{base()}/vendor/sortablejs/sortable.esm.js",
            "staffId": actor.staff_id,
            "mayEdit": actor.may(Permission.EDIT),
            "currency": read_settings(db).currency,
            "statuses": list(STATUSES),
            "lanes": [{"value": "", "label": _("None")}, *({"value": each, "label": _lane_label(each)} for each in LANES)],
            "texts": _texts(),
        },
    )


def _lane_label(lane: str) -> str:
    return {"person_in_charge": _("Person in charge"), "client_status": _("Client status"), "bcg": _("BCG model")}[lane]


def _texts() -> dict[str, Any]:
    return {
        "board": _("Board of plans"),
        "swimlanes": _("Swimlanes"),
        "plans": plural_forms("{count} plan", "{count} plans"),
        "overdue": plural_forms("{count} overdue task", "{count} overdue tasks"),
        "more": plural_forms("Show {count} more", "Show {count} more"),
        "not_set": _("Not set"),
        "nobody": _("Nobody in charge"),
        "status": _("Plan status"),
        "kept": _("Moved just now: it stays here until the board is loaded anew, then it takes its place in the order."),
        "menu": _("Move {subject}"),
        "move_to": _("Move to {column}"),
        "open": _("Open the plan"),
        "moved": _("{subject} moved to {column}."),
        "not_moved": _("{subject} was not moved: {reason}"),
        "moved_by_other": _("somebody else has moved it to {column} meanwhile."),
        "unreachable": _("the server cannot be reached."),
        "undo": _("Undo"),
        "undone": _("The move was undone."),
        "close": _("Close"),
        "try_again": _("Try again"),
        "empty": _("No plan matches these filters."),
        "drop_here": _("No plans"),
        "help": _(
            "Arrow keys walk between cards, Alt with an arrow key moves a card to the next column or lane, Enter opens it, m opens its menu."
        ),
    }
