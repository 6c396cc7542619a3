"""Sign-in and sign-out over HTTP, and whether the server is ready."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from api.errors import RESPONSES
from api.identity import COOKIE, CurrentDatabase
from services.configuration import read_configuration
from services.sessions import LONGEST, sign_in, sign_out
from services.settings import read_settings

router = APIRouter(responses=RESPONSES)


@router.get("/health")
def health(db: CurrentDatabase) -> dict[str, str]:
    """200 once migrations and demo data are done, while the database answers; before that nothing listens."""
    read_settings(db)
    return {"status": "ok"}


@router.post("/session")
def create_session(
    request: Request,
    response: Response,
    db: CurrentDatabase,
    email: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=1000)],
) -> dict[str, Any]:
    """Sign in: sets the session cookie. 401 where e-mail or password is wrong, 429 where throttled."""
    address = request.client.host if request.client else ""
    token = sign_in(db, email, password, address=address, agent=request.headers.get("user-agent", ""))
    if before := request.cookies.get(COOKIE):
        sign_out(db, before)
    response.set_cookie(
        COOKIE, token, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="lax", secure=_is_secure(request), path="/"
    )
    return {"status": "signed in"}


@router.delete("/session", status_code=204)
def delete_session(request: Request, response: Response, db: CurrentDatabase) -> None:
    """Sign out: ends the session and removes the cookie."""
    if token := request.cookies.get(COOKIE):
        sign_out(db, token)
    response.delete_cookie(COOKIE, path="/")


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https" or read_configuration().secure_cookies
