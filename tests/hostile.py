"""Text that attacks whatever shows it as anything but text, and a world full of it."""

from __future__ import annotations

import httpx

from data.records import PLAN, Kind

# Short enough for every field.
ATTACK = (
    '<img src=x onerror="hacked=1;alert(1)"><script>window.hacked=1</script>'
    "'; drop table plan; -- ::JSCODE::()=>{window.hacked=1}::JSCODE:: ![i](http://evil.example/i.png) [l](http://evil.example) "
    "\u202egpj.exe :material/home:"
)
# The same where a cell of a workbook begins with it.
FORMULA = '=HYPERLINK("http://evil.example","click")'


def edits(**values: object) -> dict[str, object]:
    return {"set": {name: {"to": value} for name, value in values.items()}}


def fill(api: httpx.Client, plan_id: int, client_id: int, contact_id: int, staff_id: int) -> None:
    """Put the attack into every text that an administrator, whose client this is, can write."""

    def ok(answer: httpx.Response) -> httpx.Response:
        assert answer.status_code in (200, 201), answer.text
        return answer

    ok(api.patch("/v1/settings", json=edits(industries=[ATTACK.replace(",", ";")])))
    ok(api.patch(f"/v1/clients/{client_id}", json=edits(name=ATTACK, industry=ATTACK, address=ATTACK, external_id=ATTACK)))
    ok(api.patch(f"/v1/contacts/{contact_id}", json=edits(name=ATTACK, title=ATTACK, phone=ATTACK)))
    ok(api.patch(f"/v1/staff/{staff_id}", json=edits(name=ATTACK)))
    ok(api.post("/v1/roles", json={"name": ATTACK, "can_view": True}))
    ok(api.post("/v1/tokens", json={"name": ATTACK}))
    label = ok(
        api.post(
            "/v1/custom-fields", json={"label": ATTACK, "type": "choice", "options": [ATTACK, "Plain"], "help": ATTACK, "in_list": True}
        )
    )
    texts = {field.name: ATTACK for field in PLAN.editable if field.kind in (Kind.TEXT, Kind.LONG_TEXT)}
    ok(
        api.patch(
            f"/v1/plans/{plan_id}",
            json=edits(**{**texts, "person_in_charge_id": staff_id, "subject": FORMULA + ATTACK[:180], label.json()["name"]: ATTACK}),
        )
    )
    ok(
        api.post(
            "/v1/views", json={"name": ATTACK[:100], "scope": "team", "filters": {}, "columns": ["subject", "client", label.json()["name"]]}
        )
    )
    template = ok(api.post("/v1/templates", json={"name": ATTACK, "subject": FORMULA, "vision": ATTACK})).json()["id"]
    task = {"objective_id": ATTACK, "item_id": ATTACK, "action": ATTACK, "deadline_offset": 400}
    ok(api.patch(f"/v1/templates/{template}/sheets/task", json={"added": [{"key": "a", "values": task}]}))
    for sheet, values in {
        "marketing_activity": {"item": ATTACK, "reference": FORMULA},
        "company_team": {"staff_id": staff_id, "role": ATTACK},
        "client_team": {"contact_id": contact_id, "highlight_note": ATTACK},
        "competitor": {"name": ATTACK, "notes": ATTACK},
        "meeting_note": {"date": "2026-01-31", "attendees": ATTACK, "notes": ATTACK},
    }.items():
        ok(api.patch(f"/v1/plans/{plan_id}/sheets/{sheet}", json={"added": [{"key": "a", "values": values}]}))
