"""Composition root: the Streamlit pages, the HTTP API beside them, and the command line."""

from __future__ import annotations

import sys

import streamlit as st

from api.application import lifespan, middleware, routes

app = st.App("pages/frame.py", routes=routes(), middleware=middleware(), lifespan=lifespan)

if __name__ == "__main__":
    from services.commands import main

    sys.exit(main(sys.argv[1:], serve=app))
