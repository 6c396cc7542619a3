"""Composition root: the Streamlit pages, the HTTP API beside them, and the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from services.commands import main

if __name__ == "__main__" and sys.argv[1:]:
    # Here, so that a command does not wait for the screen to be imported.
    sys.exit(main(sys.argv[1:]))

import streamlit as st

from api.application import lifespan, middleware, routes
from api.serve import serve

app = st.App(Path(__file__).with_name("pages") / "frame.py", routes=routes(), middleware=middleware(), lifespan=lifespan)

if __name__ == "__main__":
    sys.exit(serve(app))
