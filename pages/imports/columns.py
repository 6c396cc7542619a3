"""Which column of the file is which field: guessed, to be seen and changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.session import database
from components.text import plain
from services.files.table import Table
from services.imports.columns import as_text, is_empty
from services.imports.targets import import_targets
from services.language import translate as _
from services.plan_fields import plan_custom_fields

PER_LINE = 4
Choose = Callable[[int, str], None]


def column_mapping(table: Table, mapping: dict[int, str], choose: Choose, *, key: str, is_open: bool = False) -> None:
    """One choice for each column of the file, with an example of what stands in it. `choose` gets the place and the field, or nothing."""
    targets = import_targets(plan_custom_fields(database()))
    words = {"": _("Not imported"), **{name: column.label for name, column in targets.items()}}
    headings = table.headings
    title = _("Columns: {count} of {total} are imported", count=len(mapping), total=sum(1 for each in headings if each))
    with st.expander(title, expanded=is_open, key="imports.columns"):
        for start in range(0, len(headings), PER_LINE):
            for place, cell in zip(range(start, min(start + PER_LINE, len(headings))), st.columns(PER_LINE), strict=False):
                with cell.container(gap=None):
                    _column(table, mapping, place, words, choose, f"imports.column.{key}.{place}")


def _column(table: Table, mapping: dict[int, str], place: int, words: dict[str, str], choose: Choose, key: str) -> None:
    label = plain(table.headings[place]) or _("Column {number}", number=place + 1)

    def chosen() -> None:
        choose(place, st.session_state[key])

    options = list(words)
    st.selectbox(
        label, options, index=options.index(mapping.get(place, "")), format_func=lambda name: words[name], key=key, on_change=chosen
    )
    st.caption(plain(_example(table, place)) or "–")


def _example(table: Table, place: int) -> str:
    """The first filled cell of the column."""
    cells = table.columns[place]
    text = next((as_text(cell) for cell in cells[:1000] if not is_empty(cell)), "")
    return text if len(text) <= 40 else text[:40] + "…"
