"""Saved views: kept, renamed, overwritten and deleted by their owner, seen by those they are for."""

from __future__ import annotations

from typing import Any

import pytest

from services.activity import activity_filter, list_activity
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.undo import undo_change_set
from services.views import (
    FIRST_STATE,
    ListState,
    create_view,
    delete_view,
    list_views,
    read_list_state,
    save_list_state,
    update_view,
    view_to_wire,
)
from tests.world import World

SHAPE: dict[str, Any] = {
    "filters": {"status": ["Draft", "Review"], "person_in_charge": ["me"]},
    "sort": "-revenue_next_year,subject",
    "columns": ["id", "subject", "status"],
    "layout": {"subject": {"width": 300, "pinned": "left"}},
}


def save(world: World, name: str = "My drafts", *, by: str = "alice", **given: Any) -> int:
    return int(create_view(world.db, world.actor(by), {"name": name, **SHAPE, **given})[0]["id"])


def names(world: World, who: str) -> list[str]:
    return [view["name"] for view in list_views(world.db, world.actor(who))]


def test_a_view_keeps_filter_sort_columns_and_layout(world: World) -> None:
    save(world)
    actor = world.actor("alice")
    wire = view_to_wire(list_views(world.db, actor)[0], actor)
    assert {name: wire[name] for name in SHAPE} == SHAPE
    assert (wire["name"], wire["scope"], wire["owner"], wire["may_change"]) == ("My drafts", "personal", "Alice", True)


def test_personal_views_are_the_owners_alone_and_team_views_everybodys(world: World) -> None:
    save(world, "Mine")
    save(world, "Ours", scope="team")
    assert names(world, "alice") == ["Mine", "Ours"]
    assert names(world, "charlie") == names(world, "erin") == ["Ours"]


def test_the_log_tells_nobody_of_the_personal_views_of_others(world: World) -> None:
    mine, ours = save(world, "Mine"), save(world, "Ours", scope="team")

    def logged(name: str) -> set[int]:
        wanted = activity_filter(world.actor(name), record=["view"])
        return {each["record_id"] for each in list_activity(world.db, wanted)[0]}

    assert logged("erin") == {ours}
    delete_view(world.db, world.actor("alice"), mine)
    assert logged("erin") == {ours}
    own = save(world, "Erin's own", by="erin")
    assert logged("erin") == {ours, own}
    assert logged("alice") == set()


def test_the_owner_renames_and_overwrites(world: World) -> None:
    view_id = save(world)
    actor = world.actor("alice")
    view, change_set_id = update_view(
        world.db, actor, view_id, {"name": {"from": "My drafts", "to": "Late drafts"}, "filters": {"from": SHAPE["filters"], "to": {}}}
    )
    assert (view["name"], view_to_wire(view, actor)["filters"], view["version"]) == ("Late drafts", {}, 2)
    undo_change_set(world.db, actor, change_set_id or 0)
    assert names(world, "alice") == ["My drafts"]
    with pytest.raises(Conflict):
        update_view(world.db, actor, view_id, {"name": {"from": "Late drafts", "to": "x"}})


def test_a_deleted_view_comes_back_whole(world: World) -> None:
    view_id = save(world)
    actor = world.actor("alice")
    before = list_views(world.db, actor)
    change_set_id = delete_view(world.db, actor, view_id)
    assert list_views(world.db, actor) == []
    with pytest.raises(NotFound):
        delete_view(world.db, actor, view_id)
    undo_change_set(world.db, actor, change_set_id or 0)
    assert list_views(world.db, actor) == before


def test_others_may_not_change_a_view_and_do_not_learn_of_personal_ones(world: World) -> None:
    mine, ours = save(world, "Mine"), save(world, "Ours", scope="team")
    rename = {"name": {"to": "Taken"}}
    for who in ("bob", "charlie", "erin"):
        with pytest.raises(NotFound):
            update_view(world.db, world.actor(who), mine, rename)
        with pytest.raises(NotFound):
            delete_view(world.db, world.actor(who), mine)
    for who in ("bob", "charlie"):
        with pytest.raises(NotAllowed):
            update_view(world.db, world.actor(who), ours, rename)
    assert update_view(world.db, world.actor("erin"), ours, rename)[0]["name"] == "Taken"
    change_set_id = delete_view(world.db, world.actor("alice"), mine)
    for who in ("bob", "erin"):
        with pytest.raises(NotFound):
            undo_change_set(world.db, world.actor(who), change_set_id or 0)


def test_a_reader_saves_views_for_himself_only(world: World) -> None:
    save(world, "Read", by="charlie")
    with pytest.raises(NotAllowed):
        save(world, "Told", by="charlie", scope="team")
    with pytest.raises(NotAllowed):
        update_view(world.db, world.actor("charlie"), list_views(world.db, world.actor("charlie"))[0]["id"], {"scope": {"to": "team"}})


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"name": "bell\x07"},
        {"scope": "world"},
        {"filters": {"status": ["Lost"]}},
        {"filters": {"status": "Draft"}},
        {"filters": []},
        {"sort": "objective"},
        {"columns": ["id", "salary"]},
        {"columns": "id"},
        {"layout": {"id": {"width": 5}}},
        {"layout": {"id": {"colour": "red"}}},
        {"owner_id": 1},
    ],
)
def test_a_view_that_could_not_be_opened_is_not_saved(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        save(world, **given)
    assert {problem.field for problem in caught.value.problems} == set(given)
    assert names(world, "alice") == []


def test_the_list_opens_on_my_plans_first_and_then_as_it_was_left(world: World) -> None:
    actor = world.actor("bob")
    assert read_list_state(world.db, actor) == FIRST_STATE
    left = ListState("all", {"q": ["été"]}, "-margin", ("id", "margin"), {"margin": {"width": 90}})
    save_list_state(world.db, actor, left)
    save_list_state(world.db, actor, left)
    assert read_list_state(world.db, actor) == left
    assert read_list_state(world.db, world.actor("alice")) == FIRST_STATE
    with pytest.raises(Invalid):
        save_list_state(world.db, actor, ListState("everything", {}))
