"""Mind maps of any shape stay readable in print and lose no node; states have the same icons in print and on screen."""

from __future__ import annotations

import re
from itertools import count

import pytest

from services.plan_pictures import PAGE_HEIGHT, PAGE_WIDTH, SMALLEST, mind_map_parts
from services.trees import Tree, count_nodes, walk
from tests.servers import ROOT

SVG = re.compile(r'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)" viewBox="\S+ \S+ ([0-9.]+) ([0-9.]+)"')


def tree(*widths: int, text: str = "Node") -> Tree:
    """A tree in which every node of a level has so many children."""
    numbers = count()

    def node(below: tuple[int, ...]) -> Tree:
        number = next(numbers)
        return {"id": f"n{number}", "text": f"{text} {number}", "children": [node(below[1:]) for _ in range(below[0] if below else 0)]}

    return node(widths)


@pytest.mark.parametrize(
    ("shape", "most"),
    [((), 1), ((6, 4), 1), ((8, 12), 2), ((10, 10, 10), 31), ((400,), 10), ((1,) * 59, 16), ((2, 1, 1, 1, 1, 1, 1, 1, 1), 8)],
)
def test_every_node_is_in_a_picture_that_can_be_read(shape: tuple[int, ...], most: int) -> None:
    drawn = tree(*shape, text="A branch of the plan")
    parts = mind_map_parts(drawn)
    assert {name for part in parts for name in re.findall(r'data-node="(n[0-9]+)"', part.svg)} == {node["id"] for node in walk(drawn)}
    for part in parts:
        found = SVG.search(part.svg)
        assert found is not None
        width, height, whole_width, _whole_height = (float(each) for each in found.groups())
        assert width <= PAGE_WIDTH + 1
        assert height <= PAGE_HEIGHT + 1
        assert width / whole_width >= SMALLEST - 0.01
    assert len(parts) <= most, (len(parts), count_nodes(drawn))
    assert parts[0].caption == ""


def test_a_part_says_where_it_belongs() -> None:
    captions = [part.caption for part in mind_map_parts(tree(3, 60))]
    assert captions[1].startswith("Node 0 › Node 1")


def test_states_have_the_icons_of_the_screen() -> None:
    on_screen = dict(re.findall(r"^  (\w+): '([^']+)'", (ROOT / "components" / "plans" / "icons.js").read_text(), re.MULTILINE))
    printed = dict(re.findall(r'^  "(\w+)": "([^"]+)"', (ROOT / "services" / "templates" / "chips.html.j2").read_text(), re.MULTILINE))
    printed.pop("status", None)
    assert printed
    assert {name: path for name, path in printed.items() if on_screen.get(name) != path} == {}
