"""Text as it may be stored: one kind of line break, no characters that cannot be shown."""

from __future__ import annotations

import re

from services.errors import BadValue
from services.language import translate as _

_REFUSED_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text with line breaks as \\n; raises BadValue where it holds characters that cannot be stored or shown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _REFUSED_CHARACTERS.search(text):
        raise BadValue(_("Remove the invisible control character at position {position}.", position=found.start() + 1))
    return text
