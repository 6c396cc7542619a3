"""Sheets over HTTP: read, save with 200, 409 and 422, who may, what is refused, the feed and undo."""

from __future__ import annotations

from typing import Any

import pytest

from data.records import PLAN
from services.changes import change_set
from tests.conftest import ApiClient
from tests.world import World


def url(world: World, sheet: str = "financial") -> str:
    return f"/v1/plans/{world.plan_id}/sheets/{sheet}"


def add(client: ApiClient, world: World, *rows: dict[str, Any], sheet: str = "financial") -> dict[str, Any]:
    added = [{"key": f"k{number}", "values": values} for number, values in enumerate(rows)]
    answer = client("alice").patch(url(world, sheet), json={"input": "text", "added": added})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_sheet_tells_its_columns_in_the_order_and_words_of_the_declaration(client: ApiClient, world: World) -> None:
    add(client, world, {"year": "2025", "revenue": "1,234.50"})
    sheet = client("charlie").get(url(world)).json()
    assert [column["label"] for column in sheet["columns"]] == ["Year", "Revenue", "Sales spent", "Traffic", "Loss"]
    assert [column["name"] for column in sheet["columns"] if column["total"]] == ["revenue", "sales_spent", "traffic", "loss"]
    assert (sheet["label"], sheet["currency"], sheet["may_edit"]) == ("Financial", "EUR", False)
    assert [(row["year"], row["revenue"], row["loss"]) for row in sheet["rows"]] == [(2025, "1234.50", None)]


def test_labels_and_choices_come_in_the_language_of_the_person(client: ApiClient, world: World) -> None:
    with world.db.write() as cursor:
        cursor.execute("update staff set language = 'fr' where id = $id", {"id": world.staff["bob"]})
    bob = client("bob")
    answer = bob.patch(url(world), json={"input": "text", "added": [{"key": "a", "values": {"revenue": "1 234,50", "loss": "1.5"}}]})
    assert [error["field"] for error in answer.json()["errors"]] == ["loss"]
    assert answer.json()["rows"][0]["revenue"] == "1234.50"


def test_part_of_a_paste_is_saved_and_the_rest_is_named(client: ApiClient, world: World) -> None:
    body = add(client, world, {"year": "2025"}, {"year": "soon", "traffic": "8"})
    assert body["errors"] == [
        {"id": body["keys"]["k1"], "key": "k1", "field": "year", "reason": "Enter a number such as 1,234.", "value": "soon"}
    ]
    assert body["order"] == [body["keys"]["k0"], body["keys"]["k1"]]
    assert [row["traffic"] for row in body["rows"]] == [None, 8]
    assert body["change_set_id"]
    assert body["revision"] == client("alice").get(f"/v1/plans/{world.plan_id}").json()["revision"]


def test_only_wrong_values_answer_422_and_only_conflicts_409(client: ApiClient, world: World) -> None:
    row_id = add(client, world, {"year": "2025"})["keys"]["k0"]
    wrong = client("alice").patch(url(world), json={"input": "text", "changed": [{"id": row_id, "set": {"year": {"to": "soon"}}}]})
    assert (wrong.status_code, wrong.json()["detail"]) == (422, "Enter a number such as 1,234.")
    late = client("bob").patch(url(world), json={"changed": [{"id": row_id, "set": {"year": {"from": 2024, "to": 2026}}}]})
    assert late.status_code == 409
    conflict = late.json()["conflicts"][0]
    assert conflict == {
        "id": row_id,
        "field": "year",
        "started_from": 2024,
        "yours": 2026,
        "theirs": 2025,
        "theirs_shown": "2025",
        "theirs_by": "Alice",
    }
    assert late.json()["change_set_id"] is None


def test_nothing_to_do_answers_200(client: ApiClient, world: World) -> None:
    row_id = add(client, world, {"year": "2025"})["keys"]["k0"]
    answer = client("alice").patch(url(world), json={"changed": [{"id": row_id, "set": {"year": {"from": 2024, "to": 2025}}}]})
    assert (answer.status_code, answer.json()["change_set_id"]) == (200, None)


def test_a_reader_may_read_and_not_change(client: ApiClient, world: World) -> None:
    charlie = client("charlie")
    assert charlie.get(url(world)).status_code == 200
    assert charlie.patch(url(world), json={"added": [{"key": "a", "values": {"year": 2025}}]}).status_code == 403
    assert client("alice").get(url(world)).json()["rows"] == []


def test_what_does_not_exist_is_404(client: ApiClient, world: World) -> None:
    alice = client("alice")
    row_id = add(client, world, {"year": "2025"})["keys"]["k0"]
    other = world.make_plan()
    assert alice.get(f"/v1/plans/{world.plan_id}/sheets/staff").status_code == 404
    assert alice.get("/v1/plans/999/sheets/financial").status_code == 404
    foreign = alice.patch(f"/v1/plans/{other}/sheets/financial", json={"changed": [{"id": row_id, "set": {"year": {"to": 1}}}]})
    assert foreign.status_code == 404
    with change_set(world.db, world.actor("alice"), "delete") as changes:
        changes.trash(PLAN, [world.plan_id])
    assert alice.get(url(world)).status_code == 404
    assert alice.patch(url(world), json={"added": [{"key": "a"}]}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"added": [{"key": "a"}, {"key": "a"}]},
        {"added": [{"values": {}}]},
        {"changed": [{"id": 0, "set": {}}]},
        {"changed": [{"id": 2**31, "set": {}}]},
        {"deleted": [{"id": "one"}]},
        {"input": "words"},
        {"removed": []},
    ],
)
def test_a_malformed_request_is_refused_and_changes_nothing(client: ApiClient, world: World, body: dict[str, Any]) -> None:
    answer = client("alice").patch(url(world), json=body)
    assert answer.status_code == 422
    assert answer.json()["problems"]
    assert client("alice").get(url(world)).json()["rows"] == []


@pytest.mark.parametrize("text", ["x\\u0000y", "\\u001b[31m", "a\\ud800b"])
def test_invisible_characters_are_refused_at_the_cell(client: ApiClient, world: World, text: str) -> None:
    body = f'{{"input": "text", "added": [{{"key": "a", "values": {{"item": "{text}", "reference": "good", "{text}": 1}}}}]}}'
    answer = client("alice").patch(url(world, "marketing_activity"), content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert sorted(error["field"] == "item" for error in answer.json()["errors"]) == [False, True]
    assert answer.json()["rows"][0]["reference"] == "good"


@pytest.mark.parametrize(
    ("sheet", "column"), [("company_team", "staff_id"), ("client_team", "contact_id"), ("task", "people_in_charge_ids")]
)
def test_a_person_is_not_called_by_invisible_characters(client: ApiClient, world: World, sheet: str, column: str) -> None:
    body = f'{{"input": "text", "added": [{{"key": "a", "values": {{"{column}": "a\\ud800b"}}}}]}}'
    answer = client("alice").patch(url(world, sheet), content=body, headers={"content-type": "application/json"})
    assert [(each["field"], each["reason"]) for each in answer.json()["errors"]] == [
        (column, "Remove the invisible control character at position 2.")
    ]


def test_numbers_that_json_lacks_are_refused_at_the_cell(client: ApiClient, world: World) -> None:
    body = '{"added": [{"key": "a", "values": {"revenue": NaN, "loss": 1e999, "year": [1]}}]}'
    answer = client("alice").patch(url(world), content=body, headers={"content-type": "application/json"})
    assert [(error["field"], error["value"]) for error in answer.json()["errors"]] == [("revenue", None), ("loss", None), ("year", None)]


def test_hostile_and_long_text_comes_back_as_it_was(client: ApiClient, world: World) -> None:
    texts = [
        "<img src=x onerror=alert(1)>",
        "=HYPERLINK()",
        "'; drop table plan",
        "::JSCODE::alert(1)::JSCODE::",
        "\u202eabc",
        "é" * 300_000,
    ]
    add(client, world, *({"notes": text} for text in texts), sheet="competitor")
    assert [row["notes"] for row in client("alice").get(url(world, "competitor")).json()["rows"]] == texts


def test_people_to_choose_are_staff_or_contacts_of_the_client(client: ApiClient, world: World) -> None:
    alice = client("alice")
    staff = alice.get(url(world, "company_team") + "/people/staff_id", params={"q": "bo"}).json()["items"]
    assert [(person["id"], person["name"]) for person in staff] == [(world.staff["bob"], "Bob")]
    contacts = alice.get(url(world, "client_team") + "/people/contact_id").json()["items"]
    assert [person["name"] for person in contacts] == ["Dana"]
    assert alice.get(url(world, "company_team") + "/people/role").status_code == 404


def test_the_feed_starts_at_now_and_names_what_came_after(client: ApiClient, world: World) -> None:
    alice = client("alice")
    start = alice.get("/v1/changes").json()
    assert start["items"] == []
    body = add(client, world, {"year": "2025"})
    feed = alice.get("/v1/changes", params={"since": start["next"], "plan": world.plan_id, "record": "financial"}).json()
    assert [(item["record"], item["record_id"], item["action"], item["change_set_id"]) for item in feed["items"]] == [
        ("financial", body["keys"]["k0"], "create", body["change_set_id"])
    ]
    assert alice.get("/v1/changes", params={"since": feed["next"]}).json() == {
        "items": [],
        "total": 0,
        "next": feed["next"],
        "reset": False,
    }
    assert feed["total"] == 1
    every = alice.get("/v1/changes", params={"since": 0}).json()
    assert every["total"] == len(every["items"]) > 1
    too_many = alice.get("/v1/changes", params={"since": 0, "limit": 1}).json()
    assert (too_many["items"], too_many["total"], too_many["reset"]) == ([], every["total"], True)
    assert alice.get("/v1/changes", params={"since": -1}).status_code == 422


def test_a_change_set_is_undone_once_by_who_may_edit(client: ApiClient, world: World) -> None:
    change_set_id = add(client, world, {"year": "2025"}, {"year": "2026"})["change_set_id"]
    assert client("charlie").post(f"/v1/change-sets/{change_set_id}/undo").status_code == 403
    undone = client("bob").post(f"/v1/change-sets/{change_set_id}/undo").json()
    assert (undone["restored"], undone["kept"]) == (2, [])
    assert client("alice").get(url(world)).json()["rows"] == []
    assert client("alice").post(f"/v1/change-sets/{change_set_id}/undo").status_code == 409
    assert client("alice").post(f"/v1/change-sets/{undone['change_set_id']}/undo").json()["restored"] == 2
    assert client("alice").post("/v1/change-sets/999999/undo").status_code == 404
