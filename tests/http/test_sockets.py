"""Answers on a kept-alive connection do not wait for the acknowledgement of their header."""

from __future__ import annotations

import time

from tests.conftest import Server


def test_a_second_request_is_answered_at_once(server: Server) -> None:
    with server.api("alice") as api:
        api.get("/health")
        took = []
        for _ in range(8):
            started = time.perf_counter()
            api.get("/health")
            took.append(time.perf_counter() - started)
    # With Nagle's algorithm every answer takes 40 ms or more, however idle the machine.
    assert min(took) < 0.035
