"""A shelf of forty-eight plans that differ in every way the list filters by, and a plain Python reading of a filter to compare with."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from data.plans import PlanFilter, Range
from data.records import CLIENT, PLAN, Field, Kind
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.changes import change_set
from services.periods import first_day, last_day
from tests.world import World

CLIENT_NAMES = ("Étoile du Nord", "nordwind ouest", "Zulu 100% Énergie")


def fill_shelf(world: World) -> list[dict[str, Any]]:
    """Make the plans and return them all, the world's own one included, each with its client's name."""
    with change_set(world.db, world.actor("alice"), "create") as changes:
        clients = [row["id"] for row in changes.create(CLIENT, [{"name": name} for name in CLIENT_NAMES])]
        people = [*world.staff.values(), None]
        changes.create(PLAN, [_plan(number, clients, people) for number in range(48)])
    with world.db.read() as cursor:
        return cursor.rows("select p.*, c.name as client from plan p join client c on c.id = p.client_id order by p.id")


def _plan(number: int, clients: Sequence[int], people: Sequence[int | None]) -> dict[str, Any]:
    period_type = ("month", "quarter", "year")[number % 3]
    return {
        "client_id": clients[number % 3],
        "subject": (f"Plan {number}", f"élan {number % 7} für Süden", f"growth_{number % 5} 50%")[number % 3 if number % 4 else 0],
        "period_type": period_type,
        "period_start": first_day(date(2024 + number % 3, 1 + number % 12, 1), period_type),
        "status": STATUSES[number % 5],
        "client_status": (*CLIENT_STATUSES, None)[number % 4],
        "bcg": (*BCG_MODELS, None)[number % 5],
        "person_in_charge_id": people[number % len(people)],
        "template_id": (None, 1, 2)[number % 3],
        "objective": None if number % 6 == 0 else f"Win site {number * 37 % 11} for Crème & Co",
        "revenue_next_year": None if number % 8 == 0 else Decimal(number * 7919 % 1000) / 4,
        "margin": None if number % 9 == 0 else Decimal(number % 40) - 20,
    }


def folded(text: str) -> str:
    """Lower case without accents."""
    return "".join(each for each in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(each))


def matches(plan: dict[str, Any], wanted: PlanFilter, custom_fields: Sequence[Field] = ()) -> bool:
    """Whether a plan belongs to a filter, read from the words of the specification."""
    for name, column in (
        ("status", "status"),
        ("client", "client_id"),
        ("bcg", "bcg"),
        ("person_in_charge", "person_in_charge_id"),
        ("client_status", "client_status"),
        ("template", "template_id"),
    ):
        if (chosen := getattr(wanted, name)) and plan[column] not in chosen:
            return False
    if wanted.date_from and last_day(plan["period_start"], plan["period_type"]) < wanted.date_from:
        return False
    if wanted.date_to and plan["period_start"] > wanted.date_to:
        return False
    text = folded(" ".join(str(plan[each] or "") for each in ("id", "subject", "client", "objective")))
    if not all(folded(word) in text for word in wanted.q.split()):
        return False
    return all(
        any(_matches_custom(plan[each.name], each, one) for one in wanted.custom[each.name])
        for each in custom_fields
        if each.name in wanted.custom
    )


def _matches_custom(value: Any, field: Field, wanted: Any) -> bool:
    if wanted == Range():
        return True
    if value is None or wanted is None:
        return value is wanted
    if isinstance(wanted, Range):
        return (wanted.low is None or value >= wanted.low) and (wanted.high is None or value <= wanted.high)
    if field.kind is Kind.TEXT:
        return folded(wanted) in folded(value)
    return wanted in json.loads(value) if field.kind is Kind.CHOICES else bool(value == wanted)
