"""Composition root: the Streamlit pages, the HTTP API beside them, and the command line."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from services.commands import main

if __name__ == "__main__" and sys.argv[1:]:
    # Here, so that a command does not wait for the screen to be imported.
    sys.exit(main(sys.argv[1:]))

import streamlit as st

from api.application import lifespan as api_lifespan
from api.application import middleware, routes
from api.packed_files import pack_heaviest
from api.serve import serve
from components.base import base
from components.ready import get_ready
from components.whole_callbacks import finish_callbacks


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """The API's lifespan; the screens get ready once it has begun."""
    async with api_lifespan(app) as state:
        get_ready(pack_heaviest)
        yield state


finish_callbacks()
app = st.App(Path(__file__).with_name("pages") / "frame.py", routes=routes(), middleware=middleware(base()), lifespan=lifespan)

if __name__ == "__main__":
    sys.exit(serve(app))
