"""Streamlit's own words in a place for files, which it knows in English alone."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from services.language import DEFAULT_LANGUAGE, current_language
from services.language import translate as _


def upload_words(kinds: Sequence[str], size: int) -> None:
    """Put them in the person's language, for every place on this page; `kinds` are the endings of the files that are taken, `size` the
    most megabytes of one."""
    if current_language.get() == DEFAULT_LANGUAGE:
        return
    button, limit = _quoted(_("Choose a file")), _quoted(_("Up to {size} MB: {kinds}", size=size, kinds=", ".join(kinds).upper()))
    place = "[data-testid='stFileUploaderDropzone']"
    st.html(
        f"<style>{place} button p, {place} [data-testid='stFileUploaderDropzoneInstructions'] span {{ font-size: 0; }}"
        f"{place} button p::after {{ content: {button}; font-size: 0.875rem; }}"
        f"{place} [data-testid='stFileUploaderDropzoneInstructions'] span::after {{ content: {limit}; font-size: 0.875rem; white-space: normal; }}</style>"
    )


def _quoted(words: str) -> str:
    """As a text of a style sheet."""
    return json.dumps(words, ensure_ascii=False)
