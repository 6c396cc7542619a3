"""Where is measured: a database of so many plans in a temporary folder, and the server and browser that work on it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from data.database import Database
from services.actors import Actor, Source, system_actor
from services.demo import load_demo, load_many_plans
from services.sessions import actor_of_session, open_session
from services.staff import ensure_administrator
from tests.servers import start_server, stop_server

COOKIE = "account_planning_session"
EMAIL = "admin@example.com"


@dataclass
class Home:
    """A folder with the database of so many plans, and a session of its administrator."""

    folder: Path
    plans: int
    token: str

    @property
    def file(self) -> Path:
        return self.folder / "account_planning.duckdb"


@dataclass
class Place:
    """A home whose server runs at `url`."""

    home: Home
    url: str
    process: subprocess.Popen[bytes]
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def plans(self) -> int:
        return self.home.plans

    @property
    def cookie(self) -> str:
        return f"{COOKIE}={self.home.token}"

    def memory(self) -> float:
        """Resident memory of the server in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def context(self) -> BrowserContext:
        """A browser with an empty cache, in which the administrator is signed in."""
        context = self.browser.new_context(base_url=self.url, viewport={"width": 1440, "height": 900}, locale="en-US")
        context.add_cookies([{"name": COOKIE, "value": self.home.token, "url": self.url, "httpOnly": True}])
        context.set_default_timeout(60_000)
        return context


def make_home(folder: Path, plans: int) -> Home:
    """A database with the demo data and `plans` plans of full width."""
    folder.mkdir(parents=True, exist_ok=True)
    db = Database(folder / "account_planning.duckdb")
    db.migrate()
    ensure_administrator(db, system_actor(Source.CRON), email=EMAIL, password="a password to measure with")
    load_demo(db)
    load_many_plans(db, plans)
    with db.read() as cursor:
        staff_id = cursor.value("select id from staff where email = $email", {"email": EMAIL})
    home = Home(folder, plans, open_session(db, staff_id))
    db.close()
    return home


@contextmanager
def serving(home: Home, browser: Browser) -> Iterator[Place]:
    """The home with its server running; stopped afterwards."""
    process, url = start_server(home.folder)
    place = Place(home, url, process, browser)
    try:
        yield place
    finally:
        stop_server(process)


@contextmanager
def opened(home: Home) -> Iterator[tuple[Database, Actor]]:
    """A copy of the database opened in this process, and its administrator: for use cases that are measured without HTTP."""
    copy = home.folder / "copy"
    copy.mkdir()
    shutil.copyfile(home.file, copy / "account_planning.duckdb")
    db = Database(copy / "account_planning.duckdb")
    try:
        actor = actor_of_session(db, home.token)
        assert actor is not None
        yield db, actor
    finally:
        db.close()
        shutil.rmtree(copy)
