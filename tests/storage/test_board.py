"""The board: counts and revenue agree with a plain count over the plans of the filter, cards come page by page."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from data.plan_filter import PlanFilter
from data.records import PLAN, TASK
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.actors import Permission
from services.board import LANES, read_board, read_cards
from services.changes import change_set
from services.errors import Invalid, NotAllowed
from services.plans import list_plans
from services.settings import read_settings, today
from tests.world import World


def fill(world: World, count: int = 120) -> None:
    dice = random.Random(7)
    people: list[Any] = [*world.staff.values(), None]
    plans = [
        {
            "client_id": world.client_id,
            "period_type": "quarter",
            "period_start": date(2026, 10, 1),
            "subject": f"Plan {number}",
            "status": dice.choice(STATUSES),
            "client_status": dice.choice([*CLIENT_STATUSES, None]),
            "bcg": dice.choice([*BCG_MODELS, None]),
            "person_in_charge_id": dice.choice(people),
            "revenue_next_year": dice.choice([None, Decimal(dice.randint(1, 99_999))]),
        }
        for number in range(count)
    ]
    with change_set(world.db, world.actor("alice"), "create") as changes:
        changes.create(PLAN, plans)


def test_counts_and_revenue_are_those_of_the_plans_of_the_filter(world: World) -> None:
    fill(world)
    actor = world.actor("charlie")
    for filters in (PlanFilter(), PlanFilter(client_status=("Red", None), q="plan"), PlanFilter(status=("Draft",))):
        plans = list_plans(world.db, actor, filters, (), limit=1000).items
        for lanes in ("", *LANES):
            column = {"person_in_charge": "person_in_charge_id"}.get(lanes, lanes)
            expected: dict[Any, list[Any]] = defaultdict(lambda: [0, Decimal(0)])
            for plan in plans:
                cell = expected[plan["status"], plan[column] if lanes else None]
                cell[0] += 1
                cell[1] += plan["revenue_next_year"] or 0
            board = read_board(world.db, actor, filters, lanes=lanes, cards=3)
            found = {(each.status, each.lane): [each.plans, each.revenue] for each in board.columns if each.plans}
            assert found == dict(expected), (filters, lanes)
            assert all(len(each.cards) == min(3, each.plans) for each in board.columns), (filters, lanes)


def test_more_cards_go_on_where_the_first_ended(world: World) -> None:
    fill(world)
    actor = world.actor("charlie")
    first = next(each for each in read_board(world.db, actor, PlanFilter(), cards=5).columns if each.status == "Draft")
    rest = read_cards(world.db, actor, PlanFilter(), status="Draft", offset=5, limit=200)
    ids = [card["id"] for card in [*first.cards, *rest]]
    assert len(ids) == len(set(ids)) == first.plans
    lane = read_cards(world.db, actor, PlanFilter(), status="Draft", lanes="client_status", lane="none", offset=0, limit=200)
    assert {card["client_status"] for card in lane} == {None}


def test_a_card_to_keep_comes_along_from_further_down_as_far_as_the_filter_has_it(world: World) -> None:
    fill(world)
    actor = world.actor("charlie")
    drafts = [card["id"] for card in read_cards(world.db, actor, PlanFilter(), status="Draft", offset=0, limit=1000)]
    keep = [drafts[-1], drafts[0], 2**31 - 1]
    for lanes in ("", *LANES):
        board = read_board(world.db, actor, PlanFilter(), lanes=lanes, cards=2, keep=keep)
        columns = [[card["id"] for card in each.cards] for each in board.columns]
        assert [ids[2:] for ids in columns if len(ids) > 2] == [[drafts[-1]]], lanes
    assert drafts[:2] + drafts[-1:] in [
        [card["id"] for card in each.cards] for each in read_board(world.db, actor, PlanFilter(), cards=2, keep=keep).columns
    ]
    reviews = read_board(world.db, actor, PlanFilter(status=("Review",)), cards=2, keep=keep)
    assert sum(len(each.cards) for each in reviews.columns) == 2


def test_a_card_tells_how_many_tasks_are_overdue(world: World) -> None:
    day = today(read_settings(world.db))
    tasks = [
        (day - timedelta(days=1), "Not Started"),
        (day, "Not Started"),
        (day - timedelta(days=9), "Complete"),
        (date(2020, 1, 1), "On Hold"),
    ]
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(
            TASK,
            [
                {"plan_id": world.plan_id, "position": place, "deadline": deadline, "status": status}
                for place, (deadline, status) in enumerate(tasks)
            ],
        )
    cards = [card for column in read_board(world.db, world.actor("charlie"), PlanFilter()).columns for card in column.cards]
    assert [(card["id"], card["overdue"]) for card in cards] == [(world.plan_id, 2)]


def test_what_is_not_allowed_or_unknown_is_refused(world: World) -> None:
    nobody = replace(world.actor("charlie"), permissions=frozenset[Permission]())
    with pytest.raises(NotAllowed):
        read_board(world.db, nobody, PlanFilter())
    with pytest.raises(NotAllowed):
        read_cards(world.db, nobody, PlanFilter(), status="Draft", offset=0, limit=1)
    with pytest.raises(Invalid):
        read_board(world.db, world.actor("charlie"), PlanFilter(), lanes="password")
