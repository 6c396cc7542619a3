"""Mind maps of the demo plans, made of what the plans themselves say."""

from __future__ import annotations

import re
from typing import Any

from services.demo.content import Company, Values
from services.trees import Tree, read_tree, tree_text

_COLOURS = {"objectives": "blue", "services": "teal", "people": "orange", "competitors": "rust", "risks": "pink"}
_SIDES = {"objectives": "right", "services": "right"}
# A node shows a thought, its note the sentence it comes from.
_LONGEST = 72


def demo_mind_map(company: Company, words: dict[str, Any], values: Values, sheets: dict[str, list[Values]]) -> str:
    """A map of some twenty nodes in its stored form: objectives, services, people, competitors, risks."""
    clauses = [each.strip(" .") for each in re.split(r"[.;:]\s|,\s(?=\D)", values["objective"]) if each.strip(" .")]
    people = [company.contacts[row["contact_id"]] for row in sheets["client_team"]]
    branches: dict[str, list[Tree]] = {
        "objectives": [_node("o", place, clause) for place, clause in enumerate(clauses)],
        "services": [_node("s", place, row["service"]) for place, row in enumerate([*sheets["current_service"], *sheets["offering"]])],
        "people": [_node("p", place, f"{each['name']} – {each['title']}") for place, each in enumerate(people)],
        "competitors": [_node("c", place, row["name"], row["notes"]) for place, row in enumerate(sheets["competitor"])],
        "risks": [_node("r", place, values[name]) for place, name in enumerate(("threat", "constraints"))],
    }
    return tree_text(
        read_tree(
            {
                "id": "root",
                "text": company.values["name"],
                "children": [
                    {
                        "id": name,
                        "text": words["mind_map"][name],
                        "colour": _COLOURS[name],
                        "side": _SIDES.get(name, "left"),
                        "children": children,
                    }
                    for name, children in branches.items()
                    if children
                ],
            }
        )
    )


def _node(letter: str, place: int, text: str, note: str = "") -> Tree:
    short = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return {
        "id": f"{letter}{place}",
        "text": short[:1].upper() + short[1:],
        "note": note or (text if short != text else ""),
        "children": [],
    }
