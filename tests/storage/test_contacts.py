"""Contacts: found, created, changed, put into the trash."""

from __future__ import annotations

from typing import Any

import pytest

from services.contacts import create_contact, delete_contact, get_contact, list_contacts, update_contact
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.references import find_references
from services.undo import undo_change_set
from tests.world import World


def test_contacts_are_listed_by_client_name_and_word(world: World) -> None:
    from services.clients import create_client

    other = create_client(world.db, world.actor("alice"), {"name": "Südwind"})[0]["id"]
    create_contact(world.db, world.actor("alice"), {"client_id": other, "name": "Zoé Élan", "email": "zoe@sud.example", "title": "CFO"})
    actor = world.actor("charlie")
    assert [row["name"] for row in list_contacts(world.db, actor).items] == ["Dana", "Zoé Élan"]
    assert [row["name"] for row in list_contacts(world.db, actor, "elan sudwind").items] == ["Zoé Élan"]
    assert [row["client"] for row in list_contacts(world.db, actor, sort="-client").items] == ["Südwind", "Nordwind"]
    assert list_contacts(world.db, actor, clients=[world.client_id]).total == 1
    assert [row["name"] for row in find_references(world.db, actor, "contact", "zoe", of_client=other)] == ["Zoé Élan"]
    assert find_references(world.db, actor, "contact", "zoe", of_client=world.client_id) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "x"}, "client_id"),
        ({"client_id": 1}, "name"),
        ({"client_id": 999, "name": "x"}, "client_id"),
        ({"client_id": 1, "name": "x", "email": "nobody"}, "email"),
        ({"client_id": 1, "name": "x", "email": "no body@example.com"}, "email"),
        ({"client_id": 1, "name": "x", "portal_access": True}, "portal_access"),
        ({"client_id": 1, "name": "x", "portal_access": "perhaps"}, "portal_access"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create_contact(world.db, world.actor("alice"), given)
    assert [each.field for each in caught.value.problems] == [field]


def test_portal_access_needs_an_address_and_the_address_stays_while_it_is_given(world: World) -> None:
    actor = world.actor("bob")
    update_contact(world.db, actor, world.contact_id, {"portal_access": {"to": True}})
    with pytest.raises(Invalid):
        update_contact(world.db, actor, world.contact_id, {"email": {"to": None}})
    update_contact(world.db, actor, world.contact_id, {"email": {"to": None}, "portal_access": {"to": False}})


def test_a_field_changed_meanwhile_is_a_conflict(world: World) -> None:
    update_contact(world.db, world.actor("alice"), world.contact_id, {"title": {"to": "CEO"}})
    with pytest.raises(Conflict):
        update_contact(world.db, world.actor("bob"), world.contact_id, {"title": {"from": None, "to": "CFO"}})


def test_a_contact_is_deleted_and_comes_back(world: World) -> None:
    change_set_id = delete_contact(world.db, world.actor("alice"), world.contact_id)
    with pytest.raises(NotFound):
        get_contact(world.db, world.actor("alice"), world.contact_id)
    undo_change_set(world.db, world.actor("alice"), change_set_id or 0)
    assert get_contact(world.db, world.actor("alice"), world.contact_id)["name"] == "Dana"


def test_refused_without_the_permission(world: World) -> None:
    reader, editor = world.actor("charlie"), world.actor("bob")
    with pytest.raises(NotAllowed):
        create_contact(world.db, reader, {"client_id": world.client_id, "name": "x"})
    with pytest.raises(NotAllowed):
        update_contact(world.db, reader, world.contact_id, {"name": {"to": "x"}})
    with pytest.raises(NotAllowed):
        delete_contact(world.db, editor, world.contact_id)
    assert get_contact(world.db, reader, world.contact_id)["name"] == "Dana"
