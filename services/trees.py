"""Trees of nodes (the mind map): the shape that is accepted, and the one form in which a tree is stored.

A tree is its root node: `{id, text, children: [node…], colour?, note?, folded?, side?}`. Colours are names of a fixed palette, so
that light, dark and print choose their own shade; a node without one takes that of its parent. `side` says on which side of the
root a branch stands. The stored form leaves out what is not set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from services.errors import BadValue
from services.language import translate as _
from services.plain_text import clean_text

Tree = dict[str, Any]

COLOURS = ("blue", "orange", "teal", "pink", "sky", "rust", "grey", "olive")
SIDES = ("left", "right")
MOST_NODES = 5_000
DEEPEST = 60
LONGEST_TEXT = 1_000
LONGEST_NOTE = 10_000
LONGEST_TREE = 2_000_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_KEYS = frozenset({"id", "text", "children", "colour", "note", "folded", "side"})


def read_tree(value: Any) -> Tree:
    """The tree with nothing in it but what is set, in a fixed order of keys. Raises BadValue naming what is wrong and in which node."""
    seen: set[str] = set()
    holder: list[Tree] = []
    # Depth first without recursion: a hostile tree must not exhaust the stack.
    waiting: list[tuple[Any, int, list[Tree]]] = [(value, 1, holder)]
    while waiting:
        given, level, siblings = waiting.pop()
        if level > DEEPEST:
            raise BadValue(_("A mind map has at most {deepest} levels. Move the deepest branches up.", deepest=DEEPEST))
        node, children = _read_node(given, level, seen)
        if len(seen) + len(children) > MOST_NODES:
            raise BadValue(_("A mind map holds at most {most} nodes. Split it into several plans or remove some.", most=MOST_NODES))
        siblings.append(node)
        waiting += [(child, level + 1, node["children"]) for child in reversed(children)]
    tree = holder[0]
    if len(tree_text(tree)) > LONGEST_TREE:
        raise BadValue(_("This mind map holds too much text. Shorten the notes."))
    return tree


def tree_text(tree: Tree) -> str:
    """The JSON text of a tree as it is stored."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def walk(tree: Tree) -> Iterator[Tree]:
    """Every node, parents before their children, in the order of the screen."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node["children"])


def outline_text(tree: Tree) -> str:
    """The texts of a tree with their notes, one node a line, set in by its level."""
    lines, waiting = [], [(tree, 0)]
    while waiting:
        node, level = waiting.pop()
        lines.append("  " * level + " – ".join(" ".join(text.split()) for text in (node["text"], node.get("note")) if text))
        waiting += [(child, level + 1) for child in reversed(node["children"])]
    return "\n".join(lines)


def count_nodes(tree: Tree) -> int:
    return sum(1 for _node in walk(tree))


def _read_node(given: Any, level: int, seen: set[str]) -> tuple[Tree, list[Any]]:
    if not isinstance(given, dict):
        raise BadValue(_("Each node of a mind map is an object with id, text and children."))
    node_id, text = given.get("id"), given.get("text")
    if not isinstance(node_id, str) or not _ID.fullmatch(node_id):
        raise BadValue(_("Each node needs an id of up to 40 letters, digits, dashes and underscores."))
    if node_id in seen:
        raise BadValue(_("The id {id} stands for two nodes. Give each node an id of its own.", id=node_id))
    seen.add(node_id)
    if not isinstance(text, str):
        raise BadValue(_("Enter the text of the node {id}.", id=node_id))
    name = _printable(text[:40]) or node_id
    if unknown := sorted(_printable(str(key)[:40]) for key in given.keys() - _KEYS):
        raise BadValue(_("Remove {names} from the node {node}.", names=", ".join(unknown), node=name))
    children = given.get("children") or []
    if not isinstance(children, list):
        raise BadValue(_("The children of the node {node} must be a list of nodes.", node=name))
    node: Tree = {"id": node_id, "text": _node_text(text, name, LONGEST_TEXT)}
    node |= _read_options(given, level, name)
    node["children"] = []
    return node, children


def _read_options(given: dict[str, Any], level: int, name: str) -> Tree:
    options: Tree = {}
    if (colour := given.get("colour")) not in (None, ""):
        if colour not in COLOURS:
            raise BadValue(_("Choose one of these colours for the node {node}: {colours}.", node=name, colours=", ".join(COLOURS)))
        options["colour"] = colour
    if (note := given.get("note")) not in (None, ""):
        if not isinstance(note, str):
            raise BadValue(_("The note of the node {node} must be text.", node=name))
        options["note"] = _node_text(note, name, LONGEST_NOTE)
    if (side := given.get("side")) is not None:
        if side not in SIDES:
            raise BadValue(_("The side of the node {node} is left or right.", node=name))
        if level == 2:
            options["side"] = side
    if (folded := given.get("folded")) is not None:
        if not isinstance(folded, bool):
            raise BadValue(_("Say with true or false whether the node {node} is folded.", node=name))
        if folded and given.get("children"):
            options["folded"] = True
    return options


def _node_text(text: str, name: str, longest: int) -> str:
    try:
        text = clean_text(text)
    except BadValue as error:
        raise BadValue(_("{reason} It is in the node {node}.", reason=error.message, node=name)) from error
    if len(text) > longest:
        raise BadValue(
            _("Shorten the text of the node {node} to {longest} characters; it has {length}.", node=name, longest=longest, length=len(text))
        )
    return text


def _printable(name: str) -> str:
    """A name for a message, without the characters that cannot be shown."""
    return "".join(each for each in name if each.isprintable())
