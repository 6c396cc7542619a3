"""`python app.py`: one server process on one port, told in one line, stopped within a few seconds."""

from __future__ import annotations

import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

import streamlit as st
import uvicorn

from data.database import DatabaseInUse, DatabaseUnreadable, MigrationFailed
from services.configuration import ROOT, BadConfiguration, Configuration, read_configuration
from services.installation import close_database, database
from services.start import how_to_sign_in, prepare

SECONDS_TO_STOP = 3
# Pages follow the editor, and an error is shown where it happened.
DEVELOPMENT = {
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "auto",
    "STREAMLIT_SERVER_RUN_ON_SAVE": "true",
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
}


def serve(app: Any) -> int:
    """Serve until stopped. Returns the exit status: 0 after SIGTERM or Ctrl+C, 1 with a sentence on stderr where it cannot start."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        configuration = read_configuration()
        listening = _listen(configuration)
        try:
            db = database()
            told = prepare(db) or [how_to_sign_in(db)]
            print(f"Account Planning serves http://localhost:{configuration.port}. {' '.join(told)}", flush=True)
            _run(app, configuration, listening)
        finally:
            listening.close()
            close_database()
    except (BadConfiguration, DatabaseInUse, DatabaseUnreadable, MigrationFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'The server'}: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _listen(configuration: Configuration) -> socket.socket:
    """A listening socket on the port of the configuration, for IPv4 and IPv6 where no address is given. Raises BadConfiguration.

    It listens before the database is ready: requests that come early wait instead of being refused.
    """
    address, port = configuration.address, configuration.port
    try:
        if not address and socket.has_dualstack_ipv6():
            return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=2048)
        return socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=2048)
    except OSError as error:
        raise BadConfiguration(
            f"Port {port} cannot be used: {os.strerror(error.errno) if error.errno else error}. Set PORT to another one."
        ) from error


def _run(app: Any, configuration: Configuration, listening: socket.socket) -> None:
    # Streamlit looks for .streamlit/config.toml in the working directory, and reads the port from its own configuration.
    os.chdir(ROOT)
    os.environ["STREAMLIT_SERVER_PORT"] = str(configuration.port)
    if configuration.development:
        os.environ |= DEVELOPMENT
    uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=SECONDS_TO_STOP,
            # As `streamlit run` sets them.
            ws="websockets-sansio",
            ws_max_size=int(st.get_option("server.maxMessageSize")) * 1_000_000,
            ws_ping_interval=30,
            ws_ping_timeout=30,
            ws_per_message_deflate=bool(st.get_option("server.enableWebsocketCompression")),
        )
    ).run(sockets=[listening])
