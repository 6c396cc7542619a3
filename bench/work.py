"""Rows about work on many plans at once, and on documents."""

from __future__ import annotations

import time
import tracemalloc
import uuid
from http.client import HTTPConnection
from urllib.parse import urlsplit

from bench.client import Client
from bench.place import Place, opened
from data.database import Database
from data.records import SHEETS
from services.actors import Actor
from services.changes import change_set
from services.pdf_printer import print_html
from services.plan_document import build_document
from services.plan_pdf import export_plan_pdf, render_html

MANY = 10_000
_COLUMNS = "id,subject,client,time,status,objective,revenue_next_year,margin,wallet_share,client_status,bcg,industry"


def bulk_status(place: Place) -> dict[str, float]:
    """The status of 10,000 plans (or all, where there are fewer) with its log, and the undo of it."""
    client = Client(place)
    ids = []
    for offset in range(0, min(MANY, place.plans), 1000):
        ids += [plan["id"] for plan in client.json("GET", f"/api/v1/plans?fields=id&sort=-id&limit=1000&offset={offset}")["items"]]
    began = time.perf_counter()
    done = client.json("POST", "/api/v1/plans/bulk", {"action": "change_status", "ids": ids, "count": len(ids), "status": "Archived"})
    changed = time.perf_counter()
    undone = client.json("POST", f"/api/v1/change-sets/{done['change_set_id']}/undo")
    ended = time.perf_counter()
    client.close()
    assert undone["kept"] == [], undone
    return {"change": changed - began, "undo": ended - changed}


def excel_export(place: Place) -> dict[str, float]:
    """Every plan with twelve columns as a workbook, from the request to the last byte, and what it cost the server in memory."""
    client = Client(place)
    before = place.memory()
    took, content = client.send("GET", f"/api/v1/plans/export?columns={_COLUMNS}")
    client.close()
    assert content[:2] == b"PK"
    return {"time": took / 1000, "memory": place.memory() - before}


def excel_import(place: Place) -> dict[str, float]:
    """The dry run of an import of the file that the export wrote: read, compared row by row, first rows answered."""
    client = Client(place)
    workbook = client.send("GET", f"/api/v1/plans/export?columns={_COLUMNS}")[1]
    client.close()
    border = uuid.uuid4().hex
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="plans.xlsx"\r\n\r\n'
    body = head.encode() + workbook + f"\r\n--{border}--\r\n".encode()
    address = urlsplit(place.url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=120)
    began = time.perf_counter()
    headers = {"Cookie": place.cookie, "Content-Type": f"multipart/form-data; boundary={border}"}
    connection.request("POST", "/api/v1/imports/plans", body=body, headers=headers)
    answer = connection.getresponse()
    told = answer.read()
    took = time.perf_counter() - began
    connection.close()
    assert answer.status == 201, told[:500]
    return {"dry run": took}


def plan_from_template(place: Place) -> dict[str, float]:
    """A plan with twenty tasks from a template, the middle of nine; the plans and the template go into the trash again."""
    client = Client(place)
    client_id = client.json("GET", "/api/v1/clients?limit=1")["items"][0]["id"]
    template_id = client.json("POST", "/api/v1/templates", {"name": "Bench", "subject": "{client} – {period}"})["id"]
    tasks = [
        {"objective_id": f"Objective {place % 4}", "item_id": f"Item {place % 8}", "action": "Call {client}", "deadline_offset": place}
        for place in range(20)
    ]
    added = [{"key": f"k{number}", "values": values} for number, values in enumerate(tasks)]
    client.json("PATCH", f"/api/v1/templates/{template_id}/sheets/task", {"added": added})
    times = []
    for _ in range(9):
        began = time.perf_counter()
        plan = client.json("POST", "/api/v1/plans", {"client_id": client_id, "template_id": template_id})
        times.append((time.perf_counter() - began) * 1000)
        client.send("DELETE", f"/api/v1/plans/{plan['id']}")
    client.send("DELETE", f"/api/v1/templates/{template_id}")
    client.close()
    return {"": sorted(times)[4]}


def plan_pdf(place: Place) -> dict[str, float]:
    """One plan as PDF, and how many times as long that takes as wkhtmltopdf alone on the same page."""
    with opened(place.home) as (db, actor):
        return _print_plan(db, actor, _first_plan(db), times=4)


def large_plan_pdf(place: Place) -> dict[str, float]:
    """The same for a plan with 2,000 rows of a grid, and what it takes of this process' memory at most, wkhtmltopdf apart."""
    with opened(place.home) as (db, actor):
        plan_id = _first_plan(db)
        rows = [
            {"plan_id": plan_id, "position": number, "service": f"Service {number}", "potential": "High", "scale": f"Scale {number}"}
            for number in range(2000)
        ]
        with change_set(db, actor, "edit") as changes:
            changes.create(SHEETS["offering"], rows)
        figures = _print_plan(db, actor, plan_id, times=2)
        tracemalloc.start()
        export_plan_pdf(db, actor, plan_id)
        figures["memory"] = tracemalloc.get_traced_memory()[1] / 1024**2
        tracemalloc.stop()
        return figures


def _first_plan(db: Database) -> int:
    with db.read() as cursor:
        return int(cursor.value("select min(id) from plan"))


def _print_plan(db: Database, actor: Actor, plan_id: int, *, times: int) -> dict[str, float]:
    html = render_html(build_document(db, actor, plan_id), actor.language)
    whole, alone = [], []
    for _ in range(times):
        began = time.perf_counter()
        print_html(html)
        printed = time.perf_counter()
        export_plan_pdf(db, actor, plan_id)
        alone.append(printed - began)
        whole.append(time.perf_counter() - printed)
    return {"time": min(whole), "times wkhtmltopdf alone": min(whole) / min(alone)}
