"""The list of plans: every filter and order gives what a plain reading in Python gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.address import plans_address
from data.database import Database
from data.plans import PlanFilter, Range, Sort
from data.records import CLIENT, PLAN, Field
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.actors import Actor
from services.changes import Edit, change_set
from services.custom_fields import create_definition
from services.errors import Invalid, NotAllowed
from services.plan_fields import plan_custom_fields
from services.plan_query import read_filter, read_sort, without, write_filter, write_sort
from services.plans import list_plans
from tests.plan_shelf import fill_shelf, folded, matches
from tests.world import World


@dataclass
class Shelf:
    db: Database
    actor: Actor
    plans: list[dict[str, Any]]
    custom_fields: tuple[Field, ...]

    def ids(self, wanted: PlanFilter, sort: Sort = (("id", False),), **page: int) -> list[int]:
        return [row["id"] for row in list_plans(self.db, self.actor, wanted, sort, **{"limit": 1000, **page}).items]


@pytest.fixture(scope="module")
def shelf(world_file: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    path = tmp_path_factory.mktemp("shelf") / "account_planning.duckdb"
    path.write_bytes(world_file[0].read_bytes())
    world = replace(world_file[1], db=Database(path))
    admin = world.actor("erin")
    for definition in (
        {"label": "Worth", "type": "money"},
        {"label": "Channel", "type": "choice", "options": ["Web", "Fair", "none"]},
        {"label": "Tags", "type": "multiple choice", "options": ["a", "b"]},
        {"label": "Signed", "type": "date"},
        {"label": "Key", "type": "yes/no"},
        {"label": "Remark", "type": "text"},
    ):
        create_definition(world.db, admin, definition)
    fill_shelf(world)
    _fill_custom(world)
    with world.db.read() as cursor:
        plans = cursor.rows("select p.*, c.name as client from plan p join client c on c.id = p.client_id order by p.id")
    yield Shelf(world.db, world.actor("alice"), plans, plan_custom_fields(world.db))
    world.db.close()


def _fill_custom(world: World) -> None:
    worth, channel, tags, signed, key, remark = (each.name for each in plan_custom_fields(world.db))
    with change_set(world.db, world.actor("alice"), "update") as changes:
        with world.db.read() as cursor:
            ids = cursor.values("select id from plan order by id")
        edits = {
            plan_id: {
                worth: Edit(Decimal(number % 7) * 10),
                channel: Edit(("Web", "Fair", None, "none")[number % 4]),
                tags: Edit((None, '["a"]', '["a", "b"]')[number % 3]),
                signed: Edit(date(2025, 1 + number % 12, 1)),
                key: Edit((True, False, None)[number % 3]),
                remark: Edit((None, "Crème", "100% sure")[number % 3]),
            }
            for number, plan_id in enumerate(ids)
            if number % 5
        }
        changes.update(PLAN, edits)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.none() | values, max_size=3, unique=True).map(tuple)


def some(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


days = st.none() | st.dates(date(2023, 10, 1), date(2027, 3, 1))
words = st.lists(
    st.sampled_from(["plan", "ELAN", "élan", "sud", "süden", "50%", "growth_", "7", "12", "creme", "étoile", "nord", "&", "x"]), max_size=2
)
ranges = st.builds(Range, st.none() | st.integers(0, 60).map(Decimal), st.none() | st.integers(0, 60).map(Decimal))
spans = st.builds(Range, days, days)


@st.composite
def filters(draw: st.DrawFn) -> PlanFilter:
    custom = {
        "cf_1": draw(several(ranges)),
        "cf_2": draw(some(["Web", "Fair", "none", None])),
        "cf_3": draw(some(["a", "b", None])),
        "cf_4": draw(several(spans)),
        "cf_5": draw(some([True, False, None])),
        "cf_6": draw(some(["creme", "100%", "zzz", "none", "=none", None])),
    }
    return PlanFilter(
        q=" ".join(draw(words)),
        status=draw(some(STATUSES)),
        client=draw(some([1, 2, 3, 4, 999])),
        bcg=draw(some([*BCG_MODELS, None])),
        person_in_charge=draw(some([1, 2, 3, None])),
        template=draw(some([1, 2, None])),
        client_status=draw(some([*CLIENT_STATUSES, None])),
        date_from=draw(days),
        date_to=draw(days),
        custom={name: wanted for name, wanted in custom.items() if wanted} if draw(st.booleans()) else {},
    )


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(wanted=filters())
def test_a_filter_finds_what_a_plain_reading_finds(shelf: Shelf, wanted: PlanFilter) -> None:
    expected = [plan["id"] for plan in shelf.plans if matches(plan, wanted, shelf.custom_fields)]
    page = list_plans(shelf.db, shelf.actor, wanted, (("id", False),), limit=1000)
    assert [row["id"] for row in page.items] == expected
    assert page.total == len(expected)


@many
@given(wanted=filters())
def test_a_filter_survives_the_address(shelf: Shelf, wanted: PlanFilter) -> None:
    pairs = write_filter(wanted)
    assert read_filter(pairs, shelf.actor, shelf.custom_fields) == wanted
    in_address = parse_qsl(urlsplit(plans_address(wanted)).query)
    assert read_filter(without(in_address, "view"), shelf.actor, shelf.custom_fields) == wanted
    assert [pair for pair in in_address if pair[0] not in ("view", "sort")] == pairs


@many
@given(
    keys=st.lists(
        st.tuples(
            st.sampled_from(["subject", "client", "time", "status", "client_status", "bcg", "revenue_next_year", "margin"]), st.booleans()
        ),
        min_size=1,
        max_size=2,
        unique_by=lambda pair: pair[0],
    )
)
def test_an_order_is_that_of_a_plain_sort_with_unset_last(shelf: Shelf, keys: list[tuple[str, bool]]) -> None:
    expected = sorted(shelf.plans, key=lambda plan: -plan["id"])
    for name, is_descending in reversed(keys):
        filled = [plan for plan in expected if _key(name, plan) is not None]
        expected = sorted(filled, key=lambda plan: _key(name, plan), reverse=is_descending) + [
            plan for plan in expected if _key(name, plan) is None
        ]
    assert shelf.ids(PlanFilter(), tuple(keys)) == [plan["id"] for plan in expected]


def _key(name: str, plan: dict[str, Any]) -> Any:
    ranks = {"status": STATUSES, "client_status": CLIENT_STATUSES, "bcg": BCG_MODELS}
    if name in ranks:
        return None if plan[name] is None else ranks[name].index(plan[name])
    if name in ("subject", "client"):
        return folded(plan[name])
    return plan["period_start"] if name == "time" else plan[name]


@pytest.mark.parametrize("q", ["", "plan", "nord"])
@pytest.mark.parametrize("sort", [(("id", True),), (("subject", False),), (("client", True), ("time", False))])
def test_pages_join_to_the_whole(shelf: Shelf, q: str, sort: Sort) -> None:
    whole = shelf.ids(PlanFilter(q=q), sort)
    parts = [each for offset in range(0, 60, 7) for each in shelf.ids(PlanFilter(q=q), sort, offset=offset, limit=7)]
    assert parts == whole
    assert list_plans(shelf.db, shelf.actor, PlanFilter(q=q), sort, offset=1000, limit=5).total == len(whole)
    assert list_plans(shelf.db, shelf.actor, PlanFilter(q=q), sort, limit=0).total == len(whole)


def test_only_the_fields_asked_for_come_and_long_texts_cut(shelf: Shelf) -> None:
    page = list_plans(shelf.db, shelf.actor, PlanFilter(ids=(shelf.plans[2]["id"],)), (), columns=["client", "objective"], brief=True)
    assert page.items == [{"client": shelf.plans[2]["client"], "objective": shelf.plans[2]["objective"]}]
    with pytest.raises(Invalid):
        list_plans(shelf.db, shelf.actor, PlanFilter(), (), columns=["id", 'id" from staff --'])


def test_plans_in_the_trash_are_not_listed(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "delete") as changes:
        changes.trash(PLAN, [world.plan_id])
    assert list_plans(world.db, world.actor("charlie"), PlanFilter(), ()).total == 0


def test_a_renamed_client_is_found_and_sorted_by_its_new_name(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "update") as changes:
        changes.update(CLIENT, {world.client_id: {"name": Edit("Ångström")}})
    assert list_plans(world.db, world.actor("alice"), PlanFilter(q="angstrom"), (("client", False),)).total == 1


def test_nobody_without_the_permission_lists(world: World) -> None:
    with pytest.raises(NotAllowed):
        list_plans(world.db, replace(world.actor("charlie"), permissions=frozenset()), PlanFilter(), ())


def test_a_sort_survives_the_address() -> None:
    assert write_sort(read_sort("-revenue_next_year,subject")) == "-revenue_next_year,subject"
    with pytest.raises(Invalid):
        read_sort("objective")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Énergie renouvelable", "energie"),
        ("E\u0301nergie renouvelable", "ÉNERGIE"),
        ("Énergie renouvelable", "e\u0301nergie"),
        ("Œuvre", "oeuvre"),
        ("Main-d'oeuvre", "main-d’œuvre"),
        ("L’Oréal", "l'oreal"),
        ("L'Oréal", "l’oréal"),
        ("Straße", "STRASSE"),
        ("Łódź, Åkerø", "lodz akero"),
        ("Nordwind – Q4", "nordwind - q4"),
        ("1\u202f234\u00a0€", "1 234 €"),
        ("a_b 100 %", "a_b %"),
    ],
)
def test_a_text_is_found_however_it_is_typed(world: World, stored: str, typed: str) -> None:
    plan_id = world.make_plan(subject=stored, objective=None)
    found = list_plans(world.db, world.actor("alice"), PlanFilter(q=typed), (("id", False),)).items
    assert [plan["id"] for plan in found] == [plan_id]


def test_the_order_is_that_of_a_dictionary(world: World) -> None:
    names = ["apple", "Ärger", "ça", "Cab", "eclair", "Œuvre", "Phare", "Zèbre"]
    for name in reversed(names):
        world.make_plan(subject=name, objective=None)
    found = list_plans(world.db, world.actor("alice"), PlanFilter(), (("subject", False),)).items
    assert [plan["subject"] for plan in found if plan["id"] != world.plan_id] == names
