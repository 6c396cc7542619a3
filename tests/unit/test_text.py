"""User text in Streamlit's Markdown: nothing of it is markup, and labels keep the words that screen readers are given."""

from __future__ import annotations

import pytest

from components.text import label_text, plain
from services.language import isolated, translate


@pytest.mark.parametrize("text", ["Région (UE) #1", "# Head", "- list", "1. One", "50 % + x", "Name", "a|b {c}", "At 10: noon"])
def test_ordinary_labels_stay_as_they_are(text: str) -> None:
    assert label_text(text) == text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("*b* _i_ `c`", r"\*b\* \_i\_ \`c\`"),
        ("[x](javascript:1) <img>", r"\[x\](javascript\:1) \<img\>"),
        (":red[e]", r"\:red\[e\]"),
        (":smile:", ":color[:]smile:"),
        ("::JSCODE::", r"\::color[:]JSCODE\::"),
        ("a -> b", r"a -:color[\>] b"),
        ("two\nlines", "two lines"),
    ],
)
def test_markup_in_a_label_is_escaped(text: str, label: str) -> None:
    assert label_text(text) == label


def test_plain_text_escapes_what_would_begin_a_block() -> None:
    assert plain("# a\n- b :smile:") == r"\# a \- b :color[\:]smile\:"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nordwind", "Nordwind"),
        ("Région – œ 北风", "Région – œ 北风"),
        ("\u202egnp", "\u2068\u202egnp\u2069"),
        ("דוד", "\u2068דוד\u2069"),
        ("a\u200f", "\u2068a\u200f\u2069"),
        ("\u2066a\u2067b\u2069", "\u2068\u2066a\u2067b\u2069\u2069\u2069"),
        ("a\u2069\u202eb", "\u2068\u2068a\u2069\u202eb\u2069"),
    ],
)
def test_the_direction_of_a_name_ends_with_it(name: str, shown: str) -> None:
    assert isolated(name) == shown
    assert translate("Client {name} is created.", name=name) == f"Client {shown} is created."
    assert plain(name).startswith(shown[0])
    assert plain(name).endswith(shown[-1])
