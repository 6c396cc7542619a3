"""The page with which every address of the screen begins: Streamlit's own, in the reader's language and connected without asking around."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.identity import COOKIE, preferred_language
from services.installation import database
from services.sessions import actor_of_session

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
# Addresses of pages are one word. Whatever else there is (files, data, longer addresses) is not ours to answer.
_PAGE = re.compile(r"/[\w-]*")
# Without it, Streamlit asks below the address of the page for a server (two answers of 404) before it asks at the root, and connects after that.
_CONNECTION = (
    "window.__streamlit = {BACKEND_BASE_URL: location.origin, HOST_CONFIG: {allowedOrigins: [location.origin], "
    "useExternalAuthToken: false, enableCustomParentMessages: false, enforceDownloadInNewTab: false, blockErrorDialogs: false}}"
)


@cache
def start_page(language: str) -> str:
    """The HTML for somebody who reads this language. Its inline scripts are the same in every language."""
    index = INDEX.read_text(encoding="utf-8")
    index = re.sub(r'<html lang="\w+">', f'<html lang="{language}">', index, count=1)
    index = index.replace("<title>Streamlit</title>", "<title>Account Planning</title>", 1)
    return index.replace("<script>", f"<script>{_CONNECTION}</script>\n    <script>", 1)


class StartPage:
    """Answer the addresses of pages; pass on everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not _PAGE.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        language = await run_in_threadpool(_language, Request(scope))
        await HTMLResponse(start_page(language), headers={"cache-control": "no-cache"})(scope, receive, send)


def _language(request: Request) -> str:
    actor = actor_of_session(database(), request.cookies.get(COOKIE))
    return actor.language if actor else preferred_language(request)
