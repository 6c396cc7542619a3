"""Write widths.json from the font files: run it after a change of fonts. Needs fontTools, which is a tool of development."""

from __future__ import annotations

import json
import sys
import unicodedata

from fontTools.ttLib import TTFont

from services.fonts import EM, FALLBACK, FONTS, WEIGHTS

Runs = list[tuple[int, list[int]]]


def font_widths(name: str) -> dict[int, int]:
    """Width by code point in thousandths of the font size."""
    font = TTFont(FONTS / f"{name}.ttf")
    advances, em = font["hmtx"], font["head"].unitsPerEm
    return {code: round(advances[glyph][0] * EM / em) for code, glyph in font.getBestCmap().items()}


def measure() -> dict[str, Runs]:
    """Runs of neighbouring code points by font. What joins or marks other characters has no width of its own in any font."""
    marks = {code: 0 for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Me", "Cf")}
    preferred = {name: font_widths(name) | marks for name in WEIGHTS.values()}
    known = set.intersection(*(set(widths) for widths in preferred.values()))
    fallback = {code: width for code, width in (font_widths(FALLBACK) | marks).items() if code not in known or code in marks}
    return {name: _runs({code: width for code, width in widths.items() if code not in marks}) for name, widths in preferred.items()} | {
        FALLBACK: _runs(fallback)
    }


def _runs(widths: dict[int, int]) -> Runs:
    runs: Runs = []
    for code in sorted(widths):
        if runs and code == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(widths[code])
        else:
            runs.append((code, [widths[code]]))
    return runs


if __name__ == "__main__":
    (FONTS / "widths.json").write_text(json.dumps(measure(), separators=(",", ":")) + "\n", encoding="utf-8")
