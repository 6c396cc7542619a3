"""Hostile text is stored as it is, comes back as it was, and stays text in every file we hand out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from components.ag_grid import UnsafeOption, require_safe
from components.text import plain
from data.records import CLIENT, CONTACT, PLAN, SHEETS, Field, Kind, Record
from tests.conftest import ApiClient
from tests.hostile import ATTACK, FORMULA, edits, fill
from tests.world import World


def texts_of(record: Record) -> list[Field]:
    return [field for field in record.editable if field.kind in (Kind.TEXT, Kind.LONG_TEXT)]


@pytest.mark.parametrize("character", ["\u0000", "\u0085"])
def test_control_characters_are_refused_at_their_field(client: ApiClient, world: World, character: str) -> None:
    api = client("erin")
    for record, path in ((PLAN, "plans/1"), (CLIENT, "clients/1"), (CONTACT, "contacts/1")):
        for field in texts_of(record):
            refused = api.patch(f"/v1/{path}", json=edits(**{field.name: f"some{character}thing"}))
            assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, field.name)
            assert "position 5" in refused.json()["problems"][0]["reason"]
    for sheet in SHEETS.values():
        for field in texts_of(sheet):
            added = [{"key": "a", "values": {field.name: f"some{character}thing"}}]
            refused = api.patch(f"/v1/plans/1/sheets/{sheet.name}", json={"added": added})
            # The row is there, its cell is not: each acceptable cell of a paste is stored.
            assert [error["field"] for error in refused.json()["errors"]] == [field.name], sheet.name
            assert character not in api.get(f"/v1/plans/1/sheets/{sheet.name}").text
    for path, body, name in (
        ("views", {"name": f"a{character}b"}, "name"),
        ("tokens", {"name": f"a{character}b"}, "name"),
        ("roles", {"name": f"a{character}b"}, "name"),
        ("custom-fields", {"label": f"a{character}b", "type": "text"}, "label"),
        ("custom-fields", {"label": "ab", "type": "choice", "options": [f"a{character}b"]}, "options"),
        ("staff", {"name": f"a{character}b", "email": "ab@example.com", "role_id": 1}, "name"),
    ):
        refused = api.post(f"/v1/{path}", json=body)
        assert refused.status_code == 422, path
        assert refused.json()["problems"][0]["field"].startswith(name), path


def test_a_megabyte_of_text_comes_back_whole_and_is_refused_where_it_does_not_fit(client: ApiClient, world: World) -> None:
    api, long = client("alice"), ("é" * 99 + "\n") * 10_000
    assert api.patch("/v1/plans/1", json=edits(objective=long)).status_code == 200
    assert api.get("/v1/plans/1").json()["objective"] == long
    for path, name in (("plans/1", "subject"), ("clients/1", "name"), ("contacts/1", "name")):
        refused = api.patch(f"/v1/{path}", json=edits(**{name: long}))
        assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, name)
        assert len(refused.content) < 2000


def test_what_is_stored_comes_back_as_it_was(client: ApiClient, world: World) -> None:
    api = client("erin")
    fill(api, world.plan_id, world.client_id, world.contact_id, world.staff["erin"])
    plan = api.get("/v1/plans/1").json()
    assert plan["product"] == plan["objective"] == plan["client"] == plan["person_in_charge"] == ATTACK
    assert plan["subject"].startswith(FORMULA)
    assert api.get("/v1/contacts/1").json()["title"] == ATTACK
    assert api.get("/v1/plans/1/sheets/competitor").json()["rows"][0]["notes"] == ATTACK
    assert api.get("/v1/plans", params={"q": "drop table"}).json()["total"] == 1


def test_a_workbook_holds_text_and_no_formula(client: ApiClient, world: World) -> None:
    api = client("erin")
    fill(api, world.plan_id, world.client_id, world.contact_id, world.staff["erin"])
    book = load_workbook(BytesIO(api.get("/v1/plans/export").content))
    cells: list[Any] = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith(FORMULA) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []


def test_no_text_of_a_user_can_become_a_grid_option() -> None:
    for options in ({"a": ATTACK}, {ATTACK: 1}, {"a": [{"b": (ATTACK,)}]}):
        with pytest.raises(UnsafeOption):
            require_safe(options)
    require_safe({"a": [1, None, "text", {"b": True}]})


def test_enterprise_modules_of_the_grid_are_never_enabled() -> None:
    from tests.servers import ROOT

    sources = [path for folder in ("components", "pages", "api", "services") for path in (ROOT / folder).rglob("*.py")]
    users = [path for path in sources if "AgGrid(" in path.read_text()]
    assert [path.name for path in users] == ["ag_grid.py"]
    assert "enable_enterprise_modules=False" in users[0].read_text()
    scripts = [path for path in (ROOT / "components").rglob("*.js") if "vendor" not in path.parts]
    for word in ("ag-grid-enterprise", "LicenseManager", "enableRangeSelection", "cellSelection", "rowGroup", "SetFilter", "agRichSelect"):
        assert [path.name for path in scripts if word in path.read_text()] == [], word


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Nordwind", "Nordwind"),
        ("*a* [b](c) <i>", r"\*a\* \[b\]\(c\) \<i\>"),
        ("a@b.example", r"a:color[@]b\.example"),
        ("https://e.example", r"https:color[\:]//e\.example"),
        ("www.e.example", r"www:color[\.]e\.example"),
        ("a -> b", r"a \-:color[\>] b"),
        ("two\nlines", "two lines"),
    ],
)
def test_plain_text_escapes_what_markdown_would_take_for_markup(text: str, escaped: str) -> None:
    assert plain(text) == escaped
