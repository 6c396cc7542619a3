"""Killed at fifty random moments under writing: every acknowledged write is there, the file opens, and the data is whole."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.database import Database
from services.integrity import check_data
from tests.servers import fork_server
from tests.world import World

KILLS = 50
FINANCIAL = "financial"
SEED = 20261124
Known = dict[int, dict[str, Any] | None]
"""By plan: the fields that were acknowledged, or None where its deletion was."""


@dataclass
class Running:
    """A forked server: where it listens, and its process."""

    url: str
    process: BaseProcess


@dataclass
class Writer:
    """One person who writes without a pause until the server is gone; what was acknowledged stands in `known` and `columns`."""

    token: str
    work: Callable[[Writer, httpx.Client, random.Random], None]
    known: Known = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    acknowledged: int = 0
    unsure: tuple[int, ...] = ()
    together: tuple[int, ...] = ()
    surprise: str = ""

    def write(self, url: str, seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=f"{url}/api/v1", cookies={"account_planning_session": self.token}, timeout=20, verify=False) as client:
            try:
                while True:
                    self.unsure = ()
                    self.work(self, client, chance)
            except httpx.TransportError:
                # The plans whose change was under way may hold either value, but all the same one.
                for plan_id in self.unsure:
                    self.known.pop(plan_id, None)
                self.together = self.unsure

    def accept(self, answer: httpx.Response, status: int) -> Any:
        if answer.status_code != status:
            self.surprise = f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code == status, self.surprise
        self.acknowledged += 1
        return answer.json() if answer.content else None


def write_plans(writer: Writer, client: httpx.Client, chance: random.Random) -> None:
    """Create a plan, change it twice, and now and then put one into the trash; texts from a word to 60,000 characters."""
    text = "é😀\t;,\n" * chance.choice((1, 40, 400, 400, 10_000))
    made = writer.accept(client.post("/plans", json={"client_id": 1, "objective": text, "revenue_next_year": "10.25"}), 201)
    plan_id = made["id"]
    writer.known[plan_id] = {"objective": text, "revenue_next_year": "10.25"}
    for amount in ("11.50", "12.75"):
        writer.unsure = (plan_id,)
        edit = {"set": {"revenue_next_year": {"to": amount}, "margin": {"to": "3.5"}}}
        writer.accept(client.patch(f"/plans/{plan_id}", json=edit), 200)
        writer.known[plan_id] = {"objective": text, "revenue_next_year": amount, "margin": "3.50"}
    if chance.random() < 0.3:
        writer.accept(client.delete(f"/plans/{plan_id}"), 204)
        writer.known[plan_id] = None


def write_short_plans(writer: Writer, client: httpx.Client, chance: random.Random) -> None:
    """Create plans as quickly as it goes."""
    made = writer.accept(client.post("/plans", json={"client_id": 1, "subject": f"Short {chance.random()}"}), 201)
    writer.known[made["id"]] = {"subject": made["subject"]}


def write_custom_fields(writer: Writer, client: httpx.Client, chance: random.Random) -> None:
    """Define a field, which adds a column to the plans, and fill it in a plan of one's own."""
    made = writer.accept(client.post("/plans", json={"client_id": 1}), 201)
    writer.known[made["id"]] = {}
    if len(writer.columns) < 60:
        name = writer.accept(client.post("/custom-fields", json={"label": f"Field {chance.random()}", "type": "number"}), 201)["name"]
        writer.columns[name] = None
    name = chance.choice(list(writer.columns))
    writer.unsure = (made["id"],)
    writer.accept(client.patch(f"/plans/{made['id']}", json={"set": {name: {"to": "7.5"}}}), 200)
    writer.known[made["id"]] = {name: "7.5000"}


def write_sheets(writer: Writer, client: httpx.Client, chance: random.Random) -> None:
    """Add two rows to the grid of a new plan, then change one, add another and delete one in a single request."""
    plan_id = writer.accept(client.post("/plans", json={"client_id": 1}), 201)["id"]
    writer.known[plan_id] = {FINANCIAL: []}
    added = [{"key": str(year), "values": {"year": year, "revenue": "10.25"}} for year in (2030, 2031)]
    writer.unsure = (plan_id,)
    row_ids = writer.accept(client.patch(f"/plans/{plan_id}/sheets/financial", json={"added": added}), 200)["keys"]
    writer.known[plan_id] = {FINANCIAL: [(2030, "10.25"), (2031, "10.25")]}
    edit = {
        "changed": [{"id": row_ids["2030"], "set": {"revenue": {"from": "10.25", "to": "11.50"}}}],
        "added": [{"key": "a", "values": {"year": 2032}}],
        "deleted": [{"id": row_ids["2031"]}],
    }
    writer.accept(client.patch(f"/plans/{plan_id}/sheets/financial", json=edit), 200)
    writer.known[plan_id] = {FINANCIAL: [(2030, "11.50"), (2032, None)]}


def write_in_bulk(writer: Writer, client: httpx.Client, chance: random.Random) -> None:
    """Move plans of one's own to another status in one go, and take it back."""
    while len(writer.known) < 2:
        plan_id = writer.accept(client.post("/plans", json={"client_id": 1, "status": "Draft"}), 201)["id"]
        writer.known[plan_id] = {"status": "Draft"}
    ids = writer.unsure = tuple(writer.known)
    bulk = {"action": "change_status", "ids": ids, "count": len(ids), "status": "Review"}
    change_set_id = writer.accept(client.post("/plans/bulk", json=bulk), 200)["change_set_id"]
    writer.known.update({plan_id: {"status": "Review"} for plan_id in ids})
    writer.accept(client.post(f"/change-sets/{change_set_id}/undo"), 200)
    writer.known.update({plan_id: {"status": "Draft"} for plan_id in ids})


@pytest.fixture
def fork(world_file: tuple[Path, World], tmp_path: Path) -> Callable[[str], Running]:
    """A function that starts a server on the one home of this test, which checkpoints when its log has the size given."""
    shutil.copyfile(world_file[0], tmp_path / "account_planning.duckdb")

    def start(checkpoint_at: str) -> Running:
        # Checkpoints happen every few minutes in life; small logs let them fall under the kills too.
        process, url = fork_server(tmp_path, checkpoint_at)
        return Running(url, process)

    return start


def verify(server: Running, token: str, writers: list[Writer]) -> Known:
    """Every value that was acknowledged to the writers is what the server answers now. Returns these values."""
    known = {plan_id: values for writer in writers for plan_id, values in writer.known.items()}
    with httpx.Client(base_url=f"{server.url}/api/v1", cookies={"account_planning_session": token}, timeout=20, verify=False) as client:
        newest = {plan["id"]: plan for plan in client.get("/plans", params={"limit": 100, "sort": "-id"}).json()["items"]}
        for plan_id in (plan_id for plan_id, values in known.items() if values and FINANCIAL in values):
            rows = client.get(f"/plans/{plan_id}/sheets/financial").json()["rows"]
            newest[plan_id][FINANCIAL] = [(row["year"], row["revenue"]) for row in rows]
    for writer in writers:
        assert len({newest[plan_id]["status"] for plan_id in writer.together}) <= 1
    for plan_id, values in known.items():
        if values is None:
            assert plan_id not in newest, plan_id
        else:
            stored = newest[plan_id] | newest[plan_id]["custom_fields"]
            assert {name: stored.get(name) for name in values} == values, plan_id
    return known


@pytest.mark.timeout(240)
def test_every_acknowledged_write_survives_fifty_kills(
    fork: Callable[[str], Running], world_file: tuple[Path, World], tmp_path: Path
) -> None:
    tokens, chance = world_file[1].tokens, random.Random(SEED)
    writers = [
        Writer(tokens["alice"], write_plans),
        Writer(tokens["bob"], write_short_plans),
        Writer(tokens["erin"], write_custom_fields),
        Writer(tokens["bob"], write_sheets),
        Writer(tokens["alice"], write_in_bulk),
    ]
    everything: Known = {}
    for number in range(KILLS):
        server = fork("1 MB" if number % 2 else "16 MB")
        everything |= verify(server, tokens["charlie"], writers)
        for writer in writers:
            writer.known, writer.acknowledged, writer.together = {}, 0, ()
        threads = [threading.Thread(target=writer.write, args=(server.url, SEED + number)) for writer in writers]
        for thread in threads:
            thread.start()
        enough, until = chance.randrange(1, 24), time.monotonic() + 20
        while sum(writer.acknowledged for writer in writers) < enough and time.monotonic() < until:
            time.sleep(chance.random() / 50)
        server.process.kill()
        for thread in threads:
            thread.join(20)
        assert [writer.surprise for writer in writers if writer.surprise] == []
    server = fork("16 MB")
    everything |= verify(server, tokens["charlie"], writers)
    server.process.kill()
    assert len(everything) > KILLS
    db = open_when_free(tmp_path / "account_planning.duckdb")
    assert [str(finding) for finding in check_data(db).findings] == []
    with db.read() as cursor:
        alive = set(cursor.values("select id from plan where deleted_at is null"))
        assert {plan_id for plan_id, values in everything.items() if values is not None} <= alive
        assert {plan_id for plan_id, values in everything.items() if values is None}.isdisjoint(alive)
        assert (
            cursor.value(
                "select count(*) from plan p where not exists (select 1 from activity a where a.plan_id = p.id and a.action = 'create')"
            )
            == 0
        )
    db.close()


def open_when_free(path: Path) -> Database:
    """The database, as soon as the system has taken the lock from the killed process."""
    until = time.monotonic() + 10
    while True:
        try:
            return Database(path)
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
