"""Administrators create people, change who they are and what they may do, and let them go; nobody else does."""

from __future__ import annotations

import pytest

from services.errors import Refused
from services.sessions import sign_in
from services.undo import undo_change_set
from tests.conftest import ApiClient
from tests.world import PASSWORD, World


def edits(**values: object) -> dict[str, object]:
    return {"set": {name: {"to": value} for name, value in values.items()}}


def test_a_new_person_can_sign_in_with_the_password_given(client: ApiClient, world: World) -> None:
    role_id = next(role["id"] for role in client("erin").get("/v1/roles").json()["items"] if role["name"] == "Reader")
    made = client("erin").post(
        "/v1/staff", json={"name": "Frank", "email": "frank@example.com", "role_id": role_id, "password": "a long enough one"}
    )
    assert made.status_code == 201
    assert (made.json()["role"], made.json()["active"]) == ("Reader", True)
    assert sign_in(world.db, "FRANK@example.com", "a long enough one")
    assert "password" not in made.text


def test_everybody_sees_colleagues_but_only_administrators_change_them(client: ApiClient, world: World) -> None:
    people = client("charlie").get("/v1/staff").json()
    assert [person["name"] for person in people["items"]] == ["Alice", "Bob", "Charlie", "Erin"]
    assert people["total"] == 4
    for name in ("alice", "bob", "charlie"):
        api = client(name)
        assert api.post("/v1/staff", json={"name": "X", "email": "x@example.com", "role_id": 1}).status_code == 403
        assert api.patch(f"/v1/staff/{world.staff['charlie']}", json=edits(name="Charlie the Great")).status_code == 403
        assert api.put(f"/v1/staff/{world.staff['erin']}/password", json={"password": "taken over now"}).status_code == 403


def test_a_renamed_colleague_has_the_new_name_in_the_list_of_plans(client: ApiClient, world: World) -> None:
    client("erin").patch(f"/v1/staff/{world.staff['alice']}", json=edits(name="Alice Martin"))
    plan = client("bob").get(f"/v1/plans/{world.plan_id}").json()
    assert plan["person_in_charge"] == "Alice Martin"


def test_somebody_deactivated_is_signed_out_at_once(client: ApiClient, world: World) -> None:
    bob = client("bob")
    assert bob.get("/v1/me").status_code == 200
    answer = client("erin").patch(f"/v1/staff/{world.staff['bob']}", json=edits(active=False))
    assert answer.json()["active"] is False
    assert bob.get("/v1/me").status_code == 401
    assert client("erin").post("/session", data={"email": "bob@example.com", "password": PASSWORD}).status_code == 401
    client("erin").patch(f"/v1/staff/{world.staff['bob']}", json=edits(active=True))
    assert bob.get("/v1/me").status_code == 401


def test_a_new_password_ends_every_session_of_that_person(client: ApiClient, world: World) -> None:
    assert client("erin").put(f"/v1/staff/{world.staff['bob']}/password", json={"password": "another one for Bob"}).status_code == 204
    assert client("bob").get("/v1/me").status_code == 401
    assert sign_in(world.db, "bob@example.com", "another one for Bob")
    assert client("erin").get("/v1/me").status_code == 200


def test_a_new_password_stands_in_the_log_without_anything_of_it(client: ApiClient, world: World) -> None:
    erin = client("erin")
    erin.put(f"/v1/staff/{world.staff['bob']}/password", json={"password": "another one for Bob"})
    latest = erin.get("/v1/change-sets?limit=1").json()["items"][0]
    assert (latest["person"], latest["action"], latest["may_undo"]) == ("Erin", "Gave a new password", False)
    (line,) = latest["entries"]
    assert (line["kind"], line["what"], line["old"], line["new"]) == ("password", "Staff member: Bob", "", "")
    assert "another one" not in erin.get("/v1/activity?limit=1").text
    for refused in (f"/v1/change-sets/{latest['id']}/undo", f"/v1/activity/{line['id']}/revert"):
        answer = erin.post(refused)
        assert (answer.status_code, "holds no passwords" in answer.json()["detail"]) == (409, True)
    assert sign_in(world.db, "bob@example.com", "another one for Bob")


def test_an_administrator_always_remains(client: ApiClient, world: World) -> None:
    erin, reader = world.staff["erin"], client("erin").get("/v1/roles").json()["items"][3]["id"]
    for change in ({"role_id": reader}, {"active": False}):
        refused = client("erin").patch(f"/v1/staff/{erin}", json=edits(**change))
        assert refused.status_code == 409
        assert "must stay an active administrator" in refused.json()["detail"]
    assert client("erin").get("/v1/me").json()["is_administrator"] is True


def test_an_administrator_remains_through_undo_too(client: ApiClient, world: World) -> None:
    administrator, account_manager = (role["id"] for role in client("erin").get("/v1/roles").json()["items"][:2])
    promoted = client("erin").patch(f"/v1/staff/{world.staff['bob']}", json=edits(role_id=administrator)).json()["change_set_id"]
    assert client("bob").patch(f"/v1/staff/{world.staff['erin']}", json=edits(role_id=account_manager)).status_code == 200
    with pytest.raises(Refused, match="must stay an active administrator"):
        undo_change_set(world.db, world.actor("bob"), promoted)
    assert world.actor("bob").is_administrator


def test_undoing_the_creation_of_a_person_deactivates_them(client: ApiClient, world: World) -> None:
    made = client("erin").post("/v1/staff", json={"name": "Gus", "email": "gus@example.com", "role_id": 1}).json()
    with world.db.read() as cursor:
        change_set_id = cursor.value("select max(id) from change_set")
    undo_change_set(world.db, world.actor("erin"), change_set_id)
    assert client("erin").get(f"/v1/staff/{made['id']}").json()["active"] is False


def test_bad_input_names_its_field(client: ApiClient, world: World) -> None:
    api = client("erin")
    refused = api.post("/v1/staff", json={"name": " ", "email": "nobody", "role_id": 1, "language": "xx"})
    assert {problem["field"] for problem in refused.json()["problems"]} == {"name"}
    for values, field in (
        ({"email": "nobody"}, "email"),
        ({"email": "Bob@Example.com"}, "email"),
        ({"language": "xx"}, "language"),
        ({"role_id": 99}, "role_id"),
        ({"name": "with a\u0000zero"}, "name"),
        ({"password": "x"}, "password"),
        ({"id": 5}, "id"),
    ):
        refused = api.patch(f"/v1/staff/{world.staff['alice']}", json=edits(**values))
        assert refused.status_code == 422, values
        assert refused.json()["problems"][0]["field"] == field
    assert api.patch("/v1/staff/4000", json=edits(name="X")).status_code == 404
    assert api.put(f"/v1/staff/{world.staff['bob']}/password", json={"password": "short"}).json()["problems"][0]["field"] == "password"


def test_a_name_changed_meanwhile_is_shown_with_both_values(client: ApiClient, world: World) -> None:
    client("erin").patch(f"/v1/staff/{world.staff['bob']}", json=edits(name="Robert"))
    answer = client("erin").patch(f"/v1/staff/{world.staff['bob']}", json={"set": {"name": {"from": "Bob", "to": "Bobby"}}})
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0] | {"row": None} == {
        "field": "name",
        "started_from": "Bob",
        "yours": "Bobby",
        "theirs": "Robert",
        "row": None,
    }
