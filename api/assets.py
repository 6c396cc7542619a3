"""JavaScript and CSS of the components, served under a hash of their content so that browsers may keep them for ever."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

COMPONENTS = Path(__file__).resolve().parent.parent / "components"
SERVED = (".js", ".css", ".svg", ".woff2", ".txt")


class Assets(StaticFiles):
    """`/assets/<hash>/<file>`: any hash is accepted, so that a page drawn before an update still finds its modules."""

    def __init__(self) -> None:
        super().__init__(directory=COMPONENTS)

    async def get_response(self, path: str, scope: Scope) -> Response:
        _hash, _separator, file = path.partition("/")
        if Path(file).suffix not in SERVED:
            raise HTTPException(404)
        response = await super().get_response(file, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
