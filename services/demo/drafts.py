"""The plans of the demo data: for each company its periods, grids and how each plan went on, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from services.demo.content import Company, Values, companies, people, texts
from services.demo.mind_maps import demo_mind_map
from services.periods import last_day, shift

TODAY = date(2026, 11, 20)
"""The day the demo data is told from: periods before it are over, those after it are drafts."""


@dataclass
class PlanDraft:
    """A plan with its grids; staff and contacts are named by their place in the lists of the demo data.

    `steps` are the later changes of its fields, each with its time and the place of who made it.
    """

    company: int
    person: int
    created_at: datetime
    values: Values
    sheets: dict[str, list[Values]]
    steps: list[tuple[datetime, int, Values]] = field(default_factory=list)


def plan_drafts() -> Iterator[PlanDraft]:
    """Every plan of every client, oldest period first."""
    for place, company in enumerate(companies()):
        chance = random.Random(f"plans of {company.values['name']}")
        period_type = "year" if place % 5 == 3 else "month" if place % 13 == 6 else "quarter"
        start = (
            date(2026, 7, 1) if period_type == "month" else company.first if period_type == "quarter" else date(company.first.year, 1, 1)
        )
        person = (place % 2 if company.language == "fr" else 2 + place % 2) if chance.random() < 0.8 else None
        health = chance.choices(("Green", "Yellow", "Red"), (60, 27, 13))[0]
        latest = shift(TODAY.replace(day=1), period_type, chance.choice((0, 0, 1)))
        while start <= latest:
            health = chance.choices((health, "Green", "Yellow", "Red", None), (60, 18, 12, 6, 4))[0] or health
            yield _draft(chance, company, place, person, period_type, start, health)
            start = shift(start, period_type)


def _draft(
    chance: random.Random, company: Company, place: int, person: int | None, period_type: str, start: date, health: str
) -> PlanDraft:
    words = texts(company.language)
    told = words["industry"][company.values["industry"]]
    name, end = company.values["name"], last_day(start, period_type)

    def tell(text: str) -> str:
        return text.format(client=name, year=start.year, next_year=start.year + 1)

    seller = person if person is not None else (4 if company.language == "fr" else 5 + place % 2)
    revenue = Decimal(company.size * chance.randrange(700, 1400)).quantize(Decimal("0.01"))
    created_at = datetime.combine(start - timedelta(days=chance.randrange(8, 30)), time(8 + chance.randrange(9), chance.randrange(60)))
    draft = PlanDraft(
        company=place,
        person=seller,
        created_at=min(created_at, datetime.combine(TODAY - timedelta(days=chance.randrange(1, 9)), time(10, chance.randrange(60)))),
        values={
            "period_type": period_type,
            "period_start": start,
            "status": "Draft",
            "client_status": health if chance.random() < 0.95 else None,
            "bcg": company.bcg if chance.random() < 0.9 else None,
            "person_in_charge_id": person,
            "industry": company.values["industry"],
            "product": told["product"],
            "sales_channel_online": told["online"],
            "sales_channel_offline": told["offline"],
            "known_partners": told["partners"],
            "vision": tell(told["vision"]),
            "mission": tell(told["mission"]),
            "objective": tell(told["objectives"][start.month // 4 % 2]),
            "threat": tell(told["threat"]),
            "opportunity": tell(told["opportunity"]),
            "success_criteria": tell(told["criteria"]),
            "constraints": tell(told["constraints"]),
            "revenue_next_year": revenue,
            "margin": Decimal(chance.randrange(-40, 420)) / 10,
            "wallet_share": Decimal(chance.randrange(30, 650)) / 10,
        },
        sheets=_sheets(chance, company, words, seller, start, min(end, TODAY)),
    )
    draft.values["mind_map"] = demo_mind_map(company, words, draft.values, draft.sheets) if start >= TODAY.replace(month=1, day=1) else None
    draft.steps = _steps(chance, draft, start, end)
    return draft


def _steps(chance: random.Random, draft: PlanDraft, start: date, end: date) -> list[tuple[datetime, int, Values]]:
    """How the plan went on: from draft through work and review to where it stands on TODAY."""
    if start > TODAY:
        return []
    length = (end - start).days
    states = ["In Progress"]
    if end < TODAY:
        states += ["Review"] if TODAY - end < timedelta(days=60) and chance.random() < 0.5 else ["Review", "Completed"]
        if end < TODAY - timedelta(days=420) and states[-1] == "Completed":
            states.append("Archived")
    elif chance.random() < 0.25:
        states += ["Review"]
    elif chance.random() < 0.15:
        states = []
    steps = []
    for number, state in enumerate(states):
        day = {"In Progress": start + timedelta(days=length // 6), "Review": start + timedelta(days=length * 5 // 6)}.get(
            state, end + timedelta(days=6 + 20 * number)
        )
        values: Values = {"status": state}
        if state == "In Progress":
            values["margin"] = draft.values["margin"] + Decimal(chance.randrange(-30, 31)) / 10
        if state == "Review":
            values["revenue_next_year"] = (draft.values["revenue_next_year"] * Decimal(chance.randrange(92, 112)) / 100).quantize(
                Decimal("0.01")
            )
        at = datetime.combine(min(day, TODAY), time(9 + chance.randrange(8), chance.randrange(60)))
        steps.append((max(at, draft.created_at + timedelta(hours=1 + number)), chance.choice((draft.person, draft.person, 4, 5)), values))
    return steps


def _sheets(
    chance: random.Random, company: Company, words: dict[str, Any], seller: int, start: date, until: date
) -> dict[str, list[Values]]:
    services = chance.sample(words["services"], k=min(len(words["services"]), 4 + chance.randrange(3)))
    bought, offered = services[: len(services) // 2], services[len(services) // 2 :]
    marketing = chance.sample(words["marketing"], k=2 + chance.randrange(3))
    rivals = chance.sample(words["competitors"], k=1 + chance.randrange(3))
    contacts = chance.sample(range(len(company.contacts)), k=min(len(company.contacts), 2 + chance.randrange(3)))
    colleagues = [seller, *chance.sample([each for each in range(4, 7) if each != seller], k=2)]
    name = company.values["name"]
    return {
        "financial": _financial(chance, company, start.year),
        "marketing_activity": [{"item": item, "reference": reference.format(client=name)} for item, reference in marketing],
        "current_service": [{"service": each, "potential": chance.choice(("High", "Medium", "Low"))} for each in bought],
        "offering": [
            {
                "service": each,
                "potential": chance.choice(("High", "Medium", "Medium", "Low")),
                "scale": chance.choice(words["scales"]),
                "convert": chance.choice(words["converts"]),
                "prioritization": words["prioritizations"][min(number, 2)],
            }
            for number, each in enumerate(offered)
        ],
        "company_team": [_colleague(words, each, number) for number, each in enumerate(colleagues)],
        "client_team": [_client_member(chance, company, each) for each in contacts],
        "meeting_note": _notes(chance, company, words, start, until, services),
        "competitor": [
            {"name": rival, "threat_level": chance.choice(("Low", "Medium", "High")), "notes": notes} for rival, notes in rivals
        ],
    }


def _financial(chance: random.Random, company: Company, last_year: int) -> list[Values]:
    """Revenue with the client over four years, up to the year of the plan."""
    growth = Decimal(chance.randrange(94, 116)) / 100
    revenue, rows = Decimal(company.size * 620), []
    for year in range(last_year - 3, last_year + 1):
        revenue = (revenue * growth * Decimal(chance.randrange(95, 106)) / 100).quantize(Decimal("0.01"))
        rows.append(
            {
                "year": year,
                "revenue": revenue,
                "sales_spent": (revenue * Decimal(chance.randrange(30, 75)) / 1000).quantize(Decimal("0.01")),
                "traffic": company.size * chance.randrange(18, 40),
                "loss": (revenue * Decimal(chance.choice((0, 0, 0, 12, 31))) / 1000).quantize(Decimal("0.01")),
            }
        )
    return rows


def _colleague(words: dict[str, Any], person: int, number: int) -> Values:
    staff = people()["staff"][person]
    return {
        "staff_id": person,
        "role": words["team_roles"][number],
        "department": staff["department"],
        "title": staff["title"],
        "phone": f"+33 1 99 00 {10 + person} {20 + person}",
        "email": staff["email"],
        "serving_status": words["serving"][min(number, 2)],
    }


def _client_member(chance: random.Random, company: Company, number: int) -> Values:
    names, contact = people()["contacts"][company.language], company.contacts[number]
    return {
        "contact_id": number,
        "title": contact["title"],
        "role": chance.choice(names["roles"]),
        "phone": contact["phone"],
        "email": contact["email"],
        "personality": chance.choice(names["personalities"]),
        "highlight_note": chance.choice(names["notes"]),
        "working_status": "Active" if chance.random() < 0.9 else "Inactive",
    }


def _notes(chance: random.Random, company: Company, words: dict[str, Any], start: date, until: date, services: list[str]) -> list[Values]:
    """Notes on days within the period that are over by now, newest first; none for a period to come."""
    if until <= start:
        return []
    days = sorted(
        (start + timedelta(days=chance.randrange((until - start).days + 1)) for _ in range(2 + chance.randrange(3))), reverse=True
    )
    rows = []
    for day in days:
        note, contact = chance.choice(words["notes"]), chance.choice(company.contacts)["name"]
        rows.append(
            {
                "date": day,
                "kind": note["kind"],
                "attendees": f"{contact}, {people()['staff'][chance.randrange(7)]['name']}",
                "notes": note["text"].format(
                    contact=contact, service=chance.choice(services), client=company.values["name"], next_year=start.year + 1
                ),
            }
        )
    return rows
