"""User text on a Streamlit page: as plain text in labels, as sanitised Markdown in long fields."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=])")


def plain(text: str) -> str:
    """The text with everything escaped that Streamlit's Markdown would take for markup."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))
