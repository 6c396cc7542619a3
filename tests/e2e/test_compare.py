"""Comparing in a browser: two quarters of one client of the real data set, found by typing, differences first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from services import installation
from services.actors import Source, system_actor
from services.crm_files.importing import import_crm, read_folder
from tests.conftest import Server, SignedIn, serving
from tests.e2e.test_every_page import serious
from tests.maven import FOLDER, needs_maven
from tests.world import World


@pytest.fixture
def server(world: World, tmp_path: Path) -> Iterator[Server]:
    """A server whose database also holds the real data set."""
    import_crm(world.db, system_actor(Source.IMPORT), read_folder(FOLDER))
    installation.close_database()
    with serving(tmp_path / "account_planning.duckdb", world, tmp_path / "served") as served:
        yield served


@needs_maven
def test_two_quarters_of_one_client_show_what_differs_first(signed_in: SignedIn, server: Server) -> None:
    with server.api("alice") as api:
        quarters = {plan["subject"]: plan["id"] for plan in api.get("/v1/plans?q=Kan-code&limit=100").json()["items"]}
        left, right = quarters["Kan-code – Q3 2017"], quarters["Kan-code – Q4 2017"]
        # The files give a client one revenue a year; here the later plan knows better.
        [row] = api.get(f"/v1/plans/{right}/sheets/financial").json()["rows"]
        edit = {"changed": [{"id": row["id"], "set": {"revenue": {"from": row["revenue"], "to": "350000"}}}]}
        api.patch(f"/v1/plans/{right}/sheets/financial", json=edit).raise_for_status()
        objective = " ".join(f"Word{number}" for number in range(700))
        for plan_id, end in ((left, "wins two projects"), (right, "wins three projects")):
            api.patch(f"/v1/plans/{plan_id}", json={"set": {"objective": {"to": f"{objective} {end}"}}}).raise_for_status()
    page = signed_in("alice").new_page()
    page.goto(f"/plan?id={left}")
    page.get_by_role("button", name="Actions").press("Enter")
    page.get_by_role("menuitem", name="Compare").or_(page.get_by_role("option", name="Compare")).press("Enter")
    expect(page.get_by_text("Choose two plans, or one plan and a day of its past.")).to_be_visible()
    page.get_by_role("combobox", name="Plan on the right").press_sequentially("kan-code q4")
    page.get_by_role("option", name="Kan-code – Q4 2017").click()
    table = page.get_by_role("table", name="Compared values")
    expect(table.get_by_role("columnheader")).to_have_text(["Kan-code – Q3 2017", "Kan-code – Q4 2017"])
    expect(page).to_have_url(f"{server.url}/compare?left={left}&right={right}")
    revenue = table.get_by_role("row", name="2017 Revenue")
    expect(revenue.get_by_role("cell")).to_have_text(["341,455.00", "350,000.00"])
    parts = table.locator("[scope=rowgroup]")
    expect(parts).to_have_text(["Plan", "Financial", "Offerings", "Company team"])
    page.get_by_text("Show what is equal too").click()
    expect(parts.filter(has_text="equal").first).to_be_visible()
    told = parts.all_inner_texts()
    assert told[:5] == ["Plan", "Financial", "Offerings", "Company team", "Plan: equal"]
    changed = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Objective", exact=True))
    expect(changed.locator("mark")).to_have_text(["two", "three"])
    whole = changed.get_by_role("cell").first
    expect(whole).not_to_contain_text("Word300", use_inner_text=True)
    whole.locator("summary").press("Enter")
    expect(whole).to_contain_text("Word300", use_inner_text=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert serious(page) == []
