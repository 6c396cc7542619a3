"""Finding a record by whatever the files call it: id, e-mail address, or name in any spelling of case, spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field


def bare(text: str) -> str:
    """A name without case, accents, spaces and punctuation: "GTX-Pro" and "gtx pro" are one."""
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", "".join(each for each in plain if not unicodedata.combining(each))).casefold() or text.casefold()


@dataclass
class Directory:
    """Keys of records by id, and by names where only one record has the name."""

    by_id: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def has_ids(self) -> bool:
        return bool(self.by_id)

    def add(self, record_id: str, *names: str, shown: str = "") -> str | None:
        """Take a record in. Returns its key, or None where it is known already: by its id, or without an id by its name."""
        record_id, name = record_id.strip(), bare(names[0])
        if record_id and record_id.casefold() in self.by_id:
            return None
        if not record_id and name in self.by_name:
            return None
        key = f"id:{record_id.casefold()}" if record_id else f"name:{name}"
        if record_id:
            self.by_id[record_id.casefold()] = key
        for each in dict.fromkeys(bare(text) for text in names if text):
            self.by_name.setdefault(each, []).append(key)
        self.shown[key] = shown or names[0]
        return key

    def find(self, *texts: str) -> str | None:
        """The key of the first text that means exactly one record, as an id or as a name."""
        for text in texts:
            text = text.strip()
            if not text:
                continue
            if (key := self.by_id.get(text.casefold()) or self.by_id.get(_salesforce(text))) is not None:
                return key
            if len(keys := self.by_name.get(bare(text), [])) == 1:
                return keys[0]
        return None


def _salesforce(text: str) -> str:
    """Ids of 18 characters are those of 15 with a check sum; exports mix both."""
    return text[:15].casefold() if len(text) == 18 else ""
