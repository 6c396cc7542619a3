"""User text in Streamlit's Markdown: nothing of it is markup, and labels keep the words that screen readers are given."""

from __future__ import annotations

import pytest

from components.text import label_text, plain


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
