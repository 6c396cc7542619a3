"""The records that the files ask for: one plan per client and quarter, as things stood at the end of that quarter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from services.crm_files.content import Content, Deal
from services.crm_files.references import bare
from services.crm_files.stages import WON
from services.periods import first_day, last_day, period_name

QUARTER = "quarter"
PLACEHOLDER_DOMAIN = "imported.invalid"
_LONGEST = 255


@dataclass(frozen=True)
class Ref:
    """A record of this import that another refers to: `record` and its key."""

    record: str
    key: Any


@dataclass
class Wanted:
    """One record as the files want it. `values` may hold Refs; `first` are values it gets only when it is created."""

    record: str
    key: Any
    values: dict[str, Any]
    first: dict[str, Any] = field(default_factory=dict)
    parent: Ref | None = None


@dataclass(frozen=True)
class Defaults:
    """What new records get: today in the installation's time zone, the status of a new plan, the language of its name, role ids."""

    today: date
    status: str
    language: str
    agent_role: int
    manager_role: int
    taken_addresses: frozenset[str] = frozenset()


def wanted_records(content: Content, defaults: Defaults) -> list[Wanted]:
    """Everything in an order in which what is referred to comes first."""
    return [*_clients(content), *_staff(content, defaults), *_plans(content, defaults)]


def _clients(content: Content) -> Iterable[Wanted]:
    done: set[str] = set()

    def one(key: str) -> Iterable[Wanted]:
        if key in done:
            return
        done.add(key)
        account = content.accounts[key]
        if account.parent:
            yield from one(account.parent)
        values = {
            "name": account.name,
            "industry": account.industry or None,
            "address": account.address or None,
            "website": account.website or None,
            "external_id": account.external_id or None,
            "parent_client_id": Ref("client", account.parent) if account.parent else None,
        }
        yield Wanted("client", key, values)

    for key in content.accounts:
        yield from one(key)


def _staff(content: Content, defaults: Defaults) -> Iterable[Wanted]:
    taken = {person.email for person in content.people.values() if person.email} | defaults.taken_addresses
    for key, person in content.people.items():
        role = defaults.manager_role if person.is_manager else defaults.agent_role
        first = {"role_id": role, "active": True, "language": defaults.language}
        first["email"] = person.email or _placeholder(person.name, taken)
        values = {"name": person.name, **({"email": person.email} if person.email else {})}
        yield Wanted("staff", key, values, first)


def _placeholder(name: str, taken: set[str]) -> str:
    """An address that can never receive mail, until somebody enters the real one."""
    base = ".".join(filter(None, map(bare, name.split()))) or "person"
    number, address = 1, f"{base}@{PLACEHOLDER_DOMAIN}"
    while address in taken:
        number += 1
        address = f"{base}.{number}@{PLACEHOLDER_DOMAIN}"
    taken.add(address)
    return address


def _plans(content: Content, defaults: Defaults) -> Iterable[Wanted]:
    by_client: dict[str, list[Deal]] = defaultdict(list)
    for deal in content.deals:
        by_client[deal.account].append(deal)
    dated = [deal.on for deal in content.deals if deal.on]
    latest = first_day(max(dated, default=defaults.today), QUARTER)
    for client in content.accounts:
        deals = by_client.get(client, [])
        quarters = sorted({first_day(deal.on, QUARTER) for deal in deals if deal.on})
        if not quarters and deals:
            quarters = [latest]
        for start in quarters:
            is_last = start == quarters[-1]
            # A deal without any date is open or of unknown time: it shows in the latest plan.
            so_far = [deal for deal in deals if (is_last if deal.on is None else deal.on <= last_day(start, QUARTER))]
            own = [deal for deal in so_far if (is_last if deal.on is None else deal.on >= start)]
            yield from _plan(content, client, start, so_far, own, deals, defaults)


def _plan(
    content: Content, client: str, start: date, so_far: list[Deal], own: list[Deal], deals: list[Deal], defaults: Defaults
) -> Iterable[Wanted]:
    account = content.accounts[client]
    key = (client, start)
    person = _most_active(own)
    values = {"industry": account.industry or None, "person_in_charge_id": Ref("staff", person) if person else None}
    first = {
        "client_id": Ref("client", client),
        "period_type": QUARTER,
        "period_start": start,
        "subject": f"{account.name} – {period_name(start, QUARTER, defaults.language)}"[:_LONGEST],
        "status": "Completed" if last_day(start, QUARTER) < defaults.today else defaults.status,
    }
    yield Wanted("plan", key, values, first)
    plan = Ref("plan", key)
    for year, revenue in _revenue_by_year(deals, start.year).items():
        yield Wanted("financial", (key, year), {"revenue": revenue}, {"year": year}, plan)
    for service in dict.fromkeys(deal.product for deal in so_far if deal.meaning == WON and deal.product):
        yield Wanted("current_service", (key, service.casefold()), {}, {"service": service}, plan)
    stages: dict[str, dict[str, None]] = defaultdict(dict)
    for deal in so_far:
        if deal.meaning != WON and deal.product:
            stages[deal.product][deal.stage or deal.meaning] = None
    for service, named in stages.items():
        yield Wanted("offering", (key, service.casefold()), {"convert": ", ".join(named)}, {"service": service}, plan)
    yield from _team(content, key, person, plan)


def _revenue_by_year(deals: Iterable[Deal], last: int) -> dict[int, Decimal]:
    """What the client's won deals brought in each year up to `last`, the first year first."""
    revenue: dict[int, Decimal] = defaultdict(Decimal)
    for deal in deals:
        if deal.meaning == WON and deal.on and deal.on.year <= last:
            revenue[deal.on.year] += deal.amount
    return dict(sorted(revenue.items()))


def _most_active(deals: Iterable[Deal]) -> str:
    """Who has most of these deals; of several the one whose won deals are worth more, then the first by key."""
    count: Counter[str] = Counter()
    worth: Counter[str] = Counter()
    for deal in deals:
        if deal.person:
            count[deal.person] += 1
            worth[deal.person] += int(deal.amount * 100) if deal.meaning == WON else 0
    return min(count, key=lambda person: (-count[person], -worth[person], person), default="")


def _team(content: Content, key: Any, person: str, plan: Ref) -> Iterable[Wanted]:
    """The person in charge and that person's manager."""
    manager = content.people[person].manager if person else ""
    for each, role in ((person, "Sales agent"), (manager, "Manager")):
        if each:
            team = content.people[each].team
            yield Wanted("company_team", (key, each), {"role": role, "department": team or None}, {"staff_id": Ref("staff", each)}, plan)
