"""What every answer of this server says to browsers about itself, and what is refused before any code of ours runs."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.identity import COOKIE
from api.start_page import start_page
from services.installation import database
from services.language import DEFAULT_LANGUAGE
from services.language import translate as _
from services.sessions import actor_of_session

# Streamlit's own addresses that serve or take data, or tell about the process: for people signed in, or for nobody.
FOR_PEOPLE = ("/_stcore/upload_file",)
FOR_NOBODY = ("/_stcore/agent", "/_stcore/metrics", "/_stcore/script-health-check")

_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def inline_script_hashes(html: str) -> list[str]:
    """The sources, in the form of a content security policy, of the scripts that stand in a page itself."""
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]


def policies() -> dict[str, str]:
    """The content security policy by beginning of the address; the empty beginning is for everything else.

    Pages may run our own modules and Streamlit's loader of components (a blob). Components are frames of their own, whose
    AG Grid builds functions from the little code of ours that its options carry.
    """
    common = (
        "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    )
    inline = " ".join(inline_script_hashes(start_page(DEFAULT_LANGUAGE)))
    return {
        "/component/": f"{common}script-src 'self' blob: 'unsafe-eval'; frame-ancestors 'self'",
        "/api/": f"{common}script-src 'self'; frame-ancestors 'none'",
        "": f"{common}script-src 'self' blob: {inline}; frame-src 'self' blob:; frame-ancestors 'none'",
    }


class Security:
    """Refuse foreign origins of the screen and addresses that are not for everybody; put the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policies = policies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not _is_own_origin(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == "/api":
            # Would be answered by a redirect or a page otherwise.
            scope = {**scope, "path": "/api/", "raw_path": b"/api/"}
        answer = self._with_headers(scope, send)
        if refusal := await _refuse(scope):
            await refusal(scope, receive, answer)
            return
        await self.app(scope, receive, answer)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        path: str = scope["path"]
        policy = next(policy for beginning, policy in self.policies.items() if path.startswith(beginning))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _EVERYWHERE.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", policy)
                if path.startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
                if scope["scheme"] == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        return answer


async def _refuse(scope: Scope) -> JSONResponse | None:
    path = scope["path"]
    if path.startswith(FOR_NOBODY):
        return JSONResponse({"detail": _("Not found.")}, status_code=404)
    if path.startswith(FOR_PEOPLE):
        token = Request(scope).cookies.get(COOKIE)
        if await run_in_threadpool(actor_of_session, database(), token) is None:
            return JSONResponse({"detail": _("Sign in to continue.")}, status_code=401)
    return None


def _is_own_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")
