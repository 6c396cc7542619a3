"""The row to compare other rows with: a bare page, opened in the same browsers on the same machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.place import Place
from bench.screens import open_often
from tests.servers import free_port, stop_server, when_healthy

PAGE = Path(__file__).with_name("bare_page.py")
OPTIONS = ("--server.headless=true", "--browser.gatherUsageStats=false", "--server.fileWatcherType=none", "--server.address=localhost")


def bare_page(place: Place) -> dict[str, float]:
    """A bare page of Streamlit with one AG Grid until it shows rows."""
    port = free_port()
    log = place.home.folder / "bare.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(PAGE), f"--server.port={port}", *OPTIONS],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    is_alive: Callable[[], bool] = lambda: process.poll() is None  # noqa: E731
    try:
        url = when_healthy(port, log, is_alive, path="/_stcore/health")
        return open_often(replace(place, url=url), "/")
    finally:
        stop_server(process)
