"""The picture of a mind map: nothing overlaps, every text is there, hostile text stays text, SVG and PNG are the same size."""

from __future__ import annotations

import io
import json
import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.fonts import FALLBACK, FONTS, WEIGHTS, measure, text_width
from services.mind_map import picture, render_png, render_svg
from services.mind_map.layout import Box, lay_out
from services.mind_map.style import THEMES, level_style
from services.mind_map.wrapping import fits, wrap
from services.trees import COLOURS, count_nodes, walk
from tests.trees import node, texts, trees

SVG = "{http://www.w3.org/2000/svg}"
MAP = node(
    "r",
    "Nordwind Énergie",
    node("a", "Objectives", node("a1", "Grow"), node("a2", "Renew", note="By March"), colour="blue"),
    node("b", "Risks", node("b1", "Budget"), node("b2", "Price"), colour="rust", folded=True),
)


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.x + other.width and other.x < one.x + one.width and one.y < other.y + other.height and other.y < one.y + one.height


@settings(deadline=None, max_examples=60)
@given(trees(), st.booleans())
def test_no_two_nodes_overlap_and_all_lie_within_the_picture(tree: dict[str, Any], whole: bool) -> None:
    layout = lay_out(tree, whole=whole)
    for one, other in combinations(layout.boxes, 2):
        assert not overlap(one, other), (one, other)
    for box in layout.boxes:
        assert layout.x < box.x < box.x + box.width < layout.x + layout.width
        assert layout.y < box.y < box.y + box.height < layout.y + layout.height


@settings(deadline=None, max_examples=60)
@given(trees())
def test_children_stand_outside_their_parent_on_its_side(tree: dict[str, Any]) -> None:
    boxes = {box.id: box for box in lay_out(tree).boxes}
    for box in boxes.values():
        parent = boxes.get(box.parent)
        if parent and box.side == "left":
            assert box.x + box.width < parent.x
            assert parent.side in ("left", "")
        elif parent:
            assert box.x > parent.x + parent.width
            assert parent.side in ("right", "")


@settings(deadline=None, max_examples=40)
@given(trees())
def test_a_whole_picture_holds_every_node_and_a_folded_one_counts_what_it_hides(tree: dict[str, Any]) -> None:
    assert {box.id for box in lay_out(tree, whole=True).boxes} == {each["id"] for each in walk(tree)}
    shown = lay_out(tree).boxes
    assert len(shown) + sum(box.hidden for box in shown) == count_nodes(tree)


@settings(deadline=None, max_examples=200)
@given(texts(), st.sampled_from([0, 1, 2]))
def test_wrapped_lines_fit_and_keep_every_word(text: str, level: int) -> None:
    style = level_style(level)
    lines = wrap(text, style["size"], style["weight"], style["most"])
    for line in lines:
        visible = sum(1 for each in line if text_width(each, style["weight"]))
        assert fits(line, style["size"], style["weight"], style["most"]) or visible <= 1 or "\u200d" in line
    assert re.sub("[ \t\n]", "", "".join(lines)) == re.sub("[ \t\n]", "", text)


@settings(deadline=None, max_examples=60)
@given(trees(), st.sampled_from(sorted(THEMES)))
def test_every_text_is_in_the_svg_as_text(tree: dict[str, Any], theme: str) -> None:
    drawn = ElementTree.fromstring(render_svg(tree, theme=theme, whole=True))
    shown = {group.get("data-node"): group for group in drawn.iter(f"{SVG}g") if group.get("data-node")}
    for each in walk(tree):
        written = "".join(line.text or "" for line in shown[each["id"]].iter(f"{SVG}text"))
        readable = "".join(char if char not in "\ufffe\uffff" else "\ufffd" for char in each["text"])
        assert re.sub(r"[ \t\n]", "", written) == re.sub(r"[ \t\n]", "", readable)


def test_hostile_text_stays_text() -> None:
    hostile = "</text><script>alert(1)</script><img src=x onerror=alert(1)>&\"'\u202e]]>\uffff"
    drawn = ElementTree.fromstring(render_svg(node("r", hostile, node("n", hostile, note=hostile)), embed_fonts=True))
    assert {each.tag.removeprefix(SVG) for each in drawn.iter()} == {"svg", "title", "style", "rect", "path", "g", "text"}
    assert all(not name.startswith("on") for each in drawn.iter() for name in each.attrib)
    assert render_png(node("r", hostile, note=hostile)).startswith(b"\x89PNG")


def test_the_png_opens_with_twice_the_size_of_the_svg() -> None:
    layout = lay_out(MAP)
    with Image.open(io.BytesIO(render_png(MAP))) as image:
        assert image.size == (layout.width * 2, layout.height * 2)
        assert image.getpixel((2, 2))[:3] == (255, 255, 255)  # type: ignore[index]
        colours = {pixel[:3] for pixel in image.convert("RGB").getdata()}
    assert (0, 0x72, 0xB2) in colours  # the branch in blue
    assert (0x0B, 0x6E, 0x69) in colours  # the root in the accent colour


def test_a_large_map_makes_a_picture_within_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_PIXELS", 400_000)
    wide = node("r", "Root", *(node(f"n{each}", "Energy " * 20) for each in range(80)))
    with Image.open(io.BytesIO(render_png(wide))) as image:
        assert 300_000 < image.width * image.height <= 404_000


def test_folded_branches_are_left_out_unless_the_whole_is_asked_for() -> None:
    assert "Budget" not in render_svg(MAP)
    assert ">2</text>" in render_svg(MAP)
    assert "Budget" in render_svg(MAP, whole=True)


def test_dark_differs_from_light_in_colours_only() -> None:
    light, dark = render_svg(MAP), render_svg(MAP, theme="dark")
    assert light != dark
    assert re.sub("#[0-9A-F]{6}", "", light) == re.sub("#[0-9A-F]{6}", "", dark)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_text_is_readable_on_every_colour(theme: str) -> None:
    colours = THEMES[theme]
    assert set(colours["colours"]) == {*COLOURS, "none"}
    for name in colours["colours"]:
        assert contrast(colours["text"], colours["colours"][name]["fill"]) >= 7, name
    assert contrast(colours["root_text"], colours["root"]) >= 4.5
    assert contrast(colours["muted"], colours["background"]) >= 4.5


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_widths_are_those_of_the_shipped_fonts() -> None:
    stored = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(measure.measure()))
    assert set(stored) == {*WEIGHTS.values(), FALLBACK}
