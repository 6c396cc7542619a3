"""Clients: found, created, changed, merged, put into the trash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from data.records import CLIENT
from services.actors import Actor
from services.changes import change_set
from services.clients import (
    create_client,
    delete_client,
    family_of,
    find_namesakes,
    get_client,
    list_clients,
    merge_clients,
    plans_for_period,
    plans_of,
    update_client,
)
from services.contacts import create_contact, delete_contact, list_contacts, update_contact
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from services.plan_query import read_filter, read_sort
from services.plans import get_plan, list_plans
from services.references import find_references
from services.undo import undo_change_set
from tests.world import World

HOSTILE = "<img src=x onerror=alert(1)> '; drop table client -- ::JSCODE:: [x](javascript:alert(1))"


def make(world: World, name: str, **values: Any) -> int:
    return int(create_client(world.db, world.actor("alice"), {"name": name, **values})[0]["id"])


def names(world: World, q: str = "", sort: str = "", **options: Any) -> list[str]:
    return [row["name"] for row in list_clients(world.db, world.actor("charlie"), q, sort, **options).items]


def test_clients_are_found_by_any_word_without_case_and_accents(world: World) -> None:
    make(world, "Café Crème", address="Place d'Italie, Paris", industry="Food", external_id="ERP-100%")
    make(world, "Création & Co", address="Lyon")
    assert names(world, "creme PARIS") == ["Café Crème"]
    assert names(world, "erp-100%") == ["Café Crème"]
    assert names(world, "100_") == []
    assert names(world, "cre") == ["Café Crème", "Création & Co"]
    assert names(world, sort="-name") == ["Nordwind", "Création & Co", "Café Crème"]
    assert names(world, sort="-plans,name", limit=2) == ["Nordwind", "Café Crème"]
    assert names(world, offset=1, limit=1) == ["Création & Co"]
    first = list_clients(world.db, world.actor("charlie"), "nord").items[0]
    assert (first["plans"], first["contacts"], first["parent_client"]) == (1, 1, None)


def test_clients_are_found_by_their_contacts_and_say_by_which(world: World) -> None:
    other = make(world, "Südwind", address="Lille")
    for name, email in (("Zoé Élan", "z.elan@sud.example"), ("Aude Élan", None), ("Nora", "nora@sud.example")):
        contact, change_set_id = create_contact(world.db, world.actor("alice"), {"client_id": other, "name": name, "email": email})

    def found(q: str) -> dict[str, str | None]:
        return {row["name"]: row["found_contact"] for row in list_clients(world.db, world.actor("charlie"), q).items}

    assert found("DANA") == {"Nordwind": "Dana, dana@nordwind.example"}
    assert found("elan") == {"Südwind": "Aude Élan"}
    assert found("z.elan@sud.example") == found("zoe lille") == {"Südwind": "Zoé Élan, z.elan@sud.example"}
    assert found("sudwind") == {"Südwind": None}
    assert found("dana elan") == found("dana lille") == {}
    assert found("nor") == {"Nordwind": None, "Südwind": "Nora, nora@sud.example"}
    assert list_clients(world.db, world.actor("charlie"), "nor", "-contacts", limit=1).total == 2

    update_contact(world.db, world.actor("alice"), contact["id"], {"name": {"to": "Léa"}})
    assert found("lea") == {"Südwind": "Léa, nora@sud.example"}
    delete_contact(world.db, world.actor("alice"), contact["id"])
    assert found("lea") == {}
    undo_change_set(world.db, world.actor("alice"), change_set_id or 0)
    delete_client(world.db, world.actor("alice"), other)
    assert found("elan") == {}


@pytest.mark.parametrize(("q", "sort", "field"), [("", "password", "sort"), ("\x00", "", "q")])
def test_a_bad_question_is_refused_at_its_parameter(world: World, q: str, sort: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        list_clients(world.db, world.actor("charlie"), q, sort)
    assert caught.value.problems[0].field == field


def test_creating_stores_everything_as_text_and_undo_takes_it_back(world: World) -> None:
    client, change_set_id = create_client(
        world.db, world.actor("bob"), {"name": HOSTILE, "industry": HOSTILE, "address": "a\nb", "website": "example.com"}
    )
    assert (client["name"], client["industry"], client["website"]) == (HOSTILE, HOSTILE, "https://example.com")
    undo_change_set(world.db, world.actor("bob"), change_set_id or 0)
    with pytest.raises(NotFound):
        get_client(world.db, world.actor("bob"), client["id"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 1_000_000}, "name"),
        ({"name": "x", "website": "javascript:alert(1)"}, "website"),
        ({"name": "x", "parent_client_id": 999}, "parent_client_id"),
        ({"name": "x", "search": "y"}, "search"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create_client(world.db, world.actor("alice"), given)
    assert [each.field for each in caught.value.problems] == [field]


def test_the_same_name_is_a_warning_only(world: World) -> None:
    twin = make(world, "NORDWIND")
    assert [row["id"] for row in find_namesakes(world.db, world.actor("alice"), " nordwind ", but=twin)] == [world.client_id]
    assert find_namesakes(world.db, world.actor("alice"), "Nord") == []


def test_a_new_name_is_found_and_shown_on_plans(world: World) -> None:
    update_client(world.db, world.actor("bob"), world.client_id, {"name": {"from": "Nordwind", "to": "Südwind"}})
    assert names(world, "sudwind") == ["Südwind"]
    actor = world.actor("bob")
    assert list_plans(world.db, actor, read_filter([("q", "sudwind")], actor), read_sort("client")).total == 1


def test_a_field_changed_meanwhile_is_a_conflict_and_others_merge(world: World) -> None:
    update_client(world.db, world.actor("alice"), world.client_id, {"industry": {"to": "Wind"}})
    with pytest.raises(Conflict):
        update_client(world.db, world.actor("bob"), world.client_id, {"industry": {"from": "Energy", "to": "Gas"}})
    update_client(world.db, world.actor("bob"), world.client_id, {"external_id": {"from": None, "to": "N-1"}})
    stored = get_client(world.db, world.actor("bob"), world.client_id)
    assert (stored["industry"], stored["external_id"]) == ("Wind", "N-1")


def test_a_family_has_no_circle(world: World) -> None:
    daughter = make(world, "Daughter", parent_client_id=world.client_id)
    granddaughter = make(world, "Granddaughter", parent_client_id=daughter)
    for parent in (world.client_id, daughter, granddaughter):
        with pytest.raises(Invalid) as caught:
            update_client(world.db, world.actor("alice"), world.client_id, {"parent_client_id": {"to": parent}})
        assert caught.value.problems[0].field == "parent_client_id"
    family = family_of(world.db, world.actor("charlie"), granddaughter)
    assert [row["name"] for row in family.ancestors] == ["Daughter", "Nordwind"]
    assert [row["name"] for row in family_of(world.db, world.actor("charlie"), world.client_id).children] == ["Daughter"]


def test_plans_of_a_client_over_time(world: World) -> None:
    later = world.make_plan()
    assert [row["id"] for row in plans_of(world.db, world.actor("charlie"), world.client_id)] == [later, world.plan_id]
    found = plans_for_period(world.db, world.actor("charlie"), world.client_id, "quarter", date(2026, 10, 1))
    assert [row["id"] for row in found] == [later]
    assert plans_for_period(world.db, world.actor("charlie"), world.client_id, "year", date(2026, 10, 1)) == []


def test_a_client_with_plans_is_not_deleted_without_them(world: World) -> None:
    world.make_plan()
    with pytest.raises(Refused, match="2 plans"):
        delete_client(world.db, world.actor("alice"), world.client_id)
    outcome = delete_client(world.db, world.actor("alice"), world.client_id, with_plans=True)
    assert outcome.count == 2
    for read in (get_client, get_plan):
        with pytest.raises(NotFound):
            read(world.db, world.actor("alice"), 1)
    assert list_contacts(world.db, world.actor("alice")).total == 0
    assert find_references(world.db, world.actor("alice"), "contact") == []
    undo_change_set(world.db, world.actor("alice"), outcome.change_set_id or 0)
    client = get_client(world.db, world.actor("alice"), world.client_id)
    assert (client["plans"], client["contacts"]) == (2, 1)


def test_merging_moves_everything_fills_what_is_empty_and_is_undone_at_once(world: World) -> None:
    holding = make(world, "Holding")
    twin = make(world, "Nordwind SA", website="https://nordwind.example", industry="Oil", parent_client_id=holding)
    child = make(world, "Nordwind Sud", parent_client_id=twin)
    create_contact(world.db, world.actor("alice"), {"client_id": twin, "name": "Didier"})
    trashed = world.make_plan(client_id=twin, subject="Trashed")
    with change_set(world.db, world.actor("alice"), "delete") as changes:
        from data.records import PLAN

        changes.trash(PLAN, [trashed])
    plan = world.make_plan(client_id=twin)
    before = {row["id"]: row for row in list_clients(world.db, world.actor("alice")).items}
    client, change_set_id = merge_clients(world.db, world.actor("alice"), world.client_id, twin)
    assert (client["plans"], client["contacts"], client["industry"]) == (2, 2, "Energy")
    assert (client["website"], client["parent_client"]) == ("https://nordwind.example", "Holding")
    assert get_plan(world.db, world.actor("alice"), plan)["client"] == "Nordwind"
    assert get_client(world.db, world.actor("alice"), child)["parent_client_id"] == world.client_id
    with world.db.read() as cursor:
        assert cursor.value("select client_id from plan where id = $id", {"id": trashed}) == world.client_id
    with pytest.raises(NotFound):
        get_client(world.db, world.actor("alice"), twin)
    undo_change_set(world.db, world.actor("alice"), change_set_id or 0)
    stamps = ("version", "updated_at", "updated_by")
    after = {row["id"]: row for row in list_clients(world.db, world.actor("alice")).items}
    assert {i: {n: v for n, v in row.items() if n not in stamps} for i, row in after.items()} == {
        i: {n: v for n, v in row.items() if n not in stamps} for i, row in before.items()
    }
    assert get_plan(world.db, world.actor("alice"), plan)["client"] == "Nordwind SA"


def test_merging_within_a_family_leaves_no_circle(world: World) -> None:
    daughter = make(world, "Daughter", parent_client_id=world.client_id)
    granddaughter = make(world, "Granddaughter", parent_client_id=daughter)
    client, _change_set_id = merge_clients(world.db, world.actor("alice"), granddaughter, world.client_id)
    assert client["parent_client_id"] is None
    assert get_client(world.db, world.actor("alice"), daughter)["parent_client_id"] == granddaughter
    with pytest.raises(Refused):
        merge_clients(world.db, world.actor("alice"), daughter, daughter)


ATTEMPTS: dict[str, tuple[str, Callable[[World, Actor], object]]] = {
    "create": ("charlie", lambda world, actor: create_client(world.db, actor, {"name": "x"})),
    "update": ("charlie", lambda world, actor: update_client(world.db, actor, world.client_id, {"name": {"to": "x"}})),
    "delete": ("bob", lambda world, actor: delete_client(world.db, actor, world.client_id, with_plans=True)),
    "merge": ("bob", lambda world, actor: merge_clients(world.db, actor, world.client_id, 2)),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_refused_without_the_permission(world: World, attempt: str) -> None:
    who, run = ATTEMPTS[attempt]
    make(world, "Other")
    with pytest.raises(NotAllowed):
        run(world, world.actor(who))
    assert names(world) == ["Nordwind", "Other"]


def test_what_is_gone_is_not_found(world: World) -> None:
    actor = world.actor("alice")
    for run in (
        lambda: get_client(world.db, actor, 999),
        lambda: update_client(world.db, actor, 999, {"name": {"to": "x"}}),
        lambda: delete_client(world.db, actor, 999),
        lambda: merge_clients(world.db, actor, world.client_id, 999),
    ):
        with pytest.raises(NotFound):
            run()


def test_twenty_thousand_clients_page_and_search_by_set(world: World) -> None:
    with world.db.write() as cursor:
        cursor.execute(
            "insert into client (id, name) select nextval('client_seq'), 'Client ' || i || case when i % 100 = 0 then ' Électricité' else '' end"
            " from range(20000) t(i)"
        )
        cursor.execute("update client set search = normalised(name), name_key = normalised(name)")
    page = list_clients(world.db, world.actor("charlie"), "electricite", "-name", offset=100, limit=50)
    assert (page.total, len(page.items)) == (200, 50)
    assert CLIENT.by_name["name"].label == "Name"
