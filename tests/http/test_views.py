"""Views and bulk actions over HTTP."""

from __future__ import annotations

import pytest

from tests.conftest import ApiClient
from tests.world import World

SHAPE = {"filters": {"status": ["Draft"]}, "sort": "subject", "columns": ["id"], "layout": {"id": {"width": 90}}}


def test_a_view_is_saved_renamed_and_deleted(client: ApiClient) -> None:
    api = client("alice")
    made = api.post("/v1/views", json={"name": "<img src=x onerror=alert(1)>", **SHAPE})
    assert made.status_code == 201
    view = made.json()
    listed = api.get("/v1/views").json()
    assert (listed["total"], listed["items"][0]["name"], listed["items"][0]["filters"]) == (
        1,
        "<img src=x onerror=alert(1)>",
        {"status": ["Draft"]},
    )
    renamed = api.patch(f"/v1/views/{view['id']}", json={"set": {"name": {"from": view["name"], "to": "Drafts"}}})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Drafts")
    stale = api.patch(f"/v1/views/{view['id']}", json={"set": {"name": {"from": view["name"], "to": "Other"}}})
    assert (stale.status_code, stale.json()["conflicts"][0]["theirs"]) == (409, "Drafts")
    gone = api.delete(f"/v1/views/{view['id']}")
    assert gone.status_code == 204
    assert api.post(f"/v1/change-sets/{gone.headers['x-change-set-id']}/undo").status_code == 200
    assert api.get("/v1/views").json()["total"] == 1


def test_views_are_paged_and_read_one_by_one(client: ApiClient) -> None:
    alice, bob = client("alice"), client("bob")
    made = [
        alice.post("/v1/views", json={"name": name, "scope": scope, **SHAPE}).json() for name, scope in (("A", "personal"), ("B", "team"))
    ]
    page = alice.get("/v1/views?offset=1&limit=1").json()
    assert ([each["name"] for each in page["items"]], page["total"]) == (["B"], 2)
    assert alice.get("/v1/views?limit=1001").status_code == 422
    mine = alice.get(f"/v1/views/{made[0]['id']}").json()
    assert (mine["name"], mine["filters"], mine["may_change"]) == ("A", {"status": ["Draft"]}, True)
    assert [bob.get(f"/v1/views/{each['id']}").status_code for each in made] == [404, 200]
    assert bob.get(f"/v1/views/{made[1]['id']}").json()["may_change"] is False


def test_changes_of_a_personal_view_are_not_taken_back_by_others(client: ApiClient, world: World) -> None:
    client("alice").post("/v1/views", json={"name": "Mine", **SHAPE})
    with world.db.read() as cursor:
        [entry] = cursor.rows("select id, change_set_id from activity where record = 'view'")
    for name, status in (("bob", 404), ("erin", 404), ("alice", 200)):
        undone = client(name).post(f"/v1/change-sets/{entry['change_set_id']}/undo")
        assert undone.status_code == status, (name, undone.text)
        if status == 404:
            assert client(name).post(f"/v1/activity/{entry['id']}/revert").status_code == status
            assert client("alice").get("/v1/views").json()["total"] == 1
    assert client("alice").get("/v1/views").json()["total"] == 0


def test_personal_views_of_others_are_not_there(client: ApiClient) -> None:
    view_id = client("alice").post("/v1/views", json={"name": "Mine", **SHAPE}).json()["id"]
    for name in ("bob", "erin"):
        api = client(name)
        assert api.get("/v1/views").json()["total"] == 0
        assert api.patch(f"/v1/views/{view_id}", json={"set": {"name": {"to": "x"}}}).status_code == 404
        assert api.delete(f"/v1/views/{view_id}").status_code == 404
    assert client().get("/v1/views").status_code == 401


def test_bad_views_name_the_field(client: ApiClient) -> None:
    refused = client("alice").post("/v1/views", json={"name": "x", "filters": {"status": ["Lost"]}, "columns": ["salary"]})
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json()["problems"]} == {"filters", "columns"}


def test_how_the_list_is_left_is_kept(client: ApiClient) -> None:
    api = client("alice")
    assert api.put("/v1/views/last", json={"opened": "all", **SHAPE}).status_code == 204
    assert api.put("/v1/views/last", json={"opened": "nothing"}).status_code == 422


def test_bulk_actions_ask_again_when_the_set_changed(client: ApiClient, world: World) -> None:
    api = client("alice")
    ids = [world.make_plan() for _ in range(3)]
    body = {"action": "change_status", "status": "Review", "ids": ids, "count": 3}
    done = api.post("/v1/plans/bulk", json=body)
    assert (done.status_code, done.json()["changed"]) == (200, 3)
    assert api.delete(f"/v1/plans/{ids[0]}").status_code == 204
    asked = api.post("/v1/plans/bulk", json=body)
    assert (asked.status_code, asked.json()["count"]) == (409, 2)
    copied = api.post(
        "/v1/plans/bulk",
        json={"action": "copy", "filter": {"status": ["Review"]}, "count": 2, "period_type": "year", "period_start": "2027-01-01"},
    )
    assert copied.json()["changed"] == 2
    deleted = api.post("/v1/plans/bulk", json={"action": "delete", "filter": {}, "count": api.get("/v1/plans").json()["total"]})
    assert deleted.status_code == 200
    assert api.get("/v1/plans").json() == {"items": [], "total": 0}
    api.post(f"/v1/change-sets/{deleted.json()['change_set_id']}/undo")
    assert api.get("/v1/plans").json()["total"] == 5


def test_it_is_told_how_many_selected_plans_a_filter_leaves_out(client: ApiClient, world: World) -> None:
    api = client("charlie")
    draft, gone = world.make_plan(), world.make_plan()
    client("alice").delete(f"/v1/plans/{gone}").raise_for_status()
    for filters, count in (({}, 1), ({"status": ["Draft"]}, 2), ({"status": ["Draft", "In Progress"]}, 1), ({"q": ["nowhere"]}, 3)):
        body = {"ids": [world.plan_id, draft, gone, draft], "filter": filters}
        assert api.post("/v1/plans/bulk/outside", json=body).json() == {"count": count}
    assert api.post("/v1/plans/bulk/outside", json={"ids": []}).json() == {"count": 0}
    assert api.post("/v1/plans/bulk/outside", json={"ids": [1], "filter": {"stauts": ["Draft"]}}).status_code == 422


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [("charlie", "change_status", 403), ("charlie", "copy", 403), ("charlie", "delete", 403), ("bob", "delete", 403), ("", "delete", 401)],
)
def test_bulk_actions_take_their_permission(client: ApiClient, world: World, who: str, action: str, status: int) -> None:
    body = {"action": action, "ids": [world.plan_id], "count": 1, "status": "Review", "period_type": "year", "period_start": "2027-01-01"}
    assert client(who).post("/v1/plans/bulk", json=body).status_code == status
    assert client("alice").get("/v1/plans").json()["items"][0]["status"] == "In Progress"


@pytest.mark.parametrize(
    "body",
    [
        {"action": "change_status", "ids": [1], "count": 1},
        {"action": "copy", "ids": [1], "count": 1, "period_type": "year"},
        {"action": "burn", "ids": [1], "count": 1},
        {"action": "delete", "ids": [0], "count": 1},
        {"action": "delete", "ids": [1], "filter": {}, "count": 1},
        {"action": "delete", "count": 1},
        {"action": "delete", "ids": [1]},
        {"action": "delete", "filter": {"from": ["yesterday"]}, "count": 1},
    ],
)
def test_malformed_bulk_requests_are_refused(client: ApiClient, body: dict[str, object]) -> None:
    assert client("alice").post("/v1/plans/bulk", json=body).status_code == 422


def test_the_list_gives_the_fields_asked_for(client: ApiClient, world: World) -> None:
    api = client("charlie")
    page = api.get("/v1/plans", params={"fields": "id,client,objective", "brief": True, "q": str(world.plan_id)}).json()
    assert page["items"] == [{"id": world.plan_id, "client": "Nordwind", "objective": "Grow the storage business", "custom_fields": {}}]
    assert api.get("/v1/plans", params={"fields": "id,salary"}).status_code == 422
    assert api.get("/v1/plans", params=[("status", "Draft"), ("status", "In Progress"), ("bcg", "none")]).json()["total"] == 1
    assert client("alice").get("/v1/plans", params={"person_in_charge": "me"}).json()["total"] == 1
    assert api.get("/v1/plans", params={"person_in_charge": "me"}).json()["total"] == 0
