"""Where every node of a mind map stands: branches at both sides of the root, each subtree in a band of its own.

All numbers are whole pixels around the root's centre, so that `components/mind_map/layout.js`, which does the same in the browser,
gets equal ones. A band is as high as the subtree, and no two bands of one side overlap: neither do the nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.mind_map.style import BADGE, MARGIN, NARROWEST, NOTE, level_style
from services.mind_map.wrapping import line_width, wrap
from services.trees import Tree, count_nodes


@dataclass
class Box:
    """A node in its place. `hidden` counts what is folded away behind it; `side` is empty for the root."""

    id: str
    parent: str
    level: int
    side: str
    colour: str
    lines: list[str]
    has_note: bool
    hidden: int
    width: int
    height: int
    x: int = 0
    y: int = 0

    def edge_x(self, side: str) -> int:
        """Where this side of the box is."""
        return self.x if side == "left" else self.x + self.width


@dataclass(frozen=True)
class Layout:
    """Boxes, parents before their children, and the whole with its margin."""

    boxes: list[Box]
    x: int
    y: int
    width: int
    height: int


@dataclass
class _Branch:
    node: Tree
    box: Box
    children: list[_Branch]
    height: int


def lay_out(tree: Tree, *, whole: bool = False) -> Layout:
    """The layout of a tree. What is folded is left out, unless the `whole` tree is asked for."""
    root = _measure(tree, "", 0, "", "none", whole)
    root.box.x, root.box.y = -(root.box.width // 2), -(root.box.height // 2)
    for side in ("right", "left"):
        branches = [each for each in root.children if each.box.side == side]
        _place_children(root.box, branches, -(_total(branches, 0) // 2))
    boxes: list[Box] = []
    _collect(root, boxes)
    return _bounds(boxes)


def choose_sides(branches: list[Tree], *, whole: bool = False) -> list[str]:
    """The side of each branch: its own, or else the first half (by the leaves shown) right and the rest left."""
    weights = [0 if each.get("side") else _leaves(each, whole) for each in branches]
    sides, before = [], 0
    for branch, weight in zip(branches, weights, strict=True):
        sides.append(branch.get("side") or ("right" if 2 * before + weight <= sum(weights) else "left"))
        before += weight
    return sides


def _shown(node: Tree, whole: bool) -> list[Tree]:
    children: list[Tree] = node["children"]
    return children if whole or not node.get("folded") else []


def _leaves(node: Tree, whole: bool) -> int:
    return sum(_leaves(child, whole) for child in _shown(node, whole)) or 1


def _measure(node: Tree, parent: str, level: int, side: str, colour: str, whole: bool) -> _Branch:
    style = level_style(level)
    lines = wrap(node["text"], style["size"], style["weight"], style["most"])
    has_note = bool(node.get("note"))
    width = max(line_width(line, style["size"], style["weight"]) for line in lines) + (NOTE if has_note else 0)
    colour = node.get("colour") or colour
    shown = _shown(node, whole)
    box = Box(
        id=node["id"],
        parent=parent,
        level=level,
        side=side,
        colour=colour,
        lines=lines,
        has_note=has_note,
        hidden=count_nodes(node) - 1 if node["children"] and not shown else 0,
        width=max(NARROWEST, width) + 2 * style["pad_x"],
        height=len(lines) * style["line"] + 2 * style["pad_y"],
    )
    sides = [side] * len(shown) if level else choose_sides(shown, whole=whole)
    children = [_measure(child, node["id"], level + 1, at, colour, whole) for child, at in zip(shown, sides, strict=True)]
    return _Branch(node, box, children, max(box.height, _total(children, level) if level else 0))


def _total(branches: list[_Branch], level: int) -> int:
    """Height of neighbouring bands with the gaps between them."""
    gap: int = level_style(level)["gap_y"]
    return sum(each.height for each in branches) + gap * max(0, len(branches) - 1)


def _place_children(parent: Box, branches: list[_Branch], top: int) -> None:
    style = level_style(parent.level)
    for branch in branches:
        box = branch.box
        edge = parent.edge_x(box.side)
        box.x = edge - style["gap_x"] - box.width if box.side == "left" else edge + style["gap_x"]
        box.y = top + (branch.height - box.height) // 2
        _place_children(box, branch.children, top + (branch.height - _total(branch.children, box.level)) // 2)
        top += branch.height + style["gap_y"]


def _collect(branch: _Branch, boxes: list[Box]) -> None:
    boxes.append(branch.box)
    for child in branch.children:
        _collect(child, boxes)


def _bounds(boxes: list[Box]) -> Layout:
    badge = BADGE["gap"] + BADGE["width"]
    left = min(box.x - (badge if box.hidden and box.side == "left" else 0) for box in boxes)
    right = max(box.x + box.width + (badge if box.hidden and box.side != "left" else 0) for box in boxes)
    top, bottom = min(box.y for box in boxes), max(box.y + box.height for box in boxes)
    return Layout(boxes, left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)


def edge_path(parent: Box, child: Box) -> str:
    """The curve from a node to its child, as the `d` of an SVG path."""
    start, end = parent.edge_x(child.side), child.edge_x("right" if child.side == "left" else "left")
    start_y, end_y = parent.y + parent.height // 2, child.y + child.height // 2
    middle = (start + end) // 2
    return f"M{start} {start_y}C{middle} {start_y} {middle} {end_y} {end} {end_y}"
