"""Failed sign-ins per account and per address: after a few, further tries wait."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque

from services.errors import TooManyAttempts
from services.language import translate as _

WINDOW = 15 * 60
LIMITS = {"account": 5, "address": 50, "calendar": 50}
_MOST_KEYS = 10_000

_failures: dict[str, deque[float]] = defaultdict(deque)
_lock = threading.Lock()


def require_open(*keys: str) -> None:
    """Raise TooManyAttempts where one of the keys ("account:…", "address:…") failed too often in the last 15 minutes."""
    at = time.monotonic()
    with _lock:
        for key in keys:
            recent = _failures.get(key, deque())
            while recent and recent[0] < at - WINDOW:
                recent.popleft()
            if len(recent) >= LIMITS[key.partition(":")[0]]:
                wait = int(recent[0] + WINDOW - at) + 1
                raise TooManyAttempts(_("Too many failed attempts. Try again in {minutes} minutes.", minutes=(wait + 59) // 60), wait)


def count_failure(*keys: str) -> None:
    with _lock:
        if len(_failures) > _MOST_KEYS:
            _make_room()
        for key in keys:
            _failures[key].append(time.monotonic())


def _make_room() -> None:
    """Forget half of the keys, those with the fewest and oldest failures: a flood of names must not free one that waits."""
    for key in sorted(_failures, key=lambda each: (len(_failures[each]), max(_failures[each], default=0.0)))[: _MOST_KEYS // 2]:
        del _failures[key]


def forget(key: str) -> None:
    with _lock:
        _failures.pop(key, None)


def forget_all() -> None:
    with _lock:
        _failures.clear()
