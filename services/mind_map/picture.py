"""A mind map as a picture: SVG with real text, and PNG of the same."""

from __future__ import annotations

import base64
import math
import re
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from services.errors import Refused
from services.fonts import FALLBACK_FAMILY, FAMILY, FONTS, WEIGHTS, font_files
from services.language import translate as _
from services.mind_map.layout import Box, Layout, edge_path, lay_out
from services.mind_map.style import BADGE, NOTE, THEMES, level_style
from services.trees import Tree, walk

MOST_PIXELS = 25_000_000
LONGEST_EDGE = 30_000
LONGEST_DRAWING = 60
"""Seconds, far more than the largest tree takes."""
RASTERISE = Path(__file__).with_name("rasterise.py")
# Each drawing may take 300 MB: many at once must not take all there is.
_drawing = threading.BoundedSemaphore(2)
# From the line's middle down to the base line of Source Sans, in thousandths of the font size.
_BASELINE = 330
# Characters that XML 1.0 has no place for, though text may hold them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A sheet with a folded corner, drawn from the upper left of a square of 12.
_NOTE_PATH = "M1.5 .5h6l3 3v8h-9zM7.5 .5v3h3M3.5 6h5M3.5 8.5h5"


def render_svg(tree: Tree, *, theme: str = "light", whole: bool = False, embed_fonts: bool = False) -> str:
    """The picture of a tree as an SVG document.

    What is folded is left out, unless the `whole` tree is asked for. With `embed_fonts` it carries its fonts, and looks the same
    on a machine that does not have them.
    """
    layout, colours = lay_out(tree, whole=whole), THEMES[theme]
    notes = {node["id"]: node["note"] for node in walk(tree) if node.get("note")}
    boxes = {box.id: box for box in layout.boxes}
    parts = [_head(layout, tree, colours, embed_fonts)]
    parts += [_edge(boxes[box.parent], box, colours) for box in layout.boxes if box.parent]
    parts += [_node(box, colours, notes.get(box.id, "")) for box in layout.boxes]
    return "".join(parts) + "</svg>\n"


def render_png(tree: Tree, *, theme: str = "light", whole: bool = False, zoom: float = 2) -> bytes:
    """The same picture as a PNG, `zoom` times as large as the SVG; smaller where that would be too large for a machine's memory.

    Raises Refused where it cannot be drawn.
    """
    layout = lay_out(tree, whole=whole)
    largest = min(math.sqrt(MOST_PIXELS / (layout.width * layout.height)), LONGEST_EDGE / max(layout.width, layout.height))
    svg = render_svg(tree, theme=theme, whole=whole).encode()
    try:
        with _drawing:
            drawn = subprocess.run(
                [sys.executable, "-I", str(RASTERISE), str(min(zoom, largest)), *font_files()],
                input=svg,
                capture_output=True,
                check=True,
                timeout=LONGEST_DRAWING,
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Refused(_("The picture could not be drawn. Fold some branches and try again, or take the SVG.")) from error
    return drawn.stdout


def _head(layout: Layout, tree: Tree, colours: dict[str, Any], embed_fonts: bool) -> str:
    box = f"{layout.x} {layout.y} {layout.width} {layout.height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}" height="{layout.height}" viewBox="{box}" role="img" '
        f"font-family=\"'{FAMILY}', '{FALLBACK_FAMILY}', sans-serif\">"
        f"<title>{_text(tree['text'])}</title>"
        f"{_font_faces() if embed_fonts else ''}"
        f'<rect x="{layout.x}" y="{layout.y}" width="{layout.width}" height="{layout.height}" fill="{colours["background"]}"/>'
    )


def _edge(parent: Box, child: Box, colours: dict[str, Any]) -> str:
    line = colours["colours"][child.colour]["line"]
    return f'<path d="{edge_path(parent, child)}" fill="none" stroke="{line}" stroke-width="{2.5 if child.level == 1 else 1.5}"/>'


def _node(box: Box, colours: dict[str, Any], note: str) -> str:
    style, colour = level_style(box.level), colours["colours"][box.colour]
    if box.level == 0:
        fill = colours["root"] if box.colour == "none" else colour["line"]
    else:
        fill = colour["fill"] if box.level == 1 else colours["background"]
    text = colours["root_text"] if box.level == 0 else colours["text"]
    stroke = f' stroke="{colour["line"]}" stroke-width="{style["stroke"]}"' if style["stroke"] else ""
    parts = [
        f"<g data-node={quoteattr(box.id)}>",
        f"<title>{_text(note)}</title>" if note else "",
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="{style["radius"]}" fill="{fill}"{stroke}/>',
        f'<g fill="{text}" font-size="{style["size"]}" font-weight="{style["weight"]}">',
        *(
            f'<text x="{x}" y="{y}"{anchor}>{_text(line)}</text>'
            for line, (x, y, anchor) in zip(box.lines, text_places(box), strict=True)
            if line
        ),
        "</g>",
        _note_sign(box, text) if note else "",
        _badge(box, colours) if box.hidden else "",
        "</g>",
    ]
    return "".join(parts)


def text_places(box: Box) -> list[tuple[str, str, str]]:
    """Where each line of a box begins: x, base line, and how it is anchored."""
    style = level_style(box.level)
    x, anchor = box.x + style["pad_x"], ""
    if box.level == 0:
        x, anchor = box.x + (box.width - (NOTE if box.has_note else 0)) // 2, ' text-anchor="middle"'
    first = box.y + style["pad_y"] + style["line"] / 2 + style["size"] * _BASELINE / 1000
    return [(str(x), f"{first + place * style['line']:.2f}", anchor) for place in range(len(box.lines))]


def _note_sign(box: Box, colour: str) -> str:
    style = level_style(box.level)
    x, y = box.x + box.width - style["pad_x"] - 11, box.y + (box.height - 12) // 2
    return f'<path d="{_NOTE_PATH}" transform="translate({x} {y})" fill="none" stroke="{colour}" stroke-width="1" opacity="0.7"/>'


def _badge(box: Box, colours: dict[str, Any]) -> str:
    """How many nodes are folded away, where they would begin."""
    x = box.x - BADGE["gap"] - BADGE["width"] if box.side == "left" else box.x + box.width + BADGE["gap"]
    y = box.y + box.height // 2 - BADGE["height"] // 2
    line = colours["colours"][box.colour]["line"]
    return (
        f'<rect x="{x}" y="{y}" width="{BADGE["width"]}" height="{BADGE["height"]}" rx="{BADGE["height"] // 2}" '
        f'fill="{colours["background"]}" stroke="{line}"/>'
        f'<text x="{x + BADGE["width"] // 2}" y="{y + BADGE["height"] / 2 + BADGE["size"] * _BASELINE / 1000:.2f}" '
        f'font-size="{BADGE["size"]}" fill="{colours["muted"]}" text-anchor="middle">{box.hidden}</text>'
    )


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


@cache
def _font_faces() -> str:
    faces = [
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{base64.b64encode((FONTS / f'{name}.woff2').read_bytes()).decode()}) format('woff2')}}"
        for weight, name in WEIGHTS.items()
    ]
    return f"<style>{''.join(faces)}</style>"
