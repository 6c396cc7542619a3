"""Components without an iframe whose JavaScript is a module of ours, served from /assets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from components.base import base

HERE = Path(__file__).resolve().parent
# Streamlit runs a component's script from a blob, where relative imports have no base.
LOADER = """
export default function (component) {
  const { parentElement } = component
  parentElement.ready ??= import(new URL(component.data.module, location.origin).href)
  parentElement.ready.then((module) => module.mount(component))
}
"""


def module_component(name: str, *, isolate_styles: bool = True) -> Any:
    """Declare `components/<name>.js` (and `<name>.css`) as a component; call once, at import.

    The module exports `mount(component)`, called on every run with `component.data` and `component.parentElement`.
    Mount it as `mounted(key=…, data={…})`; user text in `data` is set as textContent there, never as HTML.
    """
    style = HERE / f"{name}.css"
    css = style.read_text(encoding="utf-8") if style.exists() else None
    mount = st.components.v2.component(f"account_planning_{name}", css=css, js=LOADER, isolate_styles=isolate_styles)

    def mounted(*, key: str, data: dict[str, Any], **options: Any) -> Any:
        return mount(key=key, data={**data, "module": f"{base()}/{name}.js"}, **options)

    return mounted
