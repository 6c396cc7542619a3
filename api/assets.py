"""JavaScript and CSS of the components, served under a hash of their content so that browsers may keep them for ever."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.fonts import FONTS

COMPONENTS = Path(__file__).resolve().parent.parent / "components"
SERVED = (".js", ".css", ".svg", ".woff2", ".json", ".txt")


class Assets(StaticFiles):
    """`/assets/<hash>/<file>`: any hash is accepted, so that a page drawn before an update still finds its modules.

    `fonts/…` are the fonts that pictures are drawn with on the server, too.
    """

    def __init__(self) -> None:
        super().__init__(directory=COMPONENTS)
        self.fonts = StaticFiles(directory=FONTS)

    async def get_response(self, path: str, scope: Scope) -> Response:
        _hash, _separator, file = path.partition("/")
        if Path(file).suffix not in SERVED:
            raise HTTPException(404)
        if file.startswith("fonts/"):
            response = await self.fonts.get_response(file.removeprefix("fonts/"), scope)
        else:
            response = await super().get_response(file, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
