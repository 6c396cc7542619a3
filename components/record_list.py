"""A list of records of one kind: searched, sorted and paged by the server, its state in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from st_aggrid import JsCode

from components.ag_grid import ag_grid
from components.base import base
from components.session import current_actor
from services.actors import Permission
from services.language import translate as _

_OPTIONS = {
    "rowModelType": "infinite",
    "cacheBlockSize": 100,
    "maxBlocksInCache": 20,
    "infiniteInitialRowCount": 1,
    "blockLoadDebounceMillis": 30,
    "rowHeight": 32,
    "headerHeight": 34,
    "getRowId": JsCode("function(params) { return String(params.data.id) }"),
    "defaultColDef": {"minWidth": 60, "resizable": True, "suppressHeaderMenuButton": True},
    "suppressNoRowsOverlay": True,
    "suppressDragLeaveHidesColumns": True,
    "tooltipShowDelay": 500,
}


@dataclass(frozen=True)
class ListColumn:
    """A column: the JSON name of its value, what kind of value it is, and where it leads.

    `href` is an address to which the value under `id` is added. A column that is shown `only_if_any` of the first rows has a value.
    """

    name: str
    label: str
    kind: str = "text"
    width: int = 140
    flex: int | None = None
    sortable: bool = True
    href: str = ""
    id: str = "id"
    only_if_any: bool = False


@dataclass(frozen=True)
class ListTexts:
    """What the list says in the person's language; `count` is singular and plural with `{count}`."""

    label: str
    search: str
    count: tuple[str, str]
    empty: str


def record_list(path: str, columns: Sequence[ListColumn], texts: ListTexts, *, open_at: str, sort: str, key: str, create: str = "") -> None:
    """Mount the list of what `GET path` answers (`{"items", "total"}` with `q`, `sort`, `offset`, `limit`).

    The first column names a record; `open_at` is the address of its page, to which the id is added. `create` is the key of the
    button that the key `n` presses.
    """
    actor = current_actor()
    # The rows come from the API, which would refuse them only after the page is drawn.
    actor.require(Permission.VIEW)
    config: dict[str, Any] = {
        "path": path,
        "columns": [vars(column) for column in columns],
        "title": columns[0].name,
        "open": open_at,
        "sort": sort,
        "create": create.replace(".", "-"),
        "label": texts.label,
        "language": actor.language,
        "staff_id": actor.staff_id,
        "style": f"{base()}/records/list.css",
        "texts": {
            "search": texts.search,
            "count": texts.count,
            "empty": texts.empty,
            "noMatch": _("Nothing matches this search."),
            "unreachable": _("The server cannot be reached. Check your connection and try again."),
            "tryAgain": _("Try again"),
            "yes": _("Yes"),
            "no": _("No"),
        },
    }
    ag_grid("records/list.js", config, key=key, height=480, options=_OPTIONS)
