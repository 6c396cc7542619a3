"""Files sent to be kept: how they are called, in any script."""

from __future__ import annotations

from urllib.parse import quote


def attachment(name: str, *, is_inline: bool = False) -> dict[str, str]:
    """The header that names a file to save (or, inline, to show)."""
    clean = name.replace("/", "-").replace("\\", "-").strip() or "file"
    return {"content-disposition": f"{'inline' if is_inline else 'attachment'}; filename*=UTF-8''{quote(clean, safe='')}"}
