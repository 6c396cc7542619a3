"""Rows about the browser: from an address typed to what one can use."""

from __future__ import annotations

import time
from statistics import median

from playwright.sync_api import Page

from bench.place import Place

ROWS_OF_GRID = ".ag-center-cols-container .ag-row[row-id]"
TRIES = 3


def list_page(place: Place) -> dict[str, float]:
    """The address of the list, in a browser that knows nothing yet and in one that was here before."""
    cold, warm = [], []
    for _ in range(TRIES):
        context = place.context()
        cold.append(_until_rows(context.new_page(), "/plans"))
        warm.append(_until_rows(context.new_page(), "/plans"))
        context.close()
    return {"cold": median(cold), "warm": median(warm)}


def _until_rows(page: Page, address: str) -> float:
    """Seconds from an address typed until a grid shows rows."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.frame_locator("iframe").first.locator(ROWS_OF_GRID).first.wait_for()
    return time.perf_counter() - began
