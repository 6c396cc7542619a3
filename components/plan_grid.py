"""The grid of plans: an AG Grid that reads its rows by the block from the API, as the plan bar's filter, sort and columns say."""

from __future__ import annotations

from st_aggrid import JsCode

from components.ag_grid import ag_grid
from components.base import base

OPTIONS = {
    "rowModelType": "infinite",
    "cacheBlockSize": 100,
    "maxBlocksInCache": 6,
    "infiniteInitialRowCount": 1,
    "blockLoadDebounceMillis": 10,
    "rowHeight": 32,
    "headerHeight": 34,
    "getRowId": JsCode("function(params) { return String(params.data.id) }"),
    "rowSelection": {"mode": "multiRow", "checkboxes": True, "headerCheckbox": False, "enableClickSelection": False},
    "selectionColumnDef": {"pinned": "left", "width": 42, "resizable": False, "suppressHeaderMenuButton": True},
    "defaultColDef": {"minWidth": 60, "resizable": True, "suppressHeaderMenuButton": True, "autoHeaderHeight": False},
    "suppressNoRowsOverlay": True,
    "suppressDragLeaveHidesColumns": True,
    "suppressMultiSort": False,
    "tooltipShowDelay": 500,
}


def plan_grid(*, key: str) -> None:
    """Mount the grid; it belongs to the plan bar of the same page, which must be drawn before it."""
    ag_grid("plans/grid.js", {"style": f"{base()}/plans/grid.css"}, key=key, height=480, options=OPTIONS)
