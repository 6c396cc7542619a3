"""User text on a Streamlit page: as plain text in labels, as sanitised Markdown in long fields."""

from __future__ import annotations

import re

from services.language import isolated

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=])")
# Within a line; what would begin a list or a heading stays text in a label anyway.
_IN_LABEL = re.compile(r"([\\`*_\[\]<>$~^&=]|:(?=\S))")
# What Streamlit turns into links, arrows, icons and emoji after it has read the Markdown, where escaping no longer tells.
_LATE = re.compile(
    r"(?<=[\w.+\-])@(?=\w)|:(?=//)|(?<=www)\.|(?<=-)[->]|(?<=<)[-=]|(?<=[>~])=|:(?=streamlit:|material/|[a-z0-9_+\-]+:)", re.IGNORECASE
)


def plain(text: str) -> str:
    """The text with everything escaped that Streamlit's Markdown would take for markup, and isolated from what stands around it.

    Characters that are looked at again later stand in a `:color[…]` of their own, which without attributes changes nothing.
    """
    return isolated(_escaped(text.replace("\n", " "), _MARKDOWN))


def label_text(text: str) -> str:
    """The text for the label of an input, escaped no more than needed: screen readers are given it with its backslashes."""
    return _escaped(" ".join(text.split()), _IN_LABEL)


def _escaped(text: str, markup: re.Pattern[str]) -> str:
    def escape(part: str, following: str) -> str:
        # What follows decides whether a colon at the end means something.
        return markup.sub(r"\\\1", part + following)[: -1 if following else None]

    parts, end = [], 0
    for found in _LATE.finditer(text):
        parts += [escape(text[end : found.start()], "x"), f":color[{escape(found.group(), '')}]"]
        end = found.end()
    return "".join([*parts, escape(text[end:], "")])
