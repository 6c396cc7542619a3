"""Whatever people do in whatever order: undoing the last step puts everything back, and the data stays whole."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from data.records import BELONGING, CLIENT, CONTACT, GRIDS, PLAN, Field, Kind
from services.actors import Actor
from services.approvals import approve_plan
from services.bulk import Scope, change_status, copy_to_period, delete
from services.clients import create_client, delete_client, merge_clients, update_client
from services.contacts import create_contact, delete_contact
from services.errors import AccountPlanningError
from services.integrity import check_data
from services.plans import copy_plan, create_plan, delete_plans, update_plan
from services.sheet_edits import CellEdit, NewRow, RowEdit, RowMove, SheetEdits
from services.sheets import apply
from services.trash import restore
from services.undo import revert_entry, undo_change_set
from tests.world import World

STEPS = 80
WORDS = ("Grow", "Shrink", "Été", "x" * 50)
TYPES = ("month", "quarter", "year")
STAMPS = {"version", "revision", "updated_at", "updated_by", "touched_at", "created_at", "created_by", "approved_revision"}
State = dict[tuple[str, int], dict[str, Any]]


class People:
    """People who do anything at random, refused or not."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.db, self.random = world, world.db, random.Random(seed)
        self.actors = [world.actor("alice"), world.actor("erin")]
        self.steps: tuple[Callable[[Actor], object], ...] = (
            *(self.edit_a_grid,) * 6,
            *(lambda actor: undo_change_set(self.db, actor, self.any("change_set")),) * 3,
            *(lambda actor: revert_entry(self.db, actor, self.any("activity")),) * 3,
            lambda actor: create_client(self.db, actor, {"name": self.word(), "parent_client_id": self.any("client")}),
            lambda actor: update_client(self.db, actor, self.any("client"), {"parent_client_id": {"to": self.any("client")}}),
            lambda actor: delete_client(self.db, actor, self.any("client"), with_plans=True),
            lambda actor: merge_clients(self.db, actor, self.any("client"), self.any("client")),
            lambda actor: create_contact(self.db, actor, {"client_id": self.any("client"), "name": self.word()}),
            lambda actor: delete_contact(self.db, actor, self.any("contact")),
            lambda actor: create_plan(self.db, actor, {"client_id": self.any("client"), "period_start": self.day().isoformat()}),
            lambda actor: update_plan(self.db, actor, self.any("plan"), {"client_id": {"to": self.any("client")}}),
            lambda actor: update_plan(self.db, actor, self.any("plan"), {"period_type": {"to": self.random.choice(TYPES)}}),
            lambda actor: copy_plan(self.db, actor, self.any("plan")),
            lambda actor: delete_plans(self.db, actor, [self.any("plan")]),
            lambda actor: restore(self.db, actor, {"plan": [self.any("plan", "deleted_at is not null")]}),
            lambda actor: restore(self.db, actor, {"client": [self.any("client", "deleted_at is not null")]}),
            lambda actor: approve_plan(self.db, actor, self.any("plan")),
            self.act_on_many,
        )

    def ids(self, table: str, condition: str = "true") -> list[int]:
        with self.db.read() as cursor:
            return cursor.values(f"select id from {table} where {condition} order by id")

    def any(self, table: str, condition: str = "true") -> int:
        found = self.ids(table, condition)
        return self.random.choice(found) if found else 1

    def some(self, of: Sequence[int], most: int = 2) -> list[int]:
        return self.random.sample(of, min(len(of), self.random.randint(0, most)))

    def word(self) -> str:
        return self.random.choice(WORDS)

    def day(self) -> date:
        return date(2026, self.random.randint(1, 12), self.random.randint(1, 28))

    def value(self, field: Field) -> Any:
        if field.choices:
            return self.random.choice(field.choices)
        if field.kind is Kind.REFERENCE and field.refers_to in ("objective", "item"):
            return self.word()
        makers: dict[Kind, Callable[[], Any]] = {
            Kind.INTEGER: lambda: self.random.randint(0, 3000),
            Kind.MONEY: lambda: str(self.random.randint(0, 100)),
            Kind.NUMBER: lambda: str(self.random.randint(0, 100)),
            Kind.DATE: lambda: self.day().isoformat(),
            Kind.REFERENCE: lambda: self.any(field.refers_to),
            Kind.REFERENCES: lambda: [self.any("staff")],
        }
        return makers.get(field.kind, self.word)()

    def edit_a_grid(self, actor: Actor) -> None:
        record, plan_id = self.random.choice([each for each in GRIDS.values() if each.parent == PLAN.name]), self.any("plan")
        fields, there = [each for each in record.fields if not each.read_only], self.ids(record.table, f"plan_id = {plan_id}")

        def row() -> dict[str, Any]:
            return {each.name: self.value(each) for each in self.random.sample(fields, 2)}

        edits = SheetEdits(
            changed={each: RowEdit({name: CellEdit(value) for name, value in row().items()}) for each in self.some(there)},
            added=[NewRow(f"new {number}", row()) for number in range(self.random.randint(0, 3))],
            deleted=dict.fromkeys(self.some(there)),
            moved=[RowMove(each, self.random.choice([None, *there])) for each in self.some(there)],
        )
        apply(self.db, actor, plan_id, record.name, edits)

    def act_on_many(self, actor: Actor) -> None:
        scope = Scope(2, ids=tuple(self.ids("plan", "deleted_at is null")[:2]))
        start, status = self.day(), self.random.choice(("Review", "Completed"))
        self.random.choice(
            (
                lambda: change_status(self.db, actor, scope, status),
                lambda: copy_to_period(self.db, actor, scope, period_type="month", period_start=start),
                lambda: delete(self.db, actor, scope),
            )
        )()

    def act(self) -> int | None:
        """Do something; the change set that was made, if any."""
        before = max(self.ids("change_set"))
        with suppress(AccountPlanningError):
            self.random.choice(self.steps)(self.random.choice(self.actors))
        return next((each for each in self.ids("change_set") if each > before), None)

    def state(self) -> State:
        """Everything that is not in the trash, but for stamps."""
        found: State = {}
        with self.db.read() as cursor:
            for record in (PLAN, CLIENT, CONTACT, *BELONGING):
                alive = "plan_id in (select id from plan where deleted_at is null)" if record in BELONGING else "deleted_at is null"
                for row in cursor.rows(f'select * from "{record.table}" where {alive} order by id'):
                    found[record.name, row["id"]] = {name: value for name, value in row.items() if name not in STAMPS}
        return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_last_step_can_be_undone_and_nothing_is_ever_broken(world: World, seed: int) -> None:
    people = People(world, seed)
    undone = 0
    for step in range(STEPS):
        if step % 3:
            people.act()
            continue
        before = people.state()
        if change_set_id := people.act():
            undo_change_set(world.db, world.actor("erin"), change_set_id)
            assert people.state() == before
            undone += 1
    assert undone > STEPS / 10
    assert [str(each) for each in check_data(world.db).findings] == []
    with world.db.read() as cursor:
        assert not cursor.values(
            "select p.id from plan p join client c on c.id = p.client_id where p.deleted_at is null and c.deleted_at is not null"
        )
