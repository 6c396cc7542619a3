"""Templates over HTTP: the same pattern as every record, sheets, pictures, a plan from one and one from a plan."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import ApiClient
from tests.http.test_staff import edits
from tests.world import World

TREE = {"id": "root", "text": "{client}", "children": [{"id": "a", "text": "Storage", "children": []}]}


def make(api: Any, **values: Any) -> dict[str, Any]:
    answer = api.post("/v1/templates", json={"name": "Growth", **values})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_template_is_made_read_changed_copied_and_deleted(client: ApiClient) -> None:
    api = client("alice")
    made = make(api, vision="Lead", mind_map=TREE)
    assert (made["name"], made["vision"], made["mind_map"], made["tasks"], made["version"]) == ("Growth", "Lead", TREE, 0, 1)
    path = f"/v1/templates/{made['id']}"
    assert api.get(path).json() == {name: value for name, value in made.items() if name != "change_set_id"}
    changed = api.patch(path, json=edits(mission="Sell")).json()
    assert (changed["mission"], changed["version"]) == ("Sell", 2)
    copy = api.post(f"{path}/copy").json()
    assert (copy["name"], copy["mission"]) == ("Growth (copy)", "Sell")
    listed = api.get("/v1/templates?q=growth&sort=-name").json()
    assert ([each["name"] for each in listed["items"]], listed["total"]) == (["Growth (copy)", "Growth"], 2)
    assert "mind_map" not in listed["items"][0]
    answer = api.delete(path)
    assert answer.status_code == 204
    assert api.get(path).status_code == 404
    log = api.get(f"/v1/activity?template={made['id']}").json()
    assert ({(each["record"], each["record_id"]) for each in log["items"]}, log["total"]) == ({("template", made["id"])}, 3)
    assert api.get(f"/v1/change-sets?template={copy['id']}").json()["total"] == 1
    assert api.post(f"/v1/change-sets/{answer.headers['x-change-set-id']}/undo").status_code == 200
    assert api.get(path).status_code == 200


def test_its_sheets_save_and_answer_as_those_of_plans(client: ApiClient) -> None:
    api = client("bob")
    path = f"/v1/templates/{make(api)['id']}/sheets"
    added = [{"key": "a", "values": {"objective_id": "Grow", "action": "Call", "deadline_offset": 14}}]
    answer = api.patch(f"{path}/task", json={"added": added})
    assert (answer.status_code, answer.json()["rows"][0]["deadline_offset"]) == (200, 14)
    row_id = answer.json()["keys"]["a"]
    refused = api.patch(f"{path}/task", json={"changed": [{"id": row_id, **edits(deadline_offset=9999)}]})
    assert (refused.status_code, refused.json()["errors"][0]["reason"]) == (422, "Enter 3650 or less.")
    api.patch(f"{path}/task", json={"changed": [{"id": row_id, **edits(deadline_offset=20)}]})
    conflict = api.patch(f"{path}/task", json={"changed": [{"id": row_id, "set": {"deadline_offset": {"from": 14, "to": 21}}}]})
    assert (conflict.status_code, conflict.json()["conflicts"][0]["theirs"]) == (409, 20)
    sheet = api.get(f"{path}/task").json()
    assert [each["name"] for each in sheet["columns"]][-2:] == ["start_offset", "deadline_offset"]
    assert list(sheet["names"]["objective_id"].values()) == ["Grow"]
    assert [each["name"] for each in api.get(f"{path}/task/people/objective_id").json()["items"]] == ["Grow"]
    assert api.get(f"{path}/financial").status_code == 404
    changes = api.get(f"/v1/changes?record=template_task&since={sheet['next'] - 1}").json()["items"]
    assert [(each["record"], each["plan_id"]) for each in changes] == [("template_task", None)]


def test_its_mind_map_has_a_tag_and_pictures(client: ApiClient) -> None:
    api = client("alice")
    path = f"/v1/templates/{make(api, mind_map=TREE)['id']}"
    answer = api.get(f"{path}/mind-map")
    assert answer.json() == {"mind_map": TREE}
    assert api.get(f"{path}/mind-map", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert "Storage" in api.get(f"{path}/mind-map.svg").text
    assert api.get(f"{path}/mind-map.png").content.startswith(b"\x89PNG")
    assert api.get(f"/v1/templates/{make(api)['id']}/mind-map.svg").status_code == 404


def test_a_plan_is_made_from_a_template_and_a_template_from_a_plan(client: ApiClient, world: World) -> None:
    api = client("bob")
    made = make(api, plan_id=world.plan_id, mission="Given here")
    assert (made["subject"], made["objective"], made["mission"]) == ("{client} – {period}", "Grow the storage business", "Given here")
    api.patch(
        f"/v1/templates/{made['id']}/sheets/task", json={"added": [{"key": "a", "values": {"action": "Call", "deadline_offset": 30}}]}
    )
    body = {"client_id": world.client_id, "template_id": made["id"], "period_type": "quarter", "period_start": "2027-02-03"}
    plan = api.post("/v1/plans", json=body)
    assert (plan.status_code, plan.json()["subject"], plan.json()["template_id"]) == (201, "Nordwind – Q1 2027", made["id"])
    tasks = api.get(f"/v1/plans/{plan.json()['id']}/sheets/task").json()["rows"]
    assert [(each["action"], each["deadline"], each["status"]) for each in tasks] == [("Call", "2027-01-31", "Not Started")]
    assert api.get("/v1/references/template?q=gro").json()["items"] == [{"id": made["id"], "name": "Growth", "detail": made["subject"]}]


@pytest.mark.parametrize(
    "body", [{}, {"name": " "}, {"name": "x", "tasks": 3}, {"name": "x", "mind_map": {"id": 1}}, {"name": "x", "plan_id": 0}]
)
def test_what_cannot_be_a_template_is_refused_with_the_field(client: ApiClient, body: dict[str, Any]) -> None:
    answer = client("alice").post("/v1/templates", json=body)
    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_what_is_gone_is_not_found(client: ApiClient, world: World) -> None:
    api = client("alice")
    assert api.post("/v1/templates", json={"name": "x", "plan_id": 999}).status_code == 404
    assert api.post("/v1/plans", json={"client_id": world.client_id, "template_id": 999}).status_code == 404
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/copy"), ("GET", "/mind-map"), ("GET", "/sheets/task")):
        answer = api.request(method, f"/v1/templates/999{path}")
        assert (answer.status_code, answer.json()["detail"]) == (404, "This template does not exist or is in the trash.")
