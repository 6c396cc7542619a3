"""Rows about the browser: from an address typed, a click or a key to what one sees, or to what is stored."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Frame, FrameLocator, Locator, Page

from bench.client import Client
from bench.place import Place

ROW = ".ag-center-cols-container .ag-row[row-id]"
TRIES = 3
EDITS = 12
DROPS = 8
LIST = "/plans?sort=-id"
BOARD = "/kanban?view=all"

# In the grid's frame: when a key went down, and when the answer to the last change had arrived, both on the clock of that frame.
_WATCH = """
() => {
  performance.setResourceTimingBufferSize(5000)
  document.addEventListener('keydown', (event) => { window.benchKey = event.timeStamp }, true)
}
"""
_STORED = """
async (before) => {
  const saves = () => performance.getEntriesByType('resource').filter((entry) => /.sheets.[a-z_]+$/.test(entry.name) && entry.startTime >= before)
  for (let tries = 0; tries < 500 && !saves().length; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  return saves().at(0).responseEnd - before
}
"""
# On the board: when the mouse let go, and how long after that the change was answered and the figures over the columns were drawn
# for the last time, which is after the board was read anew.
_WATCH_DROP = """
(board) => {
  window.benchBoard = board
  performance.clearResourceTimings()
  document.addEventListener('pointerup', (event) => { window.benchDrop = event.timeStamp }, { capture: true, once: true })
  window.benchRevenue = [...board.querySelectorAll('.revenue')].map((each) => each.textContent)
}
"""
_DROPPED = """
async () => {
  const shown = () => [...window.benchBoard.querySelectorAll('.revenue')].map((each) => each.textContent).join()
  const before = window.benchRevenue.join()
  for (let tries = 0; tries < 1000 && shown() === before; tries += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  const counted = performance.now() - window.benchDrop
  const saved = performance.getEntriesByType('resource').find((entry) => /.v1.plans.[0-9]+$/.test(entry.name))
  return { stored: saved.responseEnd - window.benchDrop, counted }
}
"""
# In the page: when it was clicked. In the grid's frame: when a row of the wanted status was drawn. Both in milliseconds since 1970.
_WATCH_CLICK = """
() => document.addEventListener('click', (event) => { window.benchClick = performance.timeOrigin + event.timeStamp }, { capture: true })
"""
_WATCH_ROWS = """
([selector, status]) => {
  window.benchShown = new Promise((resolve) => {
    const look = () => document.querySelector(selector)?.textContent.includes(status)
      ? resolve(performance.timeOrigin + performance.now())
      : requestAnimationFrame(look)
    requestAnimationFrame(look)
  })
}
"""


def list_page(place: Place) -> dict[str, float]:
    """The address of the list, in a browser that knows nothing yet, and in one that was here before."""
    return open_often(place, LIST)


def plan_page(place: Place) -> dict[str, float]:
    """The address of a plan until its first grid shows rows, and a click on another tab until that one's grid does."""
    plan_id = _some_plan(place)
    opened = open_often(place, f"/plan?id={plan_id}&tab=due-diligence")
    context = place.context()
    page = context.new_page()
    _until_rows(page, f"/plan?id={plan_id}&tab=due-diligence")
    changed = []
    for tab, title in (
        ("Team Information", "Company team"),
        ("Competitors", "Competitors"),
        ("Service Ability Offering", "Current services"),
    ):
        began = time.perf_counter()
        page.get_by_role("tab", name=tab, exact=True).click()
        page.frame_locator(f'iframe[title="{title}"]').locator(ROW).first.wait_for()
        changed.append(time.perf_counter() - began)
    context.close()
    return {**opened, "tab": median(changed)}


def tasks_page(place: Place) -> dict[str, float]:
    """The address of a plan's 500 tasks until they show, and Enter in one of their cells until the answer that it is stored."""
    client = Client(place)
    plan_id = client.json("POST", "/api/v1/plans", {"client_id": client.json("GET", "/api/v1/clients?limit=1")["items"][0]["id"]})["id"]
    tasks = [
        {"objective_id": f"Objective {number // 50}", "item_id": f"Item {number // 10}", "action": f"Call number {number}"}
        for number in range(500)
    ]
    added = [{"key": f"k{number}", "values": values} for number, values in enumerate(tasks)]
    client.json("PATCH", f"/api/v1/plans/{plan_id}/sheets/task", {"added": added})
    client.close()
    address = f"/plan?id={plan_id}&tab=planning&part=tasks"
    opened = open_often(place, address)
    context = place.context()
    page = context.new_page()
    _until_rows(page, address)
    stored = _edit_cells(page, "action")
    context.close()
    client = Client(place)
    client.send("DELETE", f"/api/v1/plans/{plan_id}")
    client.close()
    return {**opened, "one cell": stored}


def board_page(place: Place) -> dict[str, float]:
    """The address of the board until it shows cards, plain and by person in charge."""
    opened = open_often(place, BOARD, _until_cards)
    return {**opened, "swimlanes": open_often(place, f"{BOARD}&lanes=person_in_charge", _until_cards)["warm"]}


def board_drop(place: Place) -> dict[str, float]:
    """A card dragged by mouse: from the button let go to the answer that it is stored, and to the counts of the database on screen."""
    context = place.context()
    page = context.new_page()
    _until_cards(page, BOARD)
    board = page.locator(".board[aria-busy=false]")
    board.wait_for()
    stored, counted = [], []
    for number in range(DROPS):
        source, target = (page.locator(".column .cards").nth(column) for column in ((0, 1) if number % 2 else (1, 0)))
        taken, put = source.locator(".card").first.bounding_box(), target.bounding_box()
        assert taken is not None
        assert put is not None
        page.mouse.move(taken["x"] + 40, taken["y"] + 20)
        page.mouse.down()
        page.mouse.move(taken["x"] + 60, taken["y"] + 40, steps=3)
        page.mouse.move(put["x"] + 80, put["y"] + 60, steps=10)
        target.locator(".ghost").wait_for()
        board.evaluate(_WATCH_DROP)
        page.mouse.up()
        dropped = page.evaluate(_DROPPED)
        stored.append(dropped["stored"])
        counted.append(dropped["counted"])
    context.close()
    return {"stored": median(stored), "counts right": median(counted)}


def filter_choice(place: Place) -> dict[str, float]:
    """A click on a status in the filter until the grid shows the rows of it."""
    context = place.context()
    page = context.new_page()
    _until_rows(page, LIST)
    frame = _frame(page)
    page.evaluate(_WATCH_CLICK)
    page.get_by_role("button", name="Plan status").first.click()
    measured = []
    for status in ("Archived", "Draft", "Review", "In Progress"):
        choice = page.get_by_role("checkbox", name=status)
        choice.wait_for()
        # All rows have chips of their status: the filter is done when none of another is left and some are there.
        frame.evaluate(_WATCH_ROWS, [f'{ROW}:first-child [col-id="status"]', status])
        choice.click()
        measured.append(frame.evaluate("() => window.benchShown") - page.evaluate("() => window.benchClick"))
        choice.click()
        page.wait_for_timeout(400)
    context.close()
    return {"": median(measured)}


def cell_edit(place: Place) -> dict[str, float]:
    """Enter in a cell, and a paste of 20 × 5 cells, until the answer that it is stored."""
    context = place.context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    _until_rows(page, f"/plan?id={_some_plan(place)}&tab=due-diligence")
    single = _edit_cells(page, "revenue")
    grid, frame, blocks = page.frame_locator("iframe").first, _frame(page), []
    for number in range(EDITS // 3):
        block = "\r\n".join("\t".join((str(1950 + line), f"{number}{line}.25", str(line), str(number + line), "0.5")) for line in range(20))
        page.evaluate("text => navigator.clipboard.writeText(text)", block)
        _cell(grid, 0, "year").click()
        page.keyboard.press("Control+v")
        blocks.append(_stored(frame))
    context.close()
    return {"one cell": single, "20 × 5 cells": median(blocks[1:])}


def _edit_cells(page: Page, column: str) -> float:
    """Milliseconds from Enter in a cell of the first three rows to the answer that it is stored, the middle of many."""
    grid, frame, measured = page.frame_locator("iframe").first, _frame(page), []
    frame.evaluate(_WATCH)
    for number in range(EDITS):
        _cell(grid, number % 3, column).click()
        page.keyboard.type(str(1000 + number))
        page.keyboard.press("Enter")
        measured.append(_stored(frame))
    return median(measured[2:])


def _stored(frame: Frame) -> float:
    """Milliseconds from the last key to the answer of the save it caused."""
    return float(frame.evaluate(_STORED, frame.evaluate("() => window.benchKey")))


def _frame(page: Page) -> Frame:
    handle = page.locator("iframe").first.element_handle()
    frame = handle.content_frame() if handle else None
    assert frame is not None
    return frame


def _cell(grid: FrameLocator, row: int, column: str) -> Locator:
    return grid.locator(f'.ag-center-cols-container [row-index="{row}"] [col-id="{column}"]')


def _some_plan(place: Place) -> int:
    client = Client(place)
    plan_id = int(client.json("GET", "/api/v1/plans?limit=1&sort=-id")["items"][0]["id"])
    client.close()
    return plan_id


def open_often(place: Place, address: str, until: Callable[[Page, str], float] | None = None) -> dict[str, float]:
    """Seconds until rows (or what `until` waits for) show: in a browser that was never here, again in the same tab, and in another tab.

    Another tab begins without the compiled scripts that a tab keeps.
    """
    until = until or _until_rows
    cold, warm, beside = [], [], []
    for _ in range(TRIES):
        context = place.context()
        page = context.new_page()
        cold.append(until(page, address))
        warm.append(until(page, address))
        beside.append(until(context.new_page(), address))
        context.close()
    return {"cold": median(cold), "warm": median(warm), "new tab": median(beside)}


def _until_rows(page: Page, address: str) -> float:
    """Seconds from an address typed until a grid shows rows."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.frame_locator("iframe").first.locator(ROW).first.wait_for()
    return time.perf_counter() - began


def _until_cards(page: Page, address: str) -> float:
    """Seconds from an address typed until the board shows cards."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(".board .card").first.wait_for()
    return time.perf_counter() - began
