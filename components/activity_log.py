"""The activity log on the page: it reads its change sets page by page, and tells the page when something was reverted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.modules import module_component
from components.session import current_actor, database
from services.language import translate as _
from services.settings import read_settings

_activity_log = module_component("activity_log")


def activity_log(filters: Mapping[str, Any], *, key: str, revision: int = 0) -> bool:
    """The change sets of a filter (names and values of `/api/v1/change-sets`); True in the run after something was reverted.

    It reads them anew when the filter or `revision` changes.
    """
    actor = current_actor()
    result = _activity_log(
        key=key,
        data={
            "filter": dict(filters),
            "revision": revision,
            "staffId": actor.staff_id,
            "language": actor.language,
            "timeZone": read_settings(database()).time_zone,
            "texts": _texts(),
        },
        on_changed_change=lambda: None,
    )
    return result.changed is not None


def _texts() -> dict[str, Any]:
    return {
        "activity": _("Activity"),
        "empty": _("Nothing matches these filters."),
        "more": _("Show more"),
        "shown": _("{shown} of {total} shown"),
        "all": _("Show all {count} changes"),
        "undone": _("Undone"),
        "unset": _("Not set"),
        "became": _("became"),
        "whole": _("Show whole"),
        "values": _("Show values"),
        "less": _("Show less"),
        "before": _("Before"),
        "after": _("After"),
        "revert": _("Revert"),
        "revertThis": _("Revert {what}"),
        "undoAll": _("Undo all of this"),
        "undoTitle": _("Undo all of this"),
        "undoScope": _("{count} changes are taken back, as far as they still stand."),
        "undoElsewhere": _("Some of them are not in this list, because they are of other plans or filtered out."),
        "cancel": _("Cancel"),
        "reverted": _("Reverted."),
        "kept": _("Left as it is: {count}."),
        "unreachable": _("The server cannot be reached. Check your connection and try again."),
        "kinds": {
            "create": _("Added"),
            "remove": _("Deleted"),
            "delete": _("Put into the trash"),
            "restore": _("Restored"),
            "purge": _("Deleted for good"),
            "password": _("New password"),
            "move": _("Moved"),
        },
    }
