"""A plain HTTP client that keeps its connection and costs little itself."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bench.place import Place


class Client:
    """Requests of the administrator, one after the other."""

    def __init__(self, place: Place) -> None:
        address = urlsplit(place.url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        self._headers = {"Cookie": place.cookie, "Accept-Encoding": "gzip", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: Any = None) -> tuple[float, bytes]:
        """Send a request and read the answer to its end. Returns milliseconds and the body as it came; raises where it failed."""
        sent = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self._connection.request(method, path, body=sent, headers=self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return took, content

    def json(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of a request as JSON."""
        self._headers = {**self._headers, "Accept-Encoding": "identity"}
        content = self.send(method, path, body)[1]
        self._headers = {**self._headers, "Accept-Encoding": "gzip"}
        return json.loads(content) if content else None

    def close(self) -> None:
        self._connection.close()


def times(place: Place, paths: Sequence[str], count: int) -> list[float]:
    """Milliseconds of `count` GET requests that take turns with these paths, after one round that is not counted."""
    client = Client(place)
    for path in paths:
        client.send("GET", path)
    measured = [client.send("GET", paths[number % len(paths)])[0] for number in range(count)]
    client.close()
    return measured


def rate(place: Place, paths: Sequence[str], *, clients: int, seconds: float) -> float:
    """Requests a second that so many clients at once get answered, each asking again as soon as it has its answer."""
    until = time.perf_counter() + seconds
    counts = [0] * clients

    def ask(number: int) -> None:
        client, place_in = Client(place), number
        while time.perf_counter() < until:
            client.send("GET", paths[place_in % len(paths)])
            place_in += 1
            counts[number] += 1
        client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)
