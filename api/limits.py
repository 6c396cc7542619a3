"""No request may send more than an upload may be large, whether it says its length or not."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.files.table import MOST_BYTES
from services.language import translate as _

# Several files of a CRM come in one request.
MOST_BODY = 2 * MOST_BYTES
# Where anybody may send something, it is an e-mail address and a password.
MOST_SIGN_IN = 64 * 1024


class BodyLimit:
    """Answer 413 as soon as a body is too large, before it is stored anywhere."""

    def __init__(self, app: ASGIApp, most: int = MOST_BODY) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_sign_in = scope["path"].removeprefix(scope.get("root_path", "")) == "/session"
        most = MOST_SIGN_IN if is_sign_in else self.most
        sentence = (
            _("This is too large.")
            if is_sign_in
            else _("This is larger than {most} MB. Split it into several files.", most=most // 1_000_000)
        )
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if stated.isdigit() and int(stated) > most:
            await JSONResponse({"detail": sentence}, status_code=413)(scope, receive, send)
            return
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, sentence)
            return message

        await self.app(scope, limited, send)
