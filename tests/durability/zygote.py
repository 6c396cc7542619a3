"""`python -m tests.durability.zygote`: imports the API once; each line on stdin, a size such as "1 MB", forks a server that opens the database and serves it.

A fork takes a moment where a fresh interpreter takes seconds, so fifty servers can be killed within a minute.
"""

from __future__ import annotations

import os
import signal
import socket
import sys

import uvicorn
from starlette.applications import Starlette

from api.application import routes
from services.installation import database


def serve(checkpoint_at: str) -> None:
    """Serve the API of the configured database on a free port; prints process id and port when requests are answered.

    A small `checkpoint_at` lets checkpoints, which happen every few minutes in life, fall under the kills too.
    """
    with database().read() as cursor:
        cursor.execute(f"set checkpoint_threshold = '{checkpoint_at}'")
    listening = socket.create_server(("127.0.0.1", 0))
    print(os.getpid(), listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(Starlette(routes=routes()), access_log=False, log_level="warning", lifespan="off")).run(
        sockets=[listening]
    )


def main() -> None:
    # Killed children leave nothing to wait for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            serve(line.strip())
            os._exit(0)


if __name__ == "__main__":
    main()
