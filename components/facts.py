"""What is known of a record, to read: short facts as label and value, long text as paragraphs; one element of the page, whatever it holds."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from data.database import Row
from data.records import Field, Kind
from services.language import current_language
from services.language import translate as _
from services.richtext import to_html
from services.values import show


def facts(title: str, fields: Sequence[Field], values: Row, *, key: str, names: Mapping[str, str] | None = None) -> None:
    """These fields of a record under a heading. `names` gives the words for stored references. Fields not set say so."""
    short = [field for field in fields if field.kind is not Kind.LONG_TEXT]
    long = [field for field in fields if field.kind is Kind.LONG_TEXT]
    parts = [f"<h2>{html.escape(title)}</h2>"]
    if short:
        parts.append("<dl>" + "".join(_fact(field, values.get(field.name), (names or {}).get(field.name)) for field in short) + "</dl>")
    parts += [long_text_html(label_of(field), values.get(field.name)) for field in long]
    with st.container(key=key):
        st.html(f'<section class="facts">{"".join(parts)}</section>')


def label_of(field: Field) -> str:
    """The label on screen: a message of ours, or the words of an administrator as they are."""
    return field.label if field.own_label else _(field.label)


def long_text(text: str | None, *, unset: str) -> None:
    """A long text as an element of its own; `unset` stands where there is none."""
    if (text or "").strip():
        st.html(_rendered(text or ""))
    else:
        st.html(f'<p class="facts"><span class="unset">{html.escape(unset)}</span></p>')


def long_text_html(title: str, text: str | None) -> str:
    """A heading and the rendered text; very long ones scroll in place and can be reached by keyboard."""
    if not (text or "").strip():
        return f'<h3>{html.escape(title)}</h3><p class="unset">{_("Not set")}</p>'
    return f"<h3>{html.escape(title)}</h3>{_rendered(text or '')}"


def _rendered(text: str) -> str:
    scroll = ' tabindex="0"' if len(text) > 1500 else ""
    return f'<div class="long-text" dir="auto"{scroll}>{to_html(text)}</div>'


def _fact(field: Field, value: object, name: str | None) -> str:
    shown = name or show(field, value, current_language.get())
    if not shown:
        return f'<dt>{html.escape(label_of(field))}</dt><dd class="unset">{_("Not set")}</dd>'
    text = html.escape(shown)
    if field.kind is Kind.LINK:
        text = f'<a href="{text}" target="_blank" rel="noopener nofollow">{text}</a>'
    unit = "&nbsp;%" if field.kind is Kind.PERCENT else ""
    return f'<dt>{html.escape(label_of(field))}</dt><dd dir="auto">{text}{unit}</dd>'
