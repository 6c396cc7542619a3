"""`python -m bench`: measure every row at 1,000, 10,000 and 100,000 plans, and print the figures with their budgets."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import timeit
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure, Limit, show, table
from bench.place import Home, make_home, serving
from bench.rows import ROWS, Row
from tests.chromium import NoChromium, launch

SIZES = (1_000, 10_000, 100_000)
MOST_GROWTH = 2.0


def main(arguments: Sequence[str]) -> int:
    """Measure and print. Returns 0 where every figure is within its budget, 1 where one is over."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", default=",".join(ROWS), help=f"which rows, with commas: {', '.join(ROWS)}")
    parser.add_argument("--plans", default=",".join(map(str, SIZES)), help="numbers of plans, with commas")
    given = parser.parse_args(arguments)
    names, sizes = given.rows.split(","), [int(each) for each in given.plans.split(",")]
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"there is no row {unknown[0]}; there are {', '.join(ROWS)}")
    rows = [ROWS[name] for name in names]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except NoChromium as error:
            print(error, file=sys.stderr)
            return 1
        for plans in sizes:
            print(f"Measuring with {plans:,} plans ...", file=sys.stderr, flush=True)
            figures += measure(make_home(Path(folder) / str(plans), plans), rows, browser)
        browser.close()
    figures += growth(figures, rows)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {speed()}\n")
    print(table(figures))
    return 1 if any(figure.limit.holds(figure.value) is False for figure in figures) else 0


def measure(home: Home, rows: Sequence[Row], browser: Browser) -> list[Figure]:
    """Every row at one number of plans, each with a server of its own, so that none is measured in what another left behind."""
    figures = []
    for row in rows:
        print(f"  {row.title} ...", file=sys.stderr, flush=True)
        if row.measure_home:
            values = row.measure_home(home)
        else:
            assert row.measure is not None
            with serving(home, browser) as place:
                values = row.measure(place)
        measured = [Figure(row.name, row.title, home.plans, limit, values[limit.name]) for limit in row.limits]
        print(
            f"    {', '.join(f'{figure.limit.name} {show(figure.value, figure.limit.unit)}'.strip() for figure in measured)}",
            file=sys.stderr,
        )
        figures += measured
    return figures


def speed() -> str:
    """How fast this machine is, to compare tables of different days by: 10 million additions, the quickest of three."""
    times = timeit.repeat("number += 1", "number = 0", number=10_000_000, repeat=3)
    return f"10 million additions {min(times):.2f} s"


def growth(figures: Sequence[Figure], rows: Sequence[Row]) -> list[Figure]:
    """How many times longer a page of something takes with the most plans than with the fewest."""
    sizes = sorted({figure.plans for figure in figures})
    if len(sizes) < 2:
        return []
    found = []
    for row in (row for row in rows if row.pages):
        for limit in row.limits:
            by_size = {figure.plans: figure.value for figure in figures if figure.row == row.name and figure.limit is limit}
            title = f"growth {sizes[0]:,} → {sizes[-1]:,}: {row.title}"
            found.append(Figure(row.name, title, sizes[-1], Limit(limit.name, "×", MOST_GROWTH), by_size[sizes[-1]] / by_size[sizes[0]]))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
