"""The row about starting: from the command to the first answer."""

from __future__ import annotations

import time
from statistics import median

from bench.place import Home
from tests.servers import start_server, stop_server


def start(home: Home) -> dict[str, float]:
    """`python app.py` until `/api/health` answers 200, the interpreter included."""
    measured = []
    for _ in range(3):
        began = time.perf_counter()
        process, _url = start_server(home.folder)
        measured.append(time.perf_counter() - began)
        stop_server(process)
    return {"": median(measured)}
