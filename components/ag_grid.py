"""One AG Grid on the page: an iframe whose own module fetches its columns and rows; nothing a user wrote enters gridOptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from st_aggrid import AgGrid, JsCode, StAggridTheme

from components.base import base
from services.language import current_language
from services.language import translate as _

# streamlit-aggrid evaluates any string in gridOptions that carries this marker as JavaScript.
MARKER = "::JSCODE::"
# The standard collectors send every row of the grid to Python with each event.
_DETAIL_ONLY = JsCode("function({eventData}) { return {detail: eventData.detail ?? null, at: Date.now()}; }")
_THEME_OPTIONS = {
    "accentColor": "primaryColor",
    "backgroundColor": "backgroundColor",
    "foregroundColor": "textColor",
    "borderColor": "borderColor",
    "headerBackgroundColor": "secondaryBackgroundColor",
}


class UnsafeOption(ValueError):
    """A value for gridOptions that would be evaluated as code."""


def require_safe(value: Any) -> None:
    """Raise UnsafeOption where a text anywhere in `value` carries the marker."""
    if isinstance(value, str):
        if MARKER in value:
            raise UnsafeOption("A grid option carries the marker of executable code.")
    elif isinstance(value, Mapping):
        for name, each in value.items():
            require_safe(name)
            require_safe(each)
    elif isinstance(value, list | tuple):
        for each in value:
            require_safe(each)


def grid_colours(kind: str) -> dict[str, str]:
    """The colours of `.streamlit/config.toml` for "light" or "dark", as parameters of AG Grid's theme."""
    colours = {name: st.get_option(f"theme.{kind}.{option}") for name, option in _THEME_OPTIONS.items()}
    return {**{name: colour for name, colour in colours.items() if colour}, "browserColorScheme": kind}


def grid_theme(kind: str) -> StAggridTheme:
    """These colours in a dense grid of 32-pixel rows."""
    return StAggridTheme(base="quartz").withParams(
        **grid_colours(kind),
        fontFamily="'Source Sans Pro', 'Source Sans', sans-serif",
        fontSize=14,
        headerFontWeight=600,
        headerHeight=34,
        rowHeight=32,
        spacing=6,
        borderRadius=4,
        wrapperBorderRadius=5,
        columnBorder=True,
        headerColumnBorder=True,
    )


def _grid_texts() -> dict[str, str]:
    """What the grid itself says, mostly to screen readers, by AG Grid's names."""
    return {
        "ariaRowToggleSelection": _("Press Space to select or deselect this row"),
        "ariaRowSelectionDisabled": _("This row cannot be selected"),
        "ariaSortableColumn": _("Press Enter to sort"),
        "ariaSkeletonCellLoading": _("Loading"),
        "ariaChecked": _("selected"),
        "ariaUnchecked": _("not selected"),
        "ariaInputEditor": _("Edit the cell"),
        "ariaToggleCellValue": _("Press Space to change the cell"),
        "ariaLabelTooltip": _("Note"),
        "rowDragRow": _("row"),
        "rowDragRows": _("rows"),
        "loadingOoo": _("Loading"),
        "loadingError": _("Could not be read"),
    }


def ag_grid(
    module: str, config: Mapping[str, Any], *, key: str, height: int = 400, options: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """Mount `components/<module>`, whose `mount(api, config)` fills the grid; returns the `detail` of its last `saved` event.

    `config` holds ids, names and texts of our own, reaching the module as `api.getGridOption('context')`. `options` are further
    gridOptions. The page reruns (the fragment it stands in) when the module calls `api.dispatchEvent({type: 'saved', detail})`.
    Columns and rows are the module's alone: a rerun that changes `config` or the theme leaves them as they are.
    """
    require_safe(config)
    require_safe(options or {})
    loader = (
        "async function(params) {"
        " const find = (path) => import(new URL(path, location.origin).href);"
        f" const [module, theme] = await Promise.all([find('{base()}/{module}'), find('{base()}/ag_theme.js')]);"
        " theme.keepTheme(params.api, params.context.themes); await module.mount(params.api, params.context); }"
    )
    # The same in light and dark: where options differ between two runs, the grid takes all of them anew, and loses what its module set.
    context = {**config, "themes": {kind: grid_colours(kind) for kind in ("light", "dark")}}
    result = AgGrid(
        None,
        gridOptions={"localeText": _grid_texts(), **(options or {}), "context": context, "onGridReady": JsCode(loader)},
        height=height,
        key=f"{key}.{current_language.get()}",
        allow_unsafe_jscode=True,
        enable_enterprise_modules=False,
        update_on=["saved"],
        data_return_mode="CUSTOM",
        custom_jscode_for_grid_return=_DETAIL_ONLY,
        show_toolbar=False,
        theme=grid_theme(st.context.theme.type or "light"),
    )
    returned = getattr(result, "raw_data", None) or {}
    return dict(returned.get("detail") or {})
