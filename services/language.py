"""Messages in the language of the person asking: gettext catalogues read from their .po files, English when a message is missing."""

from __future__ import annotations

import io
import re
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CATALOGUES = Path(__file__).parent / "translations"
LANGUAGES = {"en": "English", "fr": "Français"}
DEFAULT_LANGUAGE = "en"

# Letters written from right to left, and the characters that turn or isolate what follows them.
_DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES, _ISOLATE, _END = "\u2066\u2067\u2068", "\u2068", "\u2069"

current_language: ContextVar[str] = ContextVar("current_language", default=DEFAULT_LANGUAGE)


@cache
def catalogue(language: str) -> NullTranslations:
    path = CATALOGUES / language / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        messages = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def use_language(language: str | None) -> None:
    """Answer in this language for the rest of this request or run."""
    current_language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def translate(message: str, **values: Any) -> str:
    """The message in the current language, with `{name}` places filled. Import it as `_`."""
    text = catalogue(current_language.get()).gettext(message) if message else ""
    return text.format(**_isolated(values)) if values else text


def isolated(text: str) -> str:
    """The text such that its direction, or a control in it that turns the reading round, ends with it; most texts stay as they are."""
    if not _DIRECTED.search(text):
        return text
    is_open = too_many_ends = 0
    for character in text:
        if character in _ISOLATES:
            is_open += 1
        elif character == _END and is_open:
            is_open -= 1
        elif character == _END:
            too_many_ends += 1
    return _ISOLATE * (1 + too_many_ends) + text + _END * (1 + is_open)


def _isolated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}


def translate_in(language: str, message: str, **values: Any) -> str:
    """The message, marked elsewhere by N_, in this language whatever the current one is."""
    return catalogue(language).gettext(message).format(**values)


def translate_plural(singular: str, plural: str, count: int, **values: Any) -> str:
    """One of two forms by `count`, which `{count}` stands for as people of the language write it. Import it as `_n`."""
    language = current_language.get()
    shown = format_decimal(count, locale=language)
    return catalogue(language).ngettext(singular, plural, count).format(count=shown, **_isolated(values))


def plural_forms(singular: str, plural: str) -> tuple[str, str]:
    """Both forms in the current language with their places unfilled, for counts that are known only in the browser."""
    known = catalogue(current_language.get())
    return known.ngettext(singular, plural, 1), known.ngettext(singular, plural, 2)
