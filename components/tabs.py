"""Tabs whose open one stands in the address, by a name that no language changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, ParamSpec

import streamlit as st

from services.language import translate as _

P = ParamSpec("P")


@dataclass(frozen=True)
class Tab(Generic[P]):
    """A tab: its label, marked for translation, and what draws it."""

    label: str
    draw: Callable[P, None]


def draw_tabs(key: str, tabs: Mapping[str, Tab[P]], *args: P.args, **kwargs: P.kwargs) -> None:
    """Tabs by name (`?tab=name`), the one of the address open, the first where there is none; only the open one is drawn."""
    labels = {name: _(tab.label) for name, tab in tabs.items()}
    # The address decides, so that Back and a shared link open the tab they name.
    st.session_state[key] = labels.get(st.query_params.get("tab", "")) or next(iter(labels.values()))
    containers = st.tabs(list(labels.values()), key=key, on_change=_remember, args=(key, labels))
    for tab, container in zip(tabs.values(), containers, strict=True):
        if container.open:
            with container:
                tab.draw(*args, **kwargs)


def _remember(key: str, labels: Mapping[str, str]) -> None:
    chosen = st.session_state[key]
    st.query_params["tab"] = next(name for name, label in labels.items() if label == chosen)
