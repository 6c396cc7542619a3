"""What a server does right after its start, so that the first person to open a page does not wait for it."""

from __future__ import annotations

import gc
import importlib
import threading
from collections.abc import Callable

# What streamlit-aggrid stands on. Modules that declare a component may only be imported once Streamlit runs.
MODULES = ("pandas",)
AFTER = 1.0
"""Seconds after the start."""


def get_ready(*others: Callable[[], object]) -> threading.Thread:
    """Import what pages need in the background, do what `others` do, and take what is there for good out of the garbage collector's sight.

    A full collection takes some 120 ms over everything that is imported, and would stop every run of a script meanwhile.
    """
    # A moment later, so that it does not hold up the first answer.
    timer = threading.Timer(AFTER, _import_and_freeze, others)
    timer.daemon = True
    timer.start()
    return timer


def _import_and_freeze(*others: Callable[[], object]) -> None:
    for name in MODULES:
        importlib.import_module(name)
    for each in others:
        each()
    gc.collect()
    gc.freeze()
