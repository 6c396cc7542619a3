"""Text broken into lines by the widths of the shipped font. `components/mind_map/wrapping.js` does the same in the browser."""

from __future__ import annotations

import re

from services.fonts import text_width

_JOINER = "\u200d"


def fits(text: str, size: int, weight: int, most: int) -> bool:
    return text_width(text, weight) * size <= most * 1000


def line_width(text: str, size: int, weight: int) -> int:
    """Width in whole pixels, rounded up."""
    return -(-text_width(text, weight) * size // 1000)


def wrap(text: str, size: int, weight: int, most: int) -> list[str]:
    """Lines no wider than `most` pixels; words longer than a line are broken, runs of spaces become one."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.split("[ \t]+", paragraph.strip(" \t")):
            longer = f"{line} {word}" if line else word
            if fits(longer, size, weight, most):
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _break_word(word, size, weight, most)
            lines += whole
        lines.append(line)
    return lines


def _break_word(word: str, size: int, weight: int, most: int) -> list[str]:
    """Pieces of a word that each fit, or hold a single character; marks stay with the character they belong to."""
    pieces, piece = [], ""
    for character in word:
        is_joined = text_width(character, weight) == 0 or piece.endswith(_JOINER)
        if piece and not is_joined and not fits(piece + character, size, weight, most):
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
