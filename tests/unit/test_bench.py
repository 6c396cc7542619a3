"""The bench's own arithmetic: percentiles, budgets, growth, and the table."""

from __future__ import annotations

import pytest

from bench.__main__ import growth, main
from bench.figures import Figure, Limit, percentile, table
from bench.rows import ROWS


def test_a_percentile_is_a_measured_value() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([7.0], 0.95)) == (3.0, 5.0, 7.0)


def test_a_budget_is_a_most_or_a_least() -> None:
    assert Limit("p50", "ms", 10).holds(10.0) is True
    assert Limit("p50", "ms", 10).holds(10.1) is False
    assert Limit("rate", "/s", 100, at_least=True).holds(99) is False
    assert Limit("time", "s").holds(99) is None


def test_the_table_shows_every_figure_with_its_budget_and_mark() -> None:
    figures = [
        Figure("list", "list request", 1000, Limit("p50", "ms", 10), 7.384),
        Figure("list", "list request", 100000, Limit("p50", "ms", 10), 12.3),
        Figure("crowd", "requests", 1000, Limit("", "/s", 100, at_least=True), 153.4),
        Figure("pdf", "PDF", 1000, Limit("time", "s"), 0.331),
    ]
    assert table(figures).splitlines() == [
        "what                 plans  measured     budget",
        "-----------------------------------------------",
        "list request, p50    1,000   7.38 ms  ≤ 10.0 ms  pass",
        "list request, p50  100,000   12.3 ms  ≤ 10.0 ms  OVER",
        "requests             1,000    153 /s   ≥ 100 /s  pass",
        "PDF, time            1,000    0.33 s",
    ]


def test_growth_compares_the_fewest_with_the_most_plans() -> None:
    row = ROWS["list"]
    figures = [Figure("list", row.title, plans, limit, value) for plans, value in ((1000, 4.0), (100000, 10.0)) for limit in row.limits]
    assert [(each.value, each.limit.holds(each.value)) for each in growth(figures, [row])] == [(2.5, False), (2.5, False)]
    assert growth(figures[:2], [row]) == []


def test_an_unknown_row_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--rows", "list,coffee"])
    assert left.value.code == 2
    assert "there is no row coffee" in capsys.readouterr().err
