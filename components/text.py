"""User text on a Streamlit page: as plain text in labels, as sanitised Markdown in long fields."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=])")
# What Streamlit turns into links, arrows and icons after it has read the Markdown, where escaping no longer tells.
_LATE = re.compile(r"(?<=[\w.+\-])@(?=\w)|:(?=//)|(?<=www)\.|(?<=-)[->]|(?<=<)[-=]|(?<=[>~])=|:(?=streamlit:|material/)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text with everything escaped that Streamlit's Markdown would take for markup.

    Characters that are looked at again later stand in a `:color[…]` of their own, which without attributes changes nothing.
    """
    parts, end = [], 0
    text = text.replace("\n", " ")
    for found in _LATE.finditer(text):
        parts += [_escape(text[end : found.start()]), f":color[{_escape(found.group())}]"]
        end = found.end()
    return "".join([*parts, _escape(text[end:])])


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
