"""Servers of their own: started as a person starts them or forked from one that has imported everything, found when healthy, stopped."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import httpx

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(home: Path, **environment: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start `python app.py` on a free port and wait until it is healthy."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "ACCOUNT_PLANNING_HOME": str(home), "ACCOUNT_PLANNING_DEMO": "0", "PORT": str(port), **environment},
        stdout=(home / "server.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        return process, when_healthy(port, home / "server.log", lambda: process.poll() is None)
    except RuntimeError:
        process.kill()
        raise


def when_healthy(port: int, log: Path, is_alive: Callable[[], bool], path: str = "/api/health") -> str:
    """The address of the server of this port once it answers. Raises RuntimeError with its log where it ends or takes 40 s."""
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and is_alive():
        try:
            if httpx.get(f"{url}{path}", timeout=2).status_code == 200:
                return url
        except httpx.TransportError:
            time.sleep(0.02)
    told = log.read_text(errors="replace") if log.exists() else ""
    raise RuntimeError(f"The server {'was not healthy within 40 s' if is_alive() else 'ended'}. {told}")


@cache
def _imported() -> ForkServerContext:
    """One process that has imported the application; every server forked from it starts in a fraction of a second."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app", "pandas", "plotly.graph_objects", __name__])
    return context


def fork_server(home: Path, checkpoint_at: str = "16 MB") -> tuple[BaseProcess, str]:
    """Serve this home on a free port from a fork, and wait until it is healthy: for tests about what is served, not about how it starts.

    The database checkpoints when its log has grown to `checkpoint_at`.
    """
    port = free_port()
    process = _imported().Process(target=_serve, args=(home, port, checkpoint_at), daemon=True)
    # A child begins by running what is `__main__` here, where a page that AppTest drew has put itself.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    return process, when_healthy(port, home / "server.log", process.is_alive)


def _serve(home: Path, port: int, checkpoint_at: str) -> None:
    os.environ |= {"ACCOUNT_PLANNING_HOME": str(home), "ACCOUNT_PLANNING_DEMO": "0", "PORT": str(port)}
    written = os.open(home / "server.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(written, 1)
    os.dup2(written, 2)
    # Imported already where this process was forked from.
    from api.serve import serve
    from app import app
    from services.installation import database

    with database().read() as cursor:
        cursor.execute(f"set checkpoint_threshold = '{checkpoint_at}'")
    sys.exit(serve(app))


def stop_fork(process: BaseProcess) -> None:
    process.terminate()
    process.join(10)
    if process.is_alive():
        process.kill()
        process.join(10)


def stop_server(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
