"""The pictures of a plan's document: revenue by year, and its mind map on as many pages as it takes to stay readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.records import PLAN
from services.mind_map.layout import lay_out
from services.mind_map.picture import render_svg
from services.trees import Tree
from services.values import show

# What a page holds, in the CSS pixels of wkhtmltopdf, of which 1.72 make a point.
PAGE_WIDTH = 860
PAGE_HEIGHT = 1100
SMALLEST = 0.75
"""Text of 14 pixels stays above 6 points at this scale."""
LONGEST_NAME = 60
MOST_NAMES = 4


@dataclass(frozen=True)
class Bar:
    """A year's revenue in a chart of 640 × 210."""

    year: int
    value: Decimal
    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def revenue_bars(years: list[tuple[int, Decimal]], language: str) -> list[Bar]:
    """Bars of revenue by year; the last 12 years where there are more."""
    shown = years[-12:]
    largest = max((abs(value) for _year, value in shown), default=Decimal(0)) or Decimal(1)
    step = 640 / max(1, len(shown))
    bars = []
    for place, (year, value) in enumerate(shown):
        height = round(float(abs(value) / largest) * 145, 1)
        label = show(PLAN.by_name["revenue_next_year"], round(value), language).removesuffix(".00").removesuffix(",00")
        bars.append(Bar(year, value, label, round((place + 0.2) * step, 1), round(170 - height, 1), round(step * 0.6, 1), height))
    return bars


@dataclass(frozen=True)
class Part:
    """A picture of a mind map or of a part of it. `caption` says where the part belongs, empty for the first."""

    caption: str
    svg: str


def mind_map_parts(tree: Tree) -> list[Part]:
    """The whole map as one picture where it can be read on a page, else as several: as many branches together as fit.

    What is too large even alone ends in a number, how many nodes follow, and goes on in a picture of its own.
    """
    parts: list[Part] = []
    for path, part in _split(_unfolded(tree, "none"), ()):
        shown = path if len(path) <= MOST_NAMES else (path[0], "…", *path[2 - MOST_NAMES :])
        names = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in shown]
        parts.append(Part(" › ".join(names) if parts else "", _scaled(part)))
    return parts


def _split(node: Tree, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Tree]]:
    """The pictures of a subtree, each with the names from the root down to the node it begins with."""
    path, children, going_on = (*above, node["text"]), node["children"], []
    while True:
        held = _most_that_fit(node, children)
        group = children[:held]
        if children and not held:
            # Alone it is too large: it is shown as far as one line of nodes leads, and goes on elsewhere.
            shortened, names, rest = _shortened(node, children[0])
            group, held = [shortened], 1
            going_on.append(((*path, *names), rest))
            while held < len(children) and not _fits({**node, "children": [children[held]]}):
                shortened, names, rest = _shortened(node, children[held])
                if not _fits({**node, "children": [*group, shortened]}):
                    break
                group.append(shortened)
                going_on.append(((*path, *names), rest))
                held += 1
        yield path, {**node, "children": group}
        children = children[held:]
        if not children:
            break
    for names, rest in going_on:
        yield from _split(rest, names)


def _most_that_fit(node: Tree, children: list[Tree]) -> int:
    """How many of the first children can be drawn whole with their parent."""
    fitting, step = 0, 1
    while step:
        if fitting + step <= len(children) and _fits({**node, "children": children[: fitting + step]}):
            fitting, step = fitting + step, step * 2
        else:
            step //= 2
    return fitting


def _shortened(node: Tree, child: Tree) -> tuple[Tree, tuple[str, ...], Tree]:
    """A branch cut where it divides or becomes too wide: what is shown of it, the names above the cut, and what goes on there."""
    names: tuple[str, ...] = ()
    line, last = [child], child
    while len(last["children"]) == 1 and last["children"][0]["children"]:
        last = last["children"][0]
        if not _fits({**node, "children": [_folded([*line, last])]}):
            break
        line.append(last)
    names = tuple(each["text"] for each in line[:-1])
    return _folded(line), names, line[-1]


def _folded(line: list[Tree]) -> Tree:
    """A line of nodes, each in the one before, the last of them folded."""
    shown: Tree = {**line[-1], "folded": True}
    for each in reversed(line[:-1]):
        shown = {**each, "children": [shown]}
    return shown


def _unfolded(node: Tree, colour: str) -> Tree:
    """The tree with nothing folded and every node in its own colour, so that each part looks as it does in the whole."""
    own = {**node, "colour": node.get("colour") or colour}
    own.pop("folded", None)
    own["children"] = [_unfolded(child, own["colour"]) for child in node["children"]]
    return own


def _scale(width: int, height: int) -> float:
    return min(1.0, PAGE_WIDTH / width, PAGE_HEIGHT / height)


def _fits(tree: Tree) -> bool:
    layout = lay_out(tree)
    return _scale(layout.width, layout.height) >= SMALLEST


def _scaled(tree: Tree) -> str:
    layout = lay_out(tree)
    width, height, scale = layout.width, layout.height, _scale(layout.width, layout.height)
    own, wanted = f'width="{width}" height="{height}"', f'width="{width * scale:.0f}" height="{height * scale:.0f}"'
    return render_svg(tree).replace(own, wanted, 1)
