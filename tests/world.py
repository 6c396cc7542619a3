"""A small named world: Alice owns the plan, Bob may edit, Charlie only reads, Dana is the client's contact, Erin administers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from data.database import Database
from data.records import CLIENT, CONTACT, PLAN
from services.actors import Actor, Source, system_actor
from services.changes import change_set
from services.sessions import actor_of_session, open_session
from services.staff import create_staff

PASSWORD = "correct horse battery"


@dataclass
class World:
    """The database, its people (with a session token each), one client with a contact, one plan of Alice's."""

    db: Database
    staff: dict[str, int]
    tokens: dict[str, str]
    client_id: int
    contact_id: int
    plan_id: int

    def actor(self, name: str) -> Actor:
        found = actor_of_session(self.db, self.tokens[name])
        assert found is not None
        return found

    def make_plan(self, **values: Any) -> int:
        defaults: dict[str, Any] = {
            "client_id": self.client_id,
            "subject": "Nordwind – Q4 2026",
            "period_type": "quarter",
            "period_start": date(2026, 10, 1),
            "status": "Draft",
        }
        with change_set(self.db, self.actor("alice"), "create") as changes:
            return int(changes.create(PLAN, [{**defaults, **values}])[0]["id"])


def make_world(db: Database) -> World:
    """People, a client and a plan in an empty migrated database."""
    system = system_actor(Source.CRON)
    roles = {"alice": "Account manager", "bob": "Sales representative", "charlie": "Reader", "erin": "Administrator"}
    staff = {
        name: create_staff(db, system, name=name.capitalize(), email=f"{name}@example.com", role=role, password=PASSWORD)
        for name, role in roles.items()
    }
    tokens = {name: open_session(db, staff_id) for name, staff_id in staff.items()}
    with change_set(db, system, "create") as changes:
        client = changes.create(CLIENT, [{"name": "Nordwind", "industry": "Energy", "address": "1 Quai Ouest, Nantes"}])[0]
        contact = changes.create(CONTACT, [{"client_id": client["id"], "name": "Dana", "email": "dana@nordwind.example"}])[0]
        plan = changes.create(
            PLAN,
            [
                {
                    "client_id": client["id"],
                    "subject": "Nordwind – Q1 2026",
                    "period_type": "quarter",
                    "period_start": date(2026, 1, 1),
                    "status": "In Progress",
                    "person_in_charge_id": staff["alice"],
                    "objective": "Grow the storage business",
                    "revenue_next_year": Decimal("120000.00"),
                }
            ],
        )[0]
    return World(db, staff, tokens, client["id"], contact["id"], plan["id"])
