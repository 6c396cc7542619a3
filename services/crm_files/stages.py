"""What the stage of a deal means: won, lost, or still open."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from services.crm_files.mapping import CrmMapping, heading_words, vocabulary

WON, LOST, OPEN = "won", "lost", "open"


class Stages:
    """The words of a stage: those of the mapping mean what it says exactly; else a word that is or ends with a known one."""

    def __init__(self, mapping: CrmMapping) -> None:
        self._said = {heading_words(stage): meaning for meaning, stages in mapping.stages.items() for stage in stages}
        self._known: dict[str, str] = {}

    @cached_property
    def _endings(self) -> dict[str, tuple[str, ...]]:
        return {meaning: tuple(vocabulary()["stages"][meaning]) for meaning in (LOST, WON)}

    def meaning(self, stage: str) -> str:
        """won, lost or open."""
        if stage not in self._known:
            text = heading_words(stage)
            self._known[stage] = self._said.get(text) or self._by_words(text.split())
        return self._known[stage]

    def _by_words(self, parts: Iterable[str]) -> str:
        parts = list(parts)
        for meaning, endings in self._endings.items():
            if any(part.endswith(endings) for part in parts) and "not" not in parts:
                return meaning
        return OPEN
