"""The list of plans as a person meets it in the browser: its rows, its count, its boxes."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.conftest import Server


def grid(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='Plans']")


def count(page: Page) -> Locator:
    """The line above the rows: how many plans there are, or how many are selected."""
    return page.locator(".strip .count")


def open_list(page: Page, address: str) -> None:
    page.goto(address)
    expect(grid(page).locator(".ag-row .subject").first).to_be_visible()


def bring_in(server: Server, subjects: Iterable[str], status: str = "Draft") -> dict[str, int]:
    """Plans of the world's client, brought in by a file, each in a quarter of its own; their ids by subject."""
    lines = "".join(f"Nordwind;Q{place % 4 + 1} {2030 + place // 4};{each};{status}\n" for place, each in enumerate(subjects))
    content = f"Client;Time;Subject;Plan status\n{lines}"
    with server.api("alice") as api:
        answer = api.post("/v1/imports/plans", files={"file": ("plans.csv", content.encode())}, data={"dry_run": "false"})
        assert answer.json()["applied"]["created"] == lines.count("\n")
        items = api.get("/v1/plans", params={"sort": "-id", "limit": lines.count("\n")}).json()["items"]
    return {each["subject"]: each["id"] for each in items}


def subject(frame: FrameLocator, place: int) -> Locator:
    return frame.locator(f".ag-row[row-index='{place}'] .subject")


def box(page: Page, plan_id: int) -> Locator:
    return grid(page).locator(f".ag-row[row-id='{plan_id}']").get_by_role("checkbox")


def scroll_to(page: Page, subject: str) -> None:
    """Turn the wheel over the rows until this one is there, as a person looking for it does."""
    grid(page).locator(".ag-center-cols-viewport").hover()
    for _ in range(60):
        if grid(page).get_by_role("link", name=subject).count():
            return
        page.mouse.wheel(0, 640)
        page.wait_for_timeout(60)
    raise AssertionError(f"{subject} did not come")
