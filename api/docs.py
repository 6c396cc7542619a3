"""The API's description for people, on files of our own."""

from __future__ import annotations

import hashlib
from functools import cache

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.assets import COMPONENTS

router = APIRouter(include_in_schema=False)

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Account Planning API</title>
<link rel="icon" href="/assets/{version}/icon.svg">
<link rel="stylesheet" href="/assets/{version}/vendor/swagger-ui-dist/swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<script src="/assets/{version}/vendor/swagger-ui-dist/swagger-ui-bundle.js"></script>
<script src="/assets/{version}/api_docs.js"></script>
</body>
</html>
"""


@router.get("/docs")
def docs() -> HTMLResponse:
    """Every route with its parameters and answers; who is signed in can try them here."""
    return HTMLResponse(PAGE.format(version=_version()))


@cache
def _version() -> str:
    """Browsers keep assets for ever, so the address changes with what the page loads."""
    files = (COMPONENTS / "api_docs.js", COMPONENTS / "vendor" / "packages.txt", COMPONENTS / "icon.svg")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
