"""Where the browser finds our modules."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from services.fonts import FONTS

SERVED = (".js", ".css", ".svg", ".woff2", ".json", ".txt")
HERE = Path(__file__).resolve().parent


@cache
def assets_hash() -> str:
    """A short hash over the content of every served file: a new release has new addresses."""
    digest = hashlib.sha256()
    for folder in (HERE, FONTS):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in SERVED):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def base() -> str:
    """The prefix of every asset address, without a slash at the end."""
    return f"/assets/{assets_hash()}"
