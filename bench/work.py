"""Rows about work on many plans at once, and on documents."""

from __future__ import annotations

import time

from bench.client import Client
from bench.place import Place, opened
from data.records import PLAN
from services.changes import change_set
from services.undo import undo_change_set

MANY = 10_000


def bulk_status(place: Place) -> dict[str, float]:
    """The status of 10,000 plans (or all, where there are fewer) with its log, and the undo of it."""
    with opened(place.home) as (db, actor):
        with db.read() as cursor:
            ids = cursor.values("select id from plan where status <> 'Review' order by id limit $many", {"many": MANY})
        began = time.perf_counter()
        with change_set(db, actor, "bulk_status") as changes:
            changes.update_all(PLAN, ids, {"status": "Review"})
        changed = time.perf_counter()
        undone = undo_change_set(db, actor, changes.id or 0)
        ended = time.perf_counter()
        assert undone.restored == len(ids)
    return {"change": changed - began, "undo": ended - changed}


def excel_export(place: Place) -> dict[str, float]:
    """Every plan with twelve columns as a workbook, from the request to the last byte, and what it cost the server in memory."""
    client = Client(place)
    columns = "id,subject,client,time,status,objective,revenue_next_year,margin,wallet_share,client_status,bcg,industry"
    before = place.memory()
    took, content = client.send("GET", f"/api/v1/plans/export?columns={columns}")
    client.close()
    assert content[:2] == b"PK"
    return {"time": took / 1000, "memory": place.memory() - before}


def plan_pdf(place: Place) -> dict[str, float]:
    """One plan as PDF, and how many times as long that takes as wkhtmltopdf alone on a page of as many words."""
    client = Client(place)
    plan_id = client.json("GET", "/api/v1/plans?limit=1&sort=id")["items"][0]["id"]
    took = min(client.send("GET", f"/api/v1/plans/{plan_id}/pdf")[0] for _ in range(3)) / 1000
    client.close()
    return {"time": took}
