"""Revenue of a plan: what is planned for its period, and what the financial grid holds by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from data import rows
from data.database import Database, Row
from data.records import PLAN, SHEETS
from services.actors import Actor, Permission
from services.errors import NotFound
from services.language import translate as _
from services.periods import MONTHS

FINANCIAL = SHEETS["financial"]
AMOUNTS = ("revenue", "sales_spent", "loss")


@dataclass(frozen=True)
class Year:
    """What the financial grid says of a year, in the base currency; rows of one year are added up, what none of them says is None."""

    year: int
    revenue: Decimal | None
    sales_spent: Decimal | None
    loss: Decimal | None


@dataclass(frozen=True)
class Revenue:
    """Amounts in the base currency: planned for the twelve months after the period start, and its share for the period."""

    period_type: str
    period_start: date
    planned_year: Decimal | None
    planned_period: Decimal | None
    planned_margin: Decimal | None
    years: Sequence[Year] = field(default_factory=tuple)

    @property
    def growth(self) -> tuple[int, Decimal] | None:
        """The last year with revenue whose year before has some too, and the change between them in percent."""
        known = {each.year: each.revenue for each in self.years if each.revenue}
        for year in sorted(known, reverse=True):
            if (before := known.get(year - 1)) and before > 0:
                return year, (100 * (known[year] - before) / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return None


def planned_in_period(planned_year: Decimal | None, period_type: str) -> Decimal | None:
    """The planned revenue of twelve months × the months of the period ÷ 12 (spec 4.11), to the cent."""
    return None if planned_year is None else _cents(planned_year * MONTHS[period_type] / 12)


def read_revenue(db: Database, actor: Actor, plan_id: int) -> Revenue:
    """The revenue of a plan. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        plan = rows.select_row(cursor, PLAN, plan_id)
        if plan is None:
            raise NotFound(_("This plan does not exist or is in the trash."))
        financial = rows.select_children(cursor, FINANCIAL, plan_id)
    planned, margin = plan["revenue_next_year"], plan["margin"]
    in_period = planned_in_period(planned, plan["period_type"])
    return Revenue(
        period_type=plan["period_type"],
        period_start=plan["period_start"],
        planned_year=planned,
        planned_period=in_period,
        planned_margin=None if in_period is None or margin is None else _cents(in_period * margin / 100),
        years=tuple(_years(financial)),
    )


def _years(financial: Sequence[Row]) -> list[Year]:
    by_year: dict[int, list[Row]] = defaultdict(list)
    for row in financial:
        if row["year"] is not None and any(row[name] is not None for name in AMOUNTS):
            by_year[row["year"]].append(row)
    return [Year(year, *(_sum(found, name) for name in AMOUNTS)) for year, found in sorted(by_year.items())]


def _sum(financial: Sequence[Row], name: str) -> Decimal | None:
    known = [row[name] for row in financial if row[name] is not None]
    return sum(known, Decimal(0)) if known else None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
