"""Mind maps for tests: by hand, and generated."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from services.trees import COLOURS, SIDES


def node(node_id: str, text: str, *children: dict[str, Any], **options: Any) -> dict[str, Any]:
    return {"id": node_id, "text": text, **options, "children": list(children)}


def texts() -> st.SearchStrategy[str]:
    """Words of every kind: short, long, with accents, emoji, other scripts, markup, several lines."""
    alphabet = st.characters(exclude_categories=("Cs", "Cc"))
    samples = st.sampled_from(
        [
            "",
            "Réseau de chaleur",
            "x" * 90,
            "a\nb\n\nc",
            "🙂🇫🇷👩‍👩‍👧",
            "مرحبا بالعالم",
            "日本語のテキストは空白がない",
            "<b>&amp;\"'",
            "e\u0301" * 60,
            "  two  spaces ",
        ]
    )
    return samples | st.text(alphabet, max_size=60) | st.lists(st.text(alphabet, min_size=1, max_size=12), max_size=20).map(" ".join)


@st.composite
def trees(draw: st.DrawFn, most: int = 25) -> dict[str, Any]:
    """A valid tree of up to `most` nodes, with every option used somewhere."""
    made = [node("n0", draw(texts()))]
    for place in range(1, draw(st.integers(1, most))):
        child = node(f"n{place}", draw(texts()))
        for name, values in (("colour", COLOURS), ("side", SIDES), ("folded", (True, False)), ("note", ("", "A note\nof two lines"))):
            if draw(st.booleans()):
                child[name] = draw(st.sampled_from(values))
        made[draw(st.integers(0, len(made) - 1))]["children"].append(child)
        made.append(child)
    return made[0]
