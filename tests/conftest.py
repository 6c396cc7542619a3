"""Fixtures: a temporary database with a small world, a server process, a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.application import routes
from data.database import Database
from services import installation, throttle
from services.language import use_language
from tests.world import PASSWORD, World, make_world

SignedIn = Callable[..., BrowserContext]
ApiClient = Callable[..., TestClient]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the small world, made once and copied by every test."""
    path = tmp_path_factory.mktemp("template") / "account_planning.duckdb"
    db = Database(path)
    db.migrate()
    db.close()
    return path


@pytest.fixture(scope="session")
def world_file(empty_file: Path) -> tuple[Path, World]:
    """The small world in a file of its own, made once and copied by every test that asks for it."""
    path = empty_file.with_name("world.duckdb")
    shutil.copyfile(empty_file, path)
    db = Database(path)
    made = make_world(db)
    db.close()
    return path, made


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")
    throttle.forget_all()


@pytest.fixture
def db(empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database, empty or with the small world, which is also the one that pages and API of this process use."""
    source = request.getfixturevalue("world_file")[0] if "world" in request.fixturenames else empty_file
    monkeypatch.setenv("ACCOUNT_PLANNING_HOME", str(tmp_path))
    monkeypatch.setenv("ACCOUNT_PLANNING_DEMO", "0")
    shutil.copyfile(source, tmp_path / "account_planning.duckdb")
    installation.close_database()
    yield installation.database()
    installation.close_database()


@pytest.fixture
def world(db: Database, world_file: tuple[Path, World]) -> World:
    return replace(world_file[1], db=db)


@dataclass
class Server:
    """A server process of its own, its address and the world in its database."""

    url: str
    home: Path
    world_tokens: dict[str, str]
    staff: dict[str, int]
    client_id: int
    contact_id: int
    plan_id: int
    process: subprocess.Popen[bytes]

    def api(self, name: str) -> httpx.Client:
        """An HTTP client signed in as this person."""
        return httpx.Client(base_url=f"{self.url}/api", cookies={"account_planning_session": self.world_tokens[name]}, timeout=20)


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
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError((home / "server.log").read_text(errors="replace"))
        try:
            if httpx.get(f"{url}/api/health", timeout=2).status_code == 200:
                return process, url
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError("The server did not become healthy within 40 s.")


def stop_server(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


@pytest.fixture(scope="module")
def server(world_file: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with the small world for the tests of a module."""
    home = tmp_path_factory.mktemp("home")
    path, made = world_file
    shutil.copyfile(path, home / "account_planning.duckdb")
    process, url = start_server(home)
    yield Server(url, home, made.tokens, made.staff, made.client_id, made.contact_id, made.plan_id, process)
    stop_server(process)


@pytest.fixture
def client(world: World) -> Iterator[ApiClient]:
    """A function that gives an HTTP client of the API in this process, signed in as this person, or as nobody."""
    application = Starlette(routes=routes())
    opened: list[TestClient] = []

    def open_client(name: str = "", **options: Any) -> TestClient:
        made = TestClient(application, base_url="http://testserver/api", **options)
        if name:
            made.cookies.set("account_planning_session", world.tokens[name])
        opened.append(made)
        return made

    yield open_client
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without any traffic of its own."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail("Browser tests need Chromium: install the Debian package chromium.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture
def signed_in(browser: Browser, server: Server) -> Iterator[SignedIn]:
    """A function that opens a browser context in which this person is signed in."""
    opened: list[BrowserContext] = []

    def open_context(name: str, **options: object) -> BrowserContext:
        context = browser.new_context(base_url=server.url, **{"viewport": {"width": 1440, "height": 900}, "locale": "en-US", **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "account_planning_session", "value": server.world_tokens[name], "url": server.url, "httpOnly": True}])
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


__all__ = ["PASSWORD", "Server"]
