"""The fonts that pictures and documents are drawn with, and the width of every character in them.

Source Sans 3 (SIL Open Font License), and DejaVu Sans for what it lacks. `python -m services.fonts.measure` writes the widths anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent
FAMILY = "Source Sans 3"
FALLBACK_FAMILY = "DejaVu Sans"
REGULAR, SEMIBOLD = 400, 600
WEIGHTS = {REGULAR: "SourceSans3-Regular", SEMIBOLD: "SourceSans3-Semibold"}
FALLBACK = "DejaVuSans"
EM = 1000
"""Widths are in thousandths of the font size. A character that no font has takes a whole one."""


def font_files() -> list[str]:
    """The files a renderer needs, the preferred first."""
    return [str(FONTS / f"{name}.ttf") for name in (*WEIGHTS.values(), FALLBACK)]


@cache
def character_widths(weight: int) -> dict[str, int]:
    """Width by character in thousandths of the font size, as the browser reads it from the same file."""
    tables = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))
    widths: dict[str, int] = {}
    for name in (FALLBACK, WEIGHTS[weight]):
        for first, run in tables[name]:
            widths |= {chr(first + place): width for place, width in enumerate(run)}
    return widths


def text_width(text: str, weight: int) -> int:
    """Width of a line in thousandths of the font size, without kerning."""
    widths = character_widths(weight)
    return sum(widths.get(character, EM) for character in text)
