"""Who sends a request: bearer token or session cookie, resolved before any route runs; everything but a few public paths needs one."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.database import Database
from services.actors import Actor, Source
from services.installation import database
from services.language import LANGUAGES, translate, use_language
from services.sessions import actor_of_session, actor_of_token

COOKIE = "account_planning_session"
PUBLIC = {
    ("GET", "/health"),
    ("POST", "/session"),
    ("DELETE", "/session"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("POST", "/commands"),
}
PUBLIC_PREFIXES = ("/calendar/", "/cron/", "/docs/")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Identity:
    """Resolve the actor of every request, refuse what has none, and refuse foreign origins where the cookie is used."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        token = bearer(request)
        cookie = request.cookies.get(COOKIE)
        if token:
            actor = await run_in_threadpool(actor_of_token, database(), token)
        else:
            actor = await run_in_threadpool(actor_of_session, database(), cookie)
        use_language(actor.language if actor else preferred_language(request))
        is_public = (request.method, path) in PUBLIC or path.startswith(PUBLIC_PREFIXES)
        refusal = None
        if actor is None and not is_public:
            refusal = _refuse(401, translate("Sign in to continue."))
        elif request.method not in SAFE_METHODS and not token and not _is_own_origin(request):
            refusal = _refuse(403, translate("This request comes from another site and was refused."))
        elif actor and not token and (drawn_for := request.headers.get("x-staff-id")) and drawn_for != str(actor.staff_id):
            refusal = _refuse(403, translate("You are signed in as somebody else now. Reload the page."))
        if refusal:
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["actor"] = actor
        await self.app(scope, receive, send)


def bearer(request: Request) -> str:
    """The token of the Authorization header, empty where there is none."""
    scheme, _separator, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _is_own_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return urlsplit(origin).netloc == request.headers.get("host", "")


def preferred_language(request: Request) -> str:
    """The first language the browser asks for, where it is one of ours."""
    wished = request.headers.get("accept-language", "")[:2].lower()
    return wished if wished in LANGUAGES else "en"


def _refuse(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"detail": sentence}, status_code=status)


def _current_actor(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


def _current_database() -> Database:
    return database()


CurrentActor = Annotated[Actor, Depends(_current_actor)]
CurrentDatabase = Annotated[Database, Depends(_current_database)]

__all__ = ["COOKIE", "CurrentActor", "CurrentDatabase", "Identity", "Source", "bearer", "preferred_language"]
