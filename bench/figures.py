"""What a row of the table says: figures with the budget beside each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """A figure by its name, its unit, and the budget at 100,000 plans; `at_least` where more is better."""

    name: str
    unit: str
    budget: float | None = None
    at_least: bool = False

    def holds(self, value: float) -> bool | None:
        """Whether a figure is within the budget; None where there is none."""
        if self.budget is None:
            return None
        return value >= self.budget if self.at_least else value <= self.budget


@dataclass(frozen=True)
class Figure:
    """One measured value of a row at a number of plans."""

    row: str
    title: str
    plans: int
    limit: Limit
    value: float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all is not above."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def show(value: float, unit: str) -> str:
    """A value with its unit, with as many digits as mean something."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def table(figures: Sequence[Figure]) -> str:
    """The figures as text: what, plans, measured, budget, mark."""
    lines = [("what", "plans", "measured", "budget", "")]
    for figure in figures:
        limit, holds = figure.limit, figure.limit.holds(figure.value)
        budget = "" if limit.budget is None else f"{'≥' if limit.at_least else '≤'} {show(limit.budget, limit.unit)}"
        mark = "" if holds is None else "pass" if holds else "OVER"
        lines.append(
            (
                f"{figure.title}, {limit.name}" if limit.name else figure.title,
                f"{figure.plans:,}",
                show(figure.value, limit.unit),
                budget,
                mark,
            )
        )
    widths = [max(len(line[place]) for line in lines) for place in range(5)]
    rows = [
        f"{what:<{widths[0]}}  {plans:>{widths[1]}}  {measured:>{widths[2]}}  {budget:>{widths[3]}}  {mark}".rstrip()
        for what, plans, measured, budget, mark in lines
    ]
    return "\n".join([rows[0], "-" * len(rows[0]), *rows[1:]])
