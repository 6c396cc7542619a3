"""French is complete and says the same things: no message is missing, every place of a sentence is in its translation."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from services.language import current_language, translate, translate_plural, use_language
from tests.messages import FRENCH, main


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_no_french_message_is_missing() -> None:
    assert main([]) == 0


def test_translations_keep_the_places_of_the_sentence() -> None:
    with FRENCH.open("rb") as source:
        catalogue = read_po(source, locale="fr")
    for message in catalogue:
        if not message.id:
            continue
        english = set().union(*(places(each) for each in ([message.id] if isinstance(message.id, str) else message.id)))
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for text in strings:
            assert places(text) <= english, message.id
        assert english <= set().union(*(places(each) for each in strings)), message.id


def test_a_person_is_answered_in_their_language_and_others_in_english() -> None:
    use_language("fr")
    assert translate("New plan") == "Nouveau plan"
    assert translate_plural("{count} plan", "{count} plans", 0) == "0 plan"
    use_language("de")
    assert current_language.get() == "en"
    assert translate_plural("{count} plan", "{count} plans", 0) == "0 plans"
