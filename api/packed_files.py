"""Files that never change under their address, kept compressed in memory: Streamlit's scripts, AG Grid, our own modules.

Streamlit compresses each file anew for each request, and lets browsers keep the 4.7 MB of AG Grid for no time at all.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(streamlit.__file__).parent / "static" / "static"
GRID = "/component/st_aggrid.AgGrid.agGrid"
COMPRESSED = (".js", ".css")
SERVED = (*COMPRESSED, ".woff2")
# Names without a hash in them change with a new version of the library only.
FOR_EVER, FOR_A_DAY = "public, max-age=31536000, immutable", "public, max-age=86400"
# Of a file of AG Grid; the names of Streamlit's scripts all carry one.
UNHASHED = ("bootstrap.min.css",)


def grid_folder() -> Path:
    """Where streamlit-aggrid keeps what its frame loads; found without importing it, which takes a second."""
    spec = find_spec("st_aggrid")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "frontend" / "build"


def grid_script() -> str:
    """The address of AG Grid's script, the heaviest file of the product."""
    return next(f"{GRID}/static/js/{path.name}" for path in sorted((grid_folder() / "static" / "js").glob("main.*.js")))


def files_below(folders: Mapping[str, Path]) -> dict[str, Path]:
    """The files of these folders by address: `{"/static": folder}`."""
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}": path
        for prefix, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.suffix in SERVED
    }


@lru_cache(maxsize=1000)
def packed(path: Path) -> bytes:
    """The content compressed: once, on first use."""
    return gzip.compress(path.read_bytes(), 6)


def pack_heaviest() -> None:
    """Compress the scripts that every page begins with, and AG Grid, so that the first visitor after a start does not wait for it."""
    start = (STATIC.parent / "index.html").read_text(encoding="utf-8")
    packed(grid_folder() / "static" / "js" / Path(grid_script()).name)
    for path in sorted((STATIC / "js").glob("*.js")):
        if path.name in start:
            packed(path)


class PackedFiles:
    """Answer the addresses of these files; pass on everything else."""

    def __init__(self, app: ASGIApp, folders: Mapping[str, Path]) -> None:
        self.app = app
        self.files = files_below({"/static": STATIC, GRID: grid_folder(), **folders})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if path is None:
            await self.app(scope, receive, send)
            return
        is_packed = path.suffix in COMPRESSED and "gzip" in Headers(scope=scope).get("accept-encoding", "")
        content = await run_in_threadpool(packed if is_packed else Path.read_bytes, path)
        answer = Response(content, media_type=mimetypes.guess_type(path.name)[0])
        answer.headers["cache-control"] = FOR_A_DAY if path.name in UNHASHED else FOR_EVER
        answer.headers["vary"] = "accept-encoding"
        if is_packed:
            answer.headers["content-encoding"] = "gzip"
        await answer(scope, receive, send)
