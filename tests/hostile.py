"""Text that attacks whatever shows it as anything but text, and a world full of it."""

from __future__ import annotations

from typing import Any

import httpx

from data.records import CLIENT, CONTACT, GOAL, PLAN, SHEETS, Kind, Record
from data.records.custom_field import KINDS, WITH_OPTIONS

# Short enough for every field.
ATTACK = (
    '<img src=x onerror="hacked=1;alert(1)"><script>window.hacked=1</script>'
    "'; drop table plan; -- ::JSCODE::()=>{window.hacked=1}::JSCODE:: ![i](http://evil.example/i.png) [l](http://evil.example) "
    "\u202egpj.exe\u200f\u2067\u2066\u2068a\u2069\u2069 :material/home:"
)
# The same where a cell of a workbook begins with it.
FORMULA = '=HYPERLINK("http://evil.example","click")'
# What a web address and an e-mail address can hold of it; the address itself is a link that may be followed.
LINK = "https://link.example/\"><script>window.hacked=1</script>'::JSCODE::()=>1::JSCODE::"
EMAIL = "<script>window.hacked=1</script>@evil.example"


def texts(record: Record) -> dict[str, str]:
    """The attack for every field of the record that holds text."""
    return {
        field.name: LINK if field.kind is Kind.LINK else ATTACK
        for field in record.editable
        if field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.LINK)
    }


def edits(**values: object) -> dict[str, object]:
    return {"set": {name: {"to": value} for name, value in values.items()}}


def fill(api: httpx.Client, plan_id: int, client_id: int, contact_id: int, staff_id: int) -> None:
    """Put the attack into every text that an administrator, whose client this is, can write."""

    def ok(answer: httpx.Response) -> httpx.Response:
        assert answer.status_code in (200, 201), answer.text
        return answer

    ok(api.patch("/v1/settings", json=edits(industries=[ATTACK.replace(",", ";")])))
    ok(api.patch(f"/v1/clients/{client_id}", json=edits(**texts(CLIENT))))
    ok(api.patch(f"/v1/contacts/{contact_id}", json=edits(**(texts(CONTACT) | {"email": EMAIL}))))
    ok(api.patch(f"/v1/staff/{staff_id}", json=edits(name=ATTACK)))
    ok(api.post("/v1/roles", json={"name": ATTACK, "can_view": True}))
    ok(api.post("/v1/tokens", json={"name": ATTACK}))
    custom: dict[str, Any] = {}
    for kind in KINDS:
        options = {"options": [ATTACK, "Plain"]} if kind in WITH_OPTIONS else {}
        definition = {"label": f"{kind} {ATTACK}"[:255], "type": kind, "help": ATTACK, "in_list": kind != "long text", **options}
        name = ok(api.post("/v1/custom-fields", json=definition)).json()["name"]
        custom[name] = {"text": ATTACK, "long text": ATTACK, "link": LINK, "choice": ATTACK, "multiple choice": [ATTACK]}.get(kind)
    subject = FORMULA + ATTACK[:180]
    ok(api.patch(f"/v1/plans/{plan_id}", json=edits(**{**texts(PLAN), **custom, "person_in_charge_id": staff_id, "subject": subject})))
    view = {"name": ATTACK[:100], "scope": "team", "filters": {}, "columns": ["subject", "client", *list(custom)[:2]]}
    ok(api.post("/v1/views", json=view))
    template = ok(api.post("/v1/templates", json={"name": ATTACK, "subject": FORMULA, "vision": ATTACK})).json()["id"]
    task = {"objective_id": ATTACK, "item_id": ATTACK, "action": ATTACK, "deadline_offset": 400}
    ok(api.patch(f"/v1/templates/{template}/sheets/task", json={"added": [{"key": "a", "values": task}]}))
    own: dict[str, dict[str, Any]] = {
        "marketing_activity": {"reference": FORMULA},
        "company_team": {"staff_id": staff_id},
        "client_team": {"contact_id": contact_id},
        "meeting_note": {"date": "2026-01-31"},
    }
    sheets = {name: {**texts(sheet), **own.get(name, {})} for name, sheet in {**SHEETS, GOAL.name: GOAL}.items()}
    sheets["task"] = {"objective_id": ATTACK, "item_id": ATTACK, "action": ATTACK, "people_in_charge_ids": [staff_id]}
    for sheet, values in sheets.items():
        body = {"added": [{"key": "a", "values": {each: value for each, value in values.items() if value}}]}
        assert ok(api.patch(f"/v1/plans/{plan_id}/sheets/{sheet}", json=body)).json()["errors"] == []
