"""What a page is about to ask for, told to the browser with the page itself: it is fetched and compiled while the page is still being made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from api.assets import COMPONENTS
from api.packed_files import STATIC, grid_script

# Streamlit loads each of these only when the first element of its kind is drawn, one after the other.
DRAWN_WITH = ("Html", "MenuButton", "BidiComponent", "PageLink", "Button", "ButtonGroup", "ComponentInstance")
MODULES = {"/plans": ("page_keys.js", "plan_bar.js"), "/kanban": ("page_keys.js", "plan_bar.js", "board.js")}
USUAL_MODULES = ("page_keys.js",)
# What runs in the frame of a grid is fetched for it, and compiled there.
GRID_MODULES = {
    "/plans": ("ag_theme.js", "plans/grid.js"),
    **dict.fromkeys(("/plan", "/client", "/template"), ("ag_theme.js", "sheet/sheet.js")),
}
_IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+\.js)["']""")


@cache
def preloads(page: str, modules: str) -> str:
    """Links for the head of the page at this address, beside those it has; `modules` is the prefix of our own modules."""
    known = (STATIC.parent / "index.html").read_text(encoding="utf-8")
    chunks = with_imports(path for name in DRAWN_WITH for path in sorted((STATIC / "js").glob(f"{name}.*.js")))
    compiled = [f"./static/js/{path.name}" for path in chunks if path.name not in known]
    compiled += _addresses(modules, MODULES.get(page, USUAL_MODULES))
    fetched = (grid_script(), *_addresses(modules, GRID_MODULES[page])) if page in GRID_MODULES else ()
    links = [f'<link rel="modulepreload" crossorigin href="{address}">' for address in compiled]
    links += [f'<link rel="prefetch" href="{address}">' for address in fetched if address not in compiled]
    return "\n    ".join(links)


def _addresses(prefix: str, names: Iterable[str]) -> list[str]:
    return [f"{prefix}/{path.relative_to(COMPONENTS).as_posix()}" for path in with_imports(COMPONENTS / name for name in names)]


def with_imports(scripts: Iterable[Path]) -> list[Path]:
    """These scripts and all that they import, each once."""
    waiting, found = [path.resolve() for path in scripts], {}
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found[path] = True
            waiting += [(path.parent / each).resolve() for each in _IMPORT.findall(path.read_text(encoding="utf-8"))]
    return list(found)
