"""The trash on the page: it reads, searches, restores and deletes for good by itself, and tells the page what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.modules import module_component
from components.session import current_actor, database
from data.records import RECORDS
from services.actors import Permission
from services.language import translate as _
from services.settings import read_settings
from services.trash import ADMINISTERED, OPEN_TO_STAFF

_trash_list = module_component("trash_list")


def trash_list(*, key: str, on_done: Callable[[dict[str, Any]], None], revision: int = 0) -> None:
    """Mount the trash. `on_done` gets `{what: "restored" | "purged", count, change_set_id}`. A new `revision` reads it anew."""
    actor = current_actor()
    actor.require(Permission.VIEW)
    names = (*OPEN_TO_STAFF, *(ADMINISTERED if actor.is_administrator else ()))
    _trash_list(
        key=key,
        data={
            "staffId": actor.staff_id,
            "language": actor.language,
            "timeZone": read_settings(database()).time_zone,
            "mayRestore": actor.may(Permission.EDIT),
            "mayPurge": actor.may(Permission.DELETE),
            "isAdministrator": actor.is_administrator,
            "kinds": {name: [_(RECORDS[name].label), _(RECORDS[name].label_plural)] for name in names},
            "revision": revision,
            "texts": _texts(),
        },
        on_done_change=lambda: on_done(st.session_state[key].done),
    )


def _texts() -> dict[str, Any]:
    return {
        "search": _("Search"),
        "kind": _("Kind"),
        "everything": _("Everything"),
        "name": _("Name"),
        "what": _("Kind"),
        "belongsTo": _("Belongs to"),
        "deletedBy": _("Deleted by"),
        "deletedAt": _("Deleted at"),
        "goneAt": _("Kept until"),
        "choose": _("Select {title}"),
        "chooseAll": _("Select all that are shown"),
        "chooseEvery": _("Select all {total}"),
        "chosen": [_("{count} selected"), _("{count} selected")],
        "restore": _("Restore"),
        "restoreThis": _("Restore {title}"),
        "purge": _("Delete for good"),
        "purgeThis": _("Delete {title} for good"),
        "purgeOne": _("“{title}” is deleted with everything that belongs to it and with its activity."),
        "purgeMany": [
            _("{count} item is deleted with everything that belongs to it and with its activity."),
            _("{count} items are deleted with everything that belongs to them and with their activity."),
        ],
        "noUndo": _("This cannot be undone."),
        "emptyTrash": _("Empty the trash"),
        "cancel": _("Cancel"),
        "more": _("Show more"),
        "shown": _("{shown} of {total} shown"),
        "empty": _("The trash is empty. What is deleted lies here for 30 days and can be restored."),
        "nothingFound": _("Nothing in the trash matches these filters."),
        "unreachable": _("The server cannot be reached. Check your connection and try again."),
    }
