"""Sizes and colours of a mind map, in one file that the browser draws by as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

STYLE: dict[str, Any] = json.loads(Path(__file__).with_name("style.json").read_text(encoding="utf-8"))
NARROWEST: int = STYLE["narrowest"]
MARGIN: int = STYLE["margin"]
NOTE: int = STYLE["note"]
BADGE: dict[str, int] = STYLE["badge"]
THEMES: dict[str, Any] = STYLE["themes"]


def level_style(level: int) -> dict[str, Any]:
    """Font, padding and gaps of a level: the root, its branches, and all below."""
    levels: list[dict[str, Any]] = STYLE["levels"]
    return levels[min(level, len(levels) - 1)]
