"""A sheet on the page of a plan, as a person handles it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from tests.conftest import Server

# Several browsers and servers may start at once on a small machine.
OPENING = 30_000
expect.set_options(timeout=15_000)

TABS = {
    "financial": "due-diligence",
    "marketing_activity": "due-diligence",
    "company_team": "team-information",
    "client_team": "team-information",
    "current_service": "service-ability-offering",
    "offering": "service-ability-offering",
    "meeting_note": "meeting-notes",
    "competitor": "competitors",
    "task": "planning&part=tasks",
    "objective": "planning&part=tasks",
    "goal": "planning&part=goals",
}


def make_plan(server: Server) -> int:
    answer = server.api("alice").post("/v1/plans", json={"client_id": server.client_id})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def add_rows(server: Server, plan_id: int, sheet: str, *rows: dict[str, Any]) -> list[int]:
    """Rows added by Alice over HTTP; returns their ids."""
    added = [{"key": f"k{number}", "values": values} for number, values in enumerate(rows)]
    answer = server.api("alice").patch(f"/v1/plans/{plan_id}/sheets/{sheet}", json={"added": added})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["keys"].values())


class SheetPage:
    """The page of a plan with one sheet open, and what is stored of it."""

    def __init__(self, server: Server, context: BrowserContext, plan_id: int, sheet: str, *, who: str = "alice") -> None:
        self.api = server.api(who)
        self.plan_id = plan_id
        self.page: Page = context.new_page()
        self.page.goto(f"/plan?id={plan_id}&tab={TABS[sheet]}")
        if sheet == "meeting_note":
            self.page.get_by_role("radio", name="Grid", exact=True).check(force=True, timeout=OPENING)
        self.open(sheet)

    def open(self, sheet: str) -> None:
        """Go to another sheet of the same tab."""
        self.path = f"/v1/plans/{self.plan_id}/sheets/{sheet}"
        self.label = self.api.get(self.path).json()["label"]
        # The part of Planning above may be called the same.
        chooser = self.page.get_by_role("radio", name=self.label, exact=True).last
        if len([each for each in TABS.values() if each == TABS[sheet]]) > 1:
            expect(chooser).to_be_attached(timeout=OPENING)
            chooser.check(force=True)
        self.grid: FrameLocator = self.page.frame_locator(f'iframe[title="{self.label}"]')
        expect(self.grid.get_by_role("row").nth(1)).to_be_visible(timeout=OPENING)

    def cell(self, row: int, column: str) -> Locator:
        return self.grid.locator(f'.ag-center-cols-container [row-index="{row}"] [col-id="{column}"]')

    def select(self, row: int, column: str) -> None:
        self.cell(row, column).click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def copied(self) -> str:
        self.press("Control+c")
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def paste(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")

    def has_rows(self, count: int) -> None:
        """Wait until the grid shows this many rows, the empty last one not counted."""
        expect(self.grid.locator(".ag-center-cols-container .ag-row")).to_have_count(count + 1)

    @property
    def state(self) -> Locator:
        return self.grid.locator(".sheet-state")

    def is_saved(self) -> None:
        """Wait until everything is stored."""
        expect(self.state).to_have_attribute("data-state", "saved")

    def rows(self, *columns: str) -> list[Any]:
        """What is stored, one column as a list or several as tuples."""
        stored = self.api.get(self.path).json()["rows"]
        return [row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns) for row in stored]

    def expect_rows(self, *columns: str, are: list[Any]) -> None:
        self.is_saved()
        assert self.rows(*columns) == are


def tsv(rows: list[list[str]]) -> str:
    """A block as spreadsheets put it on the clipboard."""

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\n"') else cell

    return "\r\n".join("\t".join(quoted(cell) for cell in row) for row in rows) + "\r\n"
