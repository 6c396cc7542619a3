"""Rows about many people at once: reruns of a page, and the memory each session takes."""

from __future__ import annotations

import random
import threading
import time

from bench.figures import percentile
from bench.place import Place
from bench.visitor import Visitor

PEOPLE = 50
PAUSE = 5.0
"""Seconds between two clicks of a person who works."""
PAGES = (("plans", ""), ("kanban", ""), ("clients", ""), ("plan", "id=1"), ("templates", ""), ("trash", ""), ("account", ""))
"""Pages with the query of their address; the plan is one of the demo data."""


def rerun_alone(place: Place) -> dict[str, float]:
    measured: list[float] = []
    for page, query in PAGES:
        visitor = Visitor(place, page, query)
        measured += [visitor.rerun() for _ in range(40)][5:]
        visitor.close()
    return {"1 user, p95": percentile(measured, 0.95)}


def rerun_among_many(place: Place) -> dict[str, float]:
    """Fifty people with a page open, each causing a rerun every five seconds on average."""
    measured: list[float] = []
    visitors = [Visitor(place, *PAGES[number % len(PAGES)]) for number in range(PEOPLE)]
    until = time.monotonic() + 20

    def work(visitor: Visitor, seed: int) -> None:
        chance = random.Random(seed)
        time.sleep(chance.random() * PAUSE)
        while time.monotonic() < until:
            measured.append(visitor.rerun())
            time.sleep(chance.random() * 2 * PAUSE)

    threads = [threading.Thread(target=work, args=(visitor, seed)) for seed, visitor in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for visitor in visitors:
        visitor.close()
    return {"50 users, p95": percentile(measured, 0.95)}


def memory(place: Place) -> dict[str, float]:
    """What the server holds after somebody used the list, and what each further open session adds."""
    first = Visitor(place, "plans")
    time.sleep(1)
    idle = place.memory()
    visitors = [Visitor(place, "plans") for _ in range(40)]
    time.sleep(1)
    each = (place.memory() - idle) / len(visitors)
    for visitor in (first, *visitors):
        visitor.close()
    return {"idle": idle, "each session": each}
