"""The mind map as a field of the plan: stored in one form, checked, merged by value, undone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from data.records import PLAN
from services.errors import BadValue, Conflict, Invalid, NotAllowed
from services.mind_map import plan_mind_map, plan_picture
from services.plans import get_plan, plan_to_wire, update_plan
from services.trees import COLOURS, DEEPEST, MOST_NODES, SIDES, count_nodes, read_tree, tree_text, walk
from services.undo import undo_change_set
from services.values import read_text, show
from tests.trees import node, trees
from tests.world import World

FIELD = PLAN.by_name["mind_map"]
TREE = node("n1", "Nordwind", node("n2", "Énergie", colour="blue"), node("n3", "Réseau", note="Appel d'offres"))


def save(world: World, tree: Any, name: str = "bob", **more: Any) -> int | None:
    return update_plan(world.db, world.actor(name), world.plan_id, {"mind_map": {"to": tree, **more}})[1]


def stored(world: World) -> Any:
    return plan_to_wire(get_plan(world.db, world.actor("charlie"), world.plan_id), ())["mind_map"]


def test_a_tree_is_stored_and_read_back(world: World) -> None:
    save(world, TREE)
    assert stored(world) == TREE


def test_saving_the_same_tree_writes_nothing(world: World) -> None:
    save(world, TREE)
    untidy = {**dict(reversed(TREE.items())), "note": "", "folded": False, "colour": None}
    assert save(world, untidy, **{"from": untidy}) is None


def test_a_tree_changed_meanwhile_is_a_conflict(world: World) -> None:
    save(world, TREE)
    with pytest.raises(Conflict) as caught:
        save(world, node("n1", "Mine"), "alice", **{"from": None})
    assert json.loads(caught.value.conflicts[0].theirs) == TREE
    assert stored(world) == TREE


def test_undo_brings_the_tree_back(world: World) -> None:
    save(world, TREE)
    change_set_id = save(world, None)
    assert stored(world) is None
    undo_change_set(world.db, world.actor("alice"), change_set_id or 0)
    assert stored(world) == TREE


def test_the_log_tells_the_number_of_nodes() -> None:
    assert show(FIELD, tree_text(TREE), "en") == "3 nodes"
    assert show(FIELD, tree_text(node("a", "Alone")), "en") == "1 node"


def test_text_typed_for_a_tree_is_its_json() -> None:
    assert read_text(FIELD, json.dumps(TREE), "en") == tree_text(TREE)
    with pytest.raises(BadValue, match="as JSON"):
        read_text(FIELD, "[" * 100_000, "en")


def deep(levels: int) -> dict[str, Any]:
    tree = node(f"n{levels}", "leaf")
    for level in range(levels - 1, 0, -1):
        tree = node(f"n{level}", "", tree)
    return tree


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        ([], "is an object"),
        ("text", "is an object"),
        ({"text": "no id"}, "needs an id"),
        ({"id": "a b", "text": ""}, "needs an id"),
        ({"id": "é" * 5, "text": ""}, "needs an id"),
        ({"id": "a" * 41, "text": ""}, "needs an id"),
        ({"id": "a"}, "Enter the text of the node a"),
        (node("a", "Root", node("b", "One"), node("b", "Two")), "The id b stands for two nodes"),
        (node("a", "x" * 1001), "to 1000 characters; it has 1001"),
        (node("a", "x", note="y" * 10_001), "to 10000 characters"),
        (node("a", "bad\x07bell"), r"control character at position 4\. It is in the node badbell"),
        (node("a", "bad\ud800half"), "control character at position 4"),
        (node("a", "x", colour="crimson"), "one of these colours for the node x: blue"),
        (node("a", "x", colour=["blue"]), "one of these colours"),
        (node("a", "x", folded="yes"), "true or false"),
        (node("a", "x", node("b", "y", side="top")), "left or right"),
        (node("a", "x", onclick="alert(1)"), "Remove onclick from the node x"),
        ({"id": "a", "text": "x", "children": {"id": "b"}}, "must be a list"),
        (node("a", "x", note=5), "must be text"),
        (deep(DEEPEST + 1), f"at most {DEEPEST} levels"),
        (node("a", "x", *(node(f"n{each}", "") for each in range(MOST_NODES))), f"at most {MOST_NODES} nodes"),
        (node("a", "x", *(node(f"n{each}", "", note="y" * 10_000) for each in range(201))), "too much text"),
    ],
)
def test_a_bad_tree_is_refused_with_a_sentence(tree: Any, reason: str) -> None:
    with pytest.raises(BadValue, match=reason) as caught:
        read_tree(tree)
    caught.value.message.encode()


def test_a_bad_tree_names_the_field_and_nothing_is_stored(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        save(world, node("a", "x", colour="crimson"))
    assert [each.field for each in caught.value.problems] == ["mind_map"]
    assert stored(world) is None


def test_the_largest_tree_is_accepted() -> None:
    assert count_nodes(read_tree(node("a", "x", *(node(f"n{each}", "") for each in range(MOST_NODES - 1))))) == MOST_NODES
    assert count_nodes(read_tree(deep(DEEPEST))) == DEEPEST


@given(trees())
def test_the_stored_form_of_a_tree_is_its_own_stored_form(tree: dict[str, Any]) -> None:
    once = read_tree(tree)
    assert read_tree(json.loads(tree_text(once))) == once
    assert [each["text"] for each in walk(once)] == [each["text"] for each in walk(tree)]
    assert all(each.get("colour", "blue") in COLOURS and each.get("side", "left") in SIDES for each in walk(once))


def test_who_may_not_view_plans_gets_neither_tree_nor_picture(world: World) -> None:
    save(world, TREE)
    nobody = replace(world.actor("charlie"), permissions=frozenset())
    with pytest.raises(NotAllowed):
        plan_mind_map(world.db, nobody, world.plan_id)
    with pytest.raises(NotAllowed):
        plan_picture(world.db, nobody, world.plan_id, "svg")


def test_a_reader_may_not_change_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        save(world, TREE, "charlie")
