"""Demo data: about forty fictitious companies with their plans, and many plans of full width to measure with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from data import rows
from data import staff as staff_rows
from data.database import Cursor, Database
from data.demo import history, many
from data.records import CLIENT, CONTACT, PLAN, ROLE, SHEETS, STAFF
from services.actors import Source, system_actor
from services.changes import Changes, Edit, change_set
from services.demo.content import companies, industries, people
from services.demo.drafts import PlanDraft, plan_drafts
from services.demo.templates import create_templates
from services.demo.work import create_work, demo_work, measure_goals
from services.language import current_language, use_language
from services.periods import period_name
from services.sessions import passwords
from services.settings import read_settings
from services.settings_changes import update_settings

FIRST_CLIENT = "demo-01"


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and the password of the demo colleagues, which is stored nowhere."""

    clients: int
    plans: int
    password: str

    @property
    def sign_in(self) -> str:
        emails = [each["email"] for each in people()["staff"]]
        return f"Demo colleagues such as {emails[0]} (account manager) and {emails[-1]} (reader) sign in with the password {self.password}."


def load_demo(db: Database) -> Loaded | None:
    """Load the demo data in one transaction. Returns None where it is there already, be it in the trash."""
    password = secrets.token_urlsafe(9)
    with db.write() as cursor:
        if cursor.value("select count(*) from client where external_id = $id", {"id": FIRST_CLIENT}):
            return None
        with change_set(db, system_actor(Source.IMPORT), "load_demo") as changes:
            staff = _create_staff(changes, passwords.hash(password))
            clients, contacts = _create_clients(changes)
        create_templates(db)
        drafts = list(plan_drafts())
        ids = _create_plans(db, drafts, staff, clients, contacts)
        _go_on(db, drafts, ids, staff)
        history.number_by_time(cursor, ids)
        if not read_settings(db).industries:
            update_settings(db, system_actor(Source.IMPORT), {"industries": {"to": list(industries())}})
    return Loaded(len(clients), len(ids), password)


def load_many_plans(db: Database, wanted: int) -> int:
    """Make clients and plans of full width until there are `wanted` of them. Returns how many were made."""
    with db.write() as cursor:
        missing = wanted - many.count_plans(cursor)
        if missing > 0:
            many.insert_plans(cursor, missing, industries())
    return max(missing, 0)


def _create_staff(changes: Changes, password_hash: str) -> list[int]:
    """The demo colleagues, in the order of the file; who is there already is taken as is."""
    cursor = changes.cursor
    roles = {row["name"]: row["id"] for row in rows.select_rows(cursor, ROLE, cursor.values("select id from role order by id"))}
    ids = []
    for each in people()["staff"]:
        found = staff_rows.select_by_email(cursor, each["email"])
        if found is None:
            values = {name: each[name] for name in ("name", "email", "language")}
            found = changes.create(STAFF, [{**values, "role_id": roles[each["role"]], "active": True}])[0]
            staff_rows.update_password_hash(cursor, found["id"], password_hash)
        ids.append(int(found["id"]))
    return ids


def _create_clients(changes: Changes) -> tuple[list[int], list[list[int]]]:
    """Clients with their contacts; returns their ids in the order of the file."""
    known = companies()
    made = changes.create(CLIENT, [each.values for each in known])
    ids = {row["name"]: int(row["id"]) for row in made}
    changes.update(CLIENT, {ids[each.values["name"]]: {"parent_client_id": Edit(ids[each.parent])} for each in known if each.parent})
    contacts = [{**contact, "client_id": ids[each.values["name"]]} for each in known for contact in each.contacts]
    contact_ids = iter(int(row["id"]) for row in changes.create(CONTACT, contacts))
    return [int(row["id"]) for row in made], [[next(contact_ids) for _ in each.contacts] for each in known]


def _create_plans(db: Database, drafts: list[PlanDraft], staff: list[int], clients: list[int], contacts: list[list[int]]) -> list[int]:
    """Every plan with its grids, each in a change set of who made it, at the time it was made."""
    known, spoken = companies(), current_language.get()
    values: list[dict[str, Any]] = []
    for draft in drafts:
        company = known[draft.company]
        use_language(company.language)
        period = period_name(draft.values["period_start"], draft.values["period_type"], company.language)
        person = draft.values["person_in_charge_id"]
        values.append(
            {
                **draft.values,
                "client_id": clients[draft.company],
                "subject": f"{company.values['name']} – {period}",
                "person_in_charge_id": None if person is None else staff[person],
            }
        )
    use_language(spoken)
    with change_set(db, system_actor(Source.IMPORT), "create") as changes:
        ids = [int(row["id"]) for row in changes.create(PLAN, values)]
        for name, record in SHEETS.items():
            made = [
                {**_with_ids(row, staff, contacts[draft.company]), "plan_id": plan_id, "position": float(place)}
                for draft, plan_id in zip(drafts, ids, strict=True)
                for place, row in enumerate(draft.sheets.get(name, ()), start=1)
            ]
            if made:
                changes.create(record, made)
        work = [demo_work(draft, known[draft.company]) for draft in drafts]
        goals = create_work(changes, list(zip(ids, work, strict=True)), staff)
    history.split_by_plan(
        changes.cursor,
        changes.id or 0,
        [(plan_id, draft.created_at, staff[draft.person]) for draft, plan_id in zip(drafts, ids, strict=True)],
    )
    history.chain_plans(changes.cursor, ids)
    measure_goals(db, [(plan_id, staff[draft.person], each) for plan_id, draft, each in zip(ids, drafts, work, strict=True)], goals)
    return ids


def _with_ids(row: dict[str, Any], staff: list[int], contacts: list[int]) -> dict[str, Any]:
    """The row with places in the lists of the demo data replaced by ids."""
    if "staff_id" in row:
        return {**row, "staff_id": staff[row["staff_id"]]}
    if "contact_id" in row:
        return {**row, "contact_id": contacts[row["contact_id"]]}
    return row


def _go_on(db: Database, drafts: list[PlanDraft], ids: list[int], staff: list[int]) -> None:
    """The later changes of the plans: the first of each, then the second, and so on."""
    for number in range(max(len(draft.steps) for draft in drafts)):
        steps = [(plan_id, *draft.steps[number]) for draft, plan_id in zip(drafts, ids, strict=True) if len(draft.steps) > number]
        with change_set(db, system_actor(Source.IMPORT), "update") as changes:
            changes.update(PLAN, {plan_id: {name: Edit(value) for name, value in edits.items()} for plan_id, _at, _who, edits in steps})
        history.split_by_plan(changes.cursor, changes.id or 0, [(plan_id, at, staff[who]) for plan_id, at, who, _edits in steps])


def is_fresh(cursor: Cursor) -> bool:
    """Whether nobody ever kept a client here, so that demo data is welcome."""
    return not cursor.value("select exists (select 1 from client) or exists (select 1 from activity where record = 'client')")


__all__ = ["Loaded", "is_fresh", "load_demo", "load_many_plans"]
