"""Fixtures: a temporary database with a small world, a server process, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.application import routes
from data.database import Database
from services import installation, throttle
from services.language import use_language
from tests.chromium import launch
from tests.servers import fork_server, stop_fork
from tests.world import PASSWORD, World, make_world

# A busy machine draws a page slowly; what never comes still fails.
expect.set_options(timeout=20_000)

SignedIn = Callable[..., BrowserContext]
ApiClient = Callable[..., TestClient]


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
    """The small world in the database of this test, which may add people of its own."""
    made = world_file[1]
    return replace(made, db=db, staff=dict(made.staff), tokens=dict(made.tokens))


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

    def api(self, name: str) -> httpx.Client:
        """An HTTP client signed in as this person."""
        return httpx.Client(base_url=f"{self.url}/api", cookies={"account_planning_session": self.world_tokens[name]}, timeout=20)


@contextmanager
def serving(file: Path, world: World, home: Path) -> Iterator[Server]:
    """A server over a copy of this database, whose world is described by `world`."""
    home.mkdir()
    shutil.copyfile(file, home / "account_planning.duckdb")
    process, url = fork_server(home)
    try:
        yield Server(url, home, world.tokens, world.staff, world.client_id, world.contact_id, world.plan_id)
    finally:
        stop_fork(process)


@pytest.fixture
def server(world_file: tuple[Path, World], tmp_path: Path) -> Iterator[Server]:
    """A server with the small world for this test alone: it finds what it expects whatever ran before."""
    with serving(*world_file, tmp_path / "served") as served:
        yield served


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
    """One Chromium for all tests."""
    # A page's first visit compiles and loads much, and the machine may be busy.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        launched = launch(playwright)
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside a failure in the browser stands what its pages looked like."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if browser and report.when == "call" and report.failed:
        for page in [page for context in browser.contexts for page in context.pages]:
            try:
                report.sections.append((page.url, page.locator("body").inner_text(timeout=1000)[:2000]))
            except Error as error:
                report.sections.append((page.url, error.message))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests in the browser two more tries: on a busy machine a few of them still meet a page that is being drawn."""
    for item in items:
        if "tests/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.flaky(reruns=2))
