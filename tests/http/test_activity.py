"""The activity log over HTTP."""

from __future__ import annotations

import re

from services.activity import ACTIONS
from services.plans import update_plan
from services.undo import PASSWORD, PURGE
from tests.conftest import ApiClient
from tests.servers import ROOT
from tests.world import World


def edit(world: World, name: str, **values: object) -> None:
    update_plan(world.db, world.actor(name), world.plan_id, {key: {"to": value} for key, value in values.items()})


def test_entries_are_filtered_and_paged(world: World, client: ApiClient) -> None:
    edit(world, "bob", vision="A")
    edit(world, "alice", vision="B", mission="M")
    alice = client("alice")
    page = alice.get("/v1/activity", params={"plan": world.plan_id, "field": ["vision", "mission"], "limit": 2}).json()
    assert (page["total"], len(page["items"])) == (3, 2)
    entry = next(each for each in page["items"] if each["field"] == "vision")
    assert (entry["old_value"], entry["new_value"], entry["staff_id"], entry["record"]) == ("A", "B", world.staff["alice"], "plan")
    assert alice.get("/v1/activity", params={"staff": world.staff["bob"]}).json()["total"] == 1
    assert alice.get("/v1/activity", params={"to": "2020-01-01"}).json()["total"] == 0
    assert alice.get("/v1/activity", params={"change_set": entry["change_set_id"]}).json()["total"] == 2
    assert alice.get("/v1/activity", params={"record": "client", "record_id": world.client_id}).json()["total"] == 1


def test_a_change_set_is_read_in_words_and_one_entry_reverted(world: World, client: ApiClient) -> None:
    edit(world, "bob", vision="A", mission="M")
    alice = client("alice")
    shown = alice.get("/v1/change-sets", params={"plan": world.plan_id}).json()["items"][0]
    assert (shown["person"], shown["action"], shown["may_undo"], shown["entry_count"]) == ("Bob", "Edited", True, 2)
    entry = next(each for each in shown["entries"] if each["label"] == "Vision")
    assert alice.get(f"/v1/activity/{entry['id']}").json() == {"old": "", "new": "A", "values": []}
    done = alice.post(f"/v1/activity/{entry['id']}/revert").json()
    assert (done["restored"], done["kept"]) == (1, [])
    again = alice.post(f"/v1/activity/{entry['id']}/revert").json()
    assert (again["restored"], again["change_set_id"]) == (0, None)
    assert again["kept"][0] | {"record_id": 0} == {
        "record": "plan",
        "record_id": 0,
        "field": "vision",
        "reason": "It was changed since.",
        "current": None,
        "label": "Vision",
    }


def test_refused_without_the_permission_and_unknown_ones_not_found(world: World, client: ApiClient) -> None:
    edit(world, "bob", vision="A")
    charlie = client("charlie")
    entry = charlie.get("/v1/change-sets", params={"plan": world.plan_id}).json()["items"][0]["entries"][0]
    assert charlie.post(f"/v1/activity/{entry['id']}/revert").status_code == 403
    assert client("alice").post("/v1/activity/2000000000/revert").status_code == 404
    assert client("alice").get("/v1/activity/2000000000").status_code == 404
    assert client("").get("/v1/activity").status_code == 401


def test_bad_input_is_named(world: World, client: ApiClient) -> None:
    for params in ({"from": "soon"}, {"plan": 0}, {"limit": 1001}, {"staff": "x"}):
        assert client("alice").get("/v1/activity", params=params).status_code == 422
    assert client("alice").get("/v1/activity", params={"from": "0001-01-01", "to": "9999-12-31"}).status_code == 200


def test_the_log_of_a_client_holds_its_contacts_and_the_whole_log_names_plans(world: World, client: ApiClient) -> None:
    alice = client("alice")
    other = alice.post("/v1/clients", json={"name": "Südwind"}).json()["id"]
    address = f"/v1/clients/{world.client_id}"
    alice.patch(address, json={"set": {"industry": {"to": "Retail"}}})
    alice.patch(f"/v1/contacts/{world.contact_id}", json={"set": {"title": {"to": "Buyer"}}})
    alice.patch(f"/v1/plans/{world.plan_id}", json={"set": {"vision": {"to": "Lead"}}})
    log = alice.get("/v1/change-sets", params={"client": world.client_id}).json()
    assert [each["entries"][0]["what"] for each in log["items"][:2]] == ["Contact: Dana", "Client: Nordwind"]
    assert all(entry["record"] != "plan" for each in log["items"] for entry in each["entries"])
    reverted = alice.post(f"/v1/change-sets/{log['items'][1]['id']}/undo").json()
    assert (reverted["restored"], alice.get(address).json()["industry"]) == (1, "Energy")
    assert [each["entries"][0]["what"] for each in alice.get("/v1/change-sets", params={"client": other}).json()["items"]] == [
        "Client: Südwind"
    ]
    whole = alice.get("/v1/change-sets").json()["items"]
    named = next(entry for each in whole for entry in each["entries"] if entry["label"] == "Vision")
    assert (named["plan_id"], named["plan"]) == (world.plan_id, "Nordwind – Q1 2026")


def test_every_action_has_a_name_people_read() -> None:
    used = {
        action
        for path in [*(ROOT / "services").rglob("*.py"), *(ROOT / "data").rglob("*.py")]
        for action in re.findall(r'(?:change_set\(.*?, |^ACTION = )"([a-z_]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"merge", "import_crm", "load_demo"} <= used
    assert used | {PURGE, PASSWORD} <= set(ACTIONS)
