"""Two sides beside each other as one table: whole values, changed words marked, what is equal once over both columns."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from components.times import show_time
from services.compare import CHANGED, ONLY_LEFT, ONLY_RIGHT, SAME
from services.compare_words import Line
from services.language import translate as _
from services.language import translate_plural as _n
from services.snapshots import Snapshot
from services.text_changes import text_changes

# An equal stretch longer than that folds, but for its beginning and end; a value longer than that scrolls in place.
FOLDED_FROM, KEPT = 600, 160
SCROLLS_FROM = 3_000


def comparison_table(lines: Sequence[Line], left: Snapshot, right: Snapshot) -> None:
    """The lines under the names of the two sides; those of one part stand together under its name."""
    sides = "".join(f'<th scope="col">{_title(each)}</th>' for each in (left, right))
    head = f"<thead><tr><td></td>{sides}</tr></thead>"
    groups = groupby(lines, key=lambda line: (line.state == SAME, line.part))
    bodies = "".join(_group(part, is_same, list(of_part)) for (is_same, part), of_part in groups)
    st.html(f'<div class="comparison"><table><caption>{html.escape(_("Compared values"))}</caption>{head}{bodies}</table></div>')


def _title(side: Snapshot) -> str:
    """What a side is called, as a link to the plan, and of when it is."""
    at = f"<span>{html.escape(show_time(side.as_of))}</span>" if side.as_of else ""
    return f'<a href="/plan?id={side.plan["id"]}" dir="auto">{html.escape(side.plan["subject"] or "")}</a>{at}'


def _group(part: str, is_same: bool, lines: list[Line]) -> str:
    title = html.escape(_("{part}: equal", part=part) if is_same else part)
    rows = "".join(map(_row, lines))
    return f'<tbody class="{"equal" if is_same else "differs"}"><tr><th colspan="3" scope="rowgroup">{title}</th></tr>{rows}</tbody>'


def _row(line: Line) -> str:
    again = ' class="again"' if line.continues else ""
    words = f'<b{again} dir="auto">{html.escape(line.what)}</b> ' if line.what else ""
    head = f'<th scope="row">{words}{html.escape(line.label)}</th>'
    if line.state == SAME:
        return f'<tr>{head}<td colspan="2" dir="auto">{_whole(line.left)}</td></tr>'
    if line.state == CHANGED and line.left and line.right:
        left, right = _marked(line.left, line.right)
        return f'<tr>{head}<td dir="auto">{left}</td><td dir="auto">{right}</td></tr>'
    sides = ((line.left, line.state == ONLY_RIGHT), (line.right, line.state == ONLY_LEFT))
    return f"<tr>{head}" + "".join(f'<td dir="auto">{_whole(text) or _nothing(is_absent)}</td>' for text, is_absent in sides) + "</tr>"


def _nothing(is_absent: bool) -> str:
    return f'<span class="unset">{html.escape(_("Not there") if is_absent else _("Not set"))}</span>'


def _whole(text: str) -> str:
    return f'<div class="long" tabindex="0">{html.escape(text)}</div>' if len(text) > SCROLLS_FROM else html.escape(text)


def _marked(left: str, right: str) -> tuple[str, str]:
    """Both texts with the words marked that differ, or as they are where they have nothing in common."""
    pieces = text_changes(left, right)
    if not any(piece.is_equal for piece in pieces):
        return _whole(left), _whole(right)
    sides: tuple[list[str], list[str]] = ([], [])
    for place, piece in enumerate(pieces):
        for side, text in zip(sides, (piece.left, piece.right), strict=True):
            if piece.is_equal:
                side.append(_equal(text, is_first=place == 0, is_last=place == len(pieces) - 1))
            elif text:
                words = text.rstrip()
                side.append(f"<mark>{html.escape(words)}</mark>{text[len(words) :]}")
    return "".join(sides[0]), "".join(sides[1])


def _equal(text: str, *, is_first: bool, is_last: bool) -> str:
    """An equal stretch; the middle of a long one folds, and all of it that is not next to a change."""
    if len(text) <= FOLDED_FROM:
        return html.escape(text)
    # Words stay whole.
    start = 0 if is_first else text.find(" ", KEPT) + 1
    end = len(text) if is_last else text.rfind(" ", 0, -KEPT) + 1
    if end <= start:
        return html.escape(text)
    summary = html.escape(_n("{count} equal character", "{count} equal characters", end - start))
    folded = f"<details><summary>{summary}</summary>{html.escape(text[start:end])}</details>"
    return html.escape(text[:start]) + folded + html.escape(text[end:])
