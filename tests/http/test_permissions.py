"""Every route of the API: nothing without a session, nothing without the permission, and no route without a line here."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from data.database import now
from data.records import GOAL, TASK
from services import sessions
from services.custom_fields import create_definition
from services.plan_rows import create_plan_row
from services.plans import delete_plans
from services.roles import create_role
from services.sessions import open_session
from services.staff import add_staff
from services.templates import create_template
from services.views import create_view
from tests.conftest import ApiClient
from tests.http.test_staff import edits
from tests.world import World

PUBLIC, SIGNED_IN, VIEW, CREATE, EDIT, DELETE, ADMINISTER = "public", "signed in", "view", "create", "edit", "delete", "administer"
# Who lacks what: Olga has no permission at all, Charlie reads, Bob also creates and edits, Alice also deletes, Erin administers.
LACKING = {
    SIGNED_IN: (),
    VIEW: ("olga",),
    CREATE: ("olga", "charlie"),
    EDIT: ("olga", "charlie"),
    DELETE: ("olga", "charlie", "bob"),
    ADMINISTER: ("olga", "charlie", "bob", "alice"),
}
HOLDING = {SIGNED_IN: "olga", VIEW: "charlie", CREATE: "bob", EDIT: "bob", DELETE: "alice", ADMINISTER: "erin"}


@dataclasses.dataclass(frozen=True)
class Route:
    """What a route takes at least, and a request that is right but for the permission. `gone` where what it asks for does not exist."""

    permission: str
    body: Any = None
    path: dict[str, Any] = dataclasses.field(default_factory=dict)
    query: str = ""
    files: Any = None
    gone: bool = False


NOTHING: dict[str, Any] = {"added": [], "changed": [], "deleted": [], "moved": []}
FILE = {"file": ("plans.csv", b"Client,Subject\nNordwind,New\n", "text/csv")}

ROUTES: dict[str, Route] = {
    "get /health": Route(PUBLIC),
    "post /session": Route(PUBLIC),
    "delete /session": Route(PUBLIC),
    "get /cron/{key}": Route(PUBLIC, path={"key": "guessed"}, gone=True),
    "get /calendar/{token}.ics": Route(PUBLIC, path={"token": "guessed"}, gone=True),
    "get /v1/me": Route(SIGNED_IN),
    "get /v1/me/calendar": Route(SIGNED_IN),
    "post /v1/me/calendar": Route(VIEW),
    "delete /v1/me/calendar": Route(SIGNED_IN),
    "patch /v1/me": Route(SIGNED_IN, {}),
    "put /v1/me/password": Route(SIGNED_IN, {"current": "guess", "password": "a new password"}),
    "get /v1/me/sessions": Route(SIGNED_IN),
    "delete /v1/me/sessions": Route(SIGNED_IN),
    "delete /v1/me/sessions/{session_id}": Route(SIGNED_IN, path={"session_id": "0123456789abcdef"}, gone=True),
    "get /v1/tokens": Route(SIGNED_IN),
    "post /v1/tokens": Route(SIGNED_IN, {"name": "Mine"}),
    "delete /v1/tokens/{token_id}": Route(SIGNED_IN, path={"token_id": 4000}, gone=True),
    "get /v1/jobs/{job_id}": Route(SIGNED_IN, path={"job_id": "guessed"}, gone=True),
    "delete /v1/jobs/{job_id}": Route(SIGNED_IN, path={"job_id": "guessed"}, gone=True),
    "get /v1/jobs/{job_id}/file": Route(SIGNED_IN, path={"job_id": "guessed"}, gone=True),
    "get /v1/plans": Route(VIEW),
    "get /v1/plans/{plan_id}": Route(VIEW),
    "post /v1/plans/bulk/outside": Route(VIEW, {"ids": [1]}),
    "get /v1/plans/ranges/{name}": Route(VIEW, path={"name": "cf_0"}, gone=True),
    "get /v1/plans/export": Route(VIEW),
    "post /v1/plans/export": Route(VIEW, {}),
    "get /v1/board": Route(VIEW),
    "get /v1/board/cards": Route(VIEW, query="column=Draft"),
    "get /v1/plans/{plan_id}/sheets/{sheet}": Route(VIEW),
    "get /v1/plans/{plan_id}/sheets/{sheet}/people/{column}": Route(VIEW, path={"sheet": "company_team"}),
    "get /v1/plans/{plan_id}/compare": Route(VIEW, query="with=1"),
    "get /v1/plans/{plan_id}/revenue": Route(VIEW),
    "get /v1/plans/{plan_id}/mind-map": Route(VIEW),
    "get /v1/plans/{plan_id}/mind-map.{form}": Route(VIEW),
    "post /v1/plans/{plan_id}/mind-map/nodes/{node_id}": Route(EDIT, {"make": "task"}, path={"node_id": "n1"}, gone=True),
    "get /v1/plans/{plan_id}/pdf": Route(VIEW),
    "get /v1/plans/{plan_id}/workbook": Route(VIEW),
    "post /v1/plans/{plan_id}/workbook": Route(EDIT, files=FILE),
    "get /v1/plans/{plan_id}/health": Route(VIEW),
    "get /v1/plans/{plan_id}/goals": Route(VIEW),
    "get /v1/plans/{plan_id}/approval": Route(VIEW),
    "get /v1/changes": Route(VIEW),
    "get /v1/change-sets": Route(VIEW),
    "get /v1/activity": Route(VIEW),
    "get /v1/activity/{activity_id}": Route(VIEW),
    "get /v1/clients": Route(VIEW),
    "get /v1/clients/{client_id}": Route(VIEW),
    "get /v1/clients/{client_id}/sheets/contact": Route(VIEW),
    "get /v1/contacts": Route(VIEW),
    "get /v1/contacts/{contact_id}": Route(VIEW),
    "get /v1/references/{record}": Route(VIEW),
    "get /v1/custom-fields": Route(VIEW),
    "get /v1/custom-fields/{definition_id}": Route(VIEW),
    "get /v1/staff": Route(VIEW),
    "get /v1/staff/{staff_id}": Route(VIEW),
    "get /v1/roles": Route(VIEW),
    "get /v1/settings": Route(VIEW),
    "get /v1/views": Route(VIEW),
    "get /v1/views/{view_id}": Route(VIEW, gone=True),
    "put /v1/views/last": Route(VIEW, {}),
    "post /v1/views": Route(VIEW, {"name": "Mine", "scope": "personal"}),
    "get /v1/trash": Route(VIEW),
    "get /v1/risk-rules": Route(VIEW),
    "get /v1/risk-rules/subjects": Route(VIEW),
    "get /v1/templates": Route(VIEW),
    "get /v1/templates/{template_id}": Route(VIEW),
    "get /v1/templates/{template_id}/sheets/{sheet}": Route(VIEW, path={"sheet": "task"}),
    "get /v1/templates/{template_id}/sheets/{sheet}/people/{column}": Route(VIEW, path={"sheet": "task", "column": "people_in_charge_ids"}),
    "get /v1/templates/{template_id}/mind-map": Route(VIEW),
    "get /v1/templates/{template_id}/mind-map.{form}": Route(VIEW),
    "post /v1/templates": Route(CREATE, {"name": "Growth"}),
    "post /v1/templates/{template_id}/copy": Route(CREATE, {}),
    "patch /v1/templates/{template_id}": Route(EDIT, edits(vision="Lead")),
    "patch /v1/templates/{template_id}/sheets/{sheet}": Route(EDIT, NOTHING, path={"sheet": "offering"}),
    "delete /v1/templates/{template_id}": Route(DELETE),
    "get /v1/tasks": Route(VIEW),
    "get /v1/tasks/{task_id}": Route(VIEW),
    "get /v1/work": Route(VIEW),
    "get /v1/goals": Route(VIEW),
    "get /v1/goals/{goal_id}": Route(VIEW),
    "post /v1/plans": Route(CREATE, {"client_id": 1}),
    "post /v1/plans/{plan_id}/copy": Route(CREATE, {}),
    "post /v1/clients": Route(CREATE, {"name": "Südwind"}),
    "post /v1/contacts": Route(CREATE, {"name": "Emil", "client_id": 1}),
    "post /v1/imports/plans": Route(CREATE, files=FILE),
    "patch /v1/plans/{plan_id}": Route(EDIT, edits(product="Storage")),
    "patch /v1/plans/{plan_id}/sheets/{sheet}": Route(EDIT, NOTHING),
    "post /v1/plans/bulk": Route(EDIT, {"action": "change_status", "ids": [1], "count": 1, "status": "Review"}),
    "patch /v1/clients/{client_id}": Route(EDIT, edits(industry="Energy")),
    "patch /v1/clients/{client_id}/sheets/contact": Route(EDIT, {"changed": [{"id": 1, **edits(phone="1")}]}),
    "patch /v1/contacts/{contact_id}": Route(EDIT, edits(title="Head")),
    "post /v1/tasks": Route(EDIT, {"plan_id": 1, "action": "Call"}),
    "patch /v1/tasks/{task_id}": Route(EDIT, edits(status="On Hold")),
    "delete /v1/tasks/{task_id}": Route(EDIT),
    "post /v1/goals": Route(EDIT, {"plan_id": 1, "name": "Share"}),
    "patch /v1/goals/{goal_id}": Route(EDIT, edits(name="Share of wallet")),
    "delete /v1/goals/{goal_id}": Route(EDIT),
    "post /v1/plans/{plan_id}/approval": Route(EDIT, {}),
    "delete /v1/plans/{plan_id}/approval": Route(EDIT),
    "delete /v1/plans/{plan_id}": Route(DELETE),
    "delete /v1/clients/{client_id}": Route(DELETE),
    "delete /v1/contacts/{contact_id}": Route(DELETE),
    "post /v1/clients/{client_id}/merge": Route(DELETE, {"other_id": 4000}, gone=True),
    "post /v1/trash/restore": Route(EDIT, {"items": [{"record": "plan", "id": 2}]}),
    "post /v1/trash/purge": Route(DELETE, {"items": [{"record": "plan", "id": 3}]}),
    "delete /v1/trash": Route(ADMINISTER, query="count=3"),
    "delete /v1/trash/{record}/{row_id}": Route(DELETE, path={"row_id": 4}),
    "post /v1/change-sets/{change_set_id}/undo": Route(EDIT),
    "post /v1/activity/{activity_id}/revert": Route(EDIT),
    "patch /v1/views/{view_id}": Route(VIEW, edits(name="Ours"), gone=True),
    "delete /v1/views/{view_id}": Route(VIEW, gone=True),
    "get /v1/imports/plans/{import_id}": Route(SIGNED_IN, path={"import_id": "guessed"}, gone=True),
    "get /v1/imports/plans/{import_id}/rows": Route(SIGNED_IN, path={"import_id": "guessed"}, gone=True),
    "get /v1/imports/plans/{import_id}/refused": Route(SIGNED_IN, path={"import_id": "guessed"}, gone=True),
    "post /v1/imports/plans/{import_id}/apply": Route(CREATE, path={"import_id": "guessed"}, gone=True),
    "post /v1/imports/crm": Route(ADMINISTER, files={"files": FILE["file"]}),
    "post /v1/custom-fields": Route(ADMINISTER, {"label": "Region", "type": "text"}),
    "patch /v1/custom-fields/{definition_id}": Route(ADMINISTER, edits(label="Area")),
    "delete /v1/custom-fields/{definition_id}": Route(ADMINISTER),
    "post /v1/risk-rules": Route(ADMINISTER, {"name": "Late", "severity": "Low", "conditions": []}),
    "patch /v1/risk-rules/{rule_id}": Route(ADMINISTER, {"name": "Later"}),
    "delete /v1/risk-rules/{rule_id}": Route(ADMINISTER),
    "post /v1/staff": Route(ADMINISTER, {"name": "Gus", "email": "gus@example.com", "role_id": 4}),
    "patch /v1/staff/{staff_id}": Route(ADMINISTER, edits(name="Alicia")),
    "put /v1/staff/{staff_id}/password": Route(ADMINISTER, {"password": "a new password"}),
    "post /v1/roles": Route(ADMINISTER, {"name": "Guest"}),
    "patch /v1/roles/{role_id}": Route(ADMINISTER, edits(name="Boss")),
    "delete /v1/roles/{role_id}": Route(ADMINISTER),
    "patch /v1/settings": Route(ADMINISTER, edits(currency="CHF")),
}


@pytest.fixture
def people(world: World) -> World:
    """The small world with Olga, who has no permission, and with something of Alice's in every place the routes name."""
    erin, alice = world.actor("erin"), world.actor("alice")
    role = create_role(world.db, erin, {"name": "Waiting"})
    olga = add_staff(world.db, erin, {"name": "Olga", "email": "olga@example.com", "role_id": role["id"]})
    world.staff["olga"], world.tokens["olga"] = olga["id"], open_session(world.db, olga["id"])
    for subject in ("Second", "Third", "Fourth"):
        delete_plans(world.db, alice, [world.make_plan(subject=subject)])
    create_view(world.db, alice, {"name": "Alice's own", "scope": "personal", "filters": {}, "sort": "", "columns": [], "layout": {}})
    create_definition(world.db, erin, {"label": "Since", "type": "date"})
    create_template(world.db, alice, {"name": "Alice's template"})
    for record in (TASK, GOAL):
        create_plan_row(world.db, alice, record, {"plan_id": world.plan_id})
    return world


def call(client: ApiClient, world: World, name: str, operation: str, **options: Any) -> Any:
    """The answer to the right request of this operation, sent by this person, or by nobody."""
    route = ROUTES[operation]
    method, _space, path = operation.partition(" ")
    with world.db.read() as cursor:
        latest = cursor.row("select id, change_set_id from activity where record = 'plan' and plan_id = 1 order by id desc limit 1")
    assert latest
    ids = {
        **dict.fromkeys(("plan_id", "client_id", "contact_id", "staff_id", "view_id", "definition_id", "rule_id", "template_id"), 1),
        **dict.fromkeys(("task_id", "goal_id"), 1),
        **{"role_id": 5, "activity_id": latest["id"], "change_set_id": latest["change_set_id"], "row_id": 1},
        **{"sheet": "financial", "column": "staff_id", "form": "svg", "record": "plan"},
    }
    address = path.format_map({**ids, **route.path}) + (f"?{route.query}" if route.query else "")
    return client(name, **options).request(method, address, json=route.body, files=route.files)


def fingerprint(world: World) -> Any:
    """What no refused request may change."""
    with world.db.read() as cursor:
        tables = ("change_set", "activity", "plan", "template", "client", "contact", "staff", "role", "view", "custom_field", "api_token")
        tables += ("task", "goal")
        return [cursor.value(f"select count(*) from {table}") for table in tables] + cursor.rows(
            "select id, password_hash, name, role_id from staff order by id"
        )


def test_every_route_has_a_line_here(client: ApiClient) -> None:
    document = client().get("/openapi.json").json()
    operations = {f"{method} {path}" for path, methods in document["paths"].items() for method in methods}
    assert operations == set(ROUTES), "Say in ROUTES which permission a new route takes, and take out what is gone."


def test_without_a_session_there_is_nothing(client: ApiClient, people: World) -> None:
    before, answers = fingerprint(people), {}
    expired = open_session(people.db, people.staff["erin"])
    with people.db.write() as cursor:
        cursor.execute("update session set expires_at = $at where token_hash = $hash", {"at": now(), "hash": sessions.token_hash(expired)})
    for operation, route in ROUTES.items():
        if route.permission == PUBLIC:
            continue
        for headers in ({}, {"authorization": "Bearer ap_guessed"}, {"cookie": f"account_planning_session={expired}"}):
            answer = call(client, people, "", operation, headers=headers)
            if answer.status_code != 401 or set(answer.json()) != {"detail"}:
                answers[operation] = answer.status_code
    assert answers == {}
    assert fingerprint(people) == before


def test_without_the_permission_there_is_nothing(client: ApiClient, people: World) -> None:
    before, answers = fingerprint(people), {}
    for operation, route in ROUTES.items():
        for name in LACKING.get(route.permission, ()):
            answer = call(client, people, name, operation)
            allowed = {403, 404} if route.gone else {403}
            if answer.status_code not in allowed or "Nordwind" in answer.text:
                answers[f"{name}: {operation}"] = f"{answer.status_code} {answer.text[:80]}"
    assert answers == {}
    assert fingerprint(people) == before


def test_with_the_permission_the_same_requests_are_taken(client: ApiClient, people: World) -> None:
    """Otherwise the refusals above might be refusals of something else."""
    answers = {}
    for operation, route in ROUTES.items():
        # What ends or deletes comes last, so that the others still find what they ask for.
        if route.permission == PUBLIC or operation.startswith("delete"):
            continue
        answer = call(client, people, HOLDING[route.permission], operation)
        if answer.status_code in (401, 403) or answer.status_code >= 500:
            answers[operation] = f"{answer.status_code} {answer.text[:80]}"
    assert answers == {}


def test_what_is_somebody_elses_cannot_be_guessed(client: ApiClient, people: World) -> None:
    alice, bob = client("alice"), client("bob")
    view_id = alice.get("/v1/views").json()["items"][0]["id"]
    assert bob.get("/v1/views").json()["items"] == []
    assert bob.patch(f"/v1/views/{view_id}", json=edits(name="Bob's now")).status_code == 404
    assert bob.delete(f"/v1/views/{view_id}").status_code == 404
    import_id = alice.post("/v1/imports/plans", files=FILE).json()["id"]
    for path in ("", "/rows", "/refused"):
        assert bob.get(f"/v1/imports/plans/{import_id}{path}").status_code == 404
    assert bob.post(f"/v1/imports/plans/{import_id}/apply").status_code == 404
    job_id = alice.post("/v1/plans/export").json()["id"]
    for path in ("", "/file"):
        assert bob.get(f"/v1/jobs/{job_id}{path}").status_code == 404
    assert bob.delete(f"/v1/jobs/{job_id}").status_code == 404
    assert alice.get(f"/v1/jobs/{job_id}").status_code == 200


def test_a_permission_taken_away_holds_for_the_next_request(client: ApiClient, people: World) -> None:
    api = client("alice")
    token = api.post("/v1/tokens", json={"name": "Program"}).json()["token"]
    program = client(headers={"authorization": f"Bearer {token}"})
    assert program.get("/v1/plans").status_code == 200
    waiting = next(role["id"] for role in client("erin").get("/v1/roles").json()["items"] if role["name"] == "Waiting")
    client("erin").patch(f"/v1/staff/{people.staff['alice']}", json=edits(role_id=waiting))
    for each in (api, program):
        assert each.get("/v1/plans").status_code == 403
        assert each.get("/v1/plans/export").status_code == 403
