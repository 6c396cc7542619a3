"""The PDF of a plan says everything: each field, each cell of each grid, mind map with notes, goals with units, the approval."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.records import GOAL, SHEETS, TASK, Field, Kind
from services.approvals import approve_plan
from services.language import translate as _
from services.language import use_language
from services.plan_pdf import export_plan_pdf
from services.plans import update_plan
from services.trees import walk
from services.values import show
from tests.pdf_text import read, words
from tests.plan_filler import Filled, fill_plan
from tests.world import World

UNITS = {Kind.MONEY: "EUR", Kind.PERCENT: "%"}


def text_of(field: Field, value: Any, language: str) -> str:
    if field.kind is Kind.REFERENCE:
        return {"contact": "Dana", "staff": "Bob"}[field.refers_to]
    return "Alice, Erin" if field.kind is Kind.REFERENCES else show(field, value, language)


def fields_of(filled: Filled, language: str) -> list[str]:
    """Every field with its label, and its unit."""
    expected = []
    for field, value in filled.fields:
        label = field.label if field.own_label else _(field.label)
        label = "" if field.name == "subject" else label
        expected.append(label + text_of(field, value, language) + UNITS.get(field.kind, ""))
    return expected


def rows_of(filled: Filled, language: str) -> list[str]:
    """Every row as its cells one after the other, as the tables have them: no cell is anywhere but in its place."""
    expected = []
    for record in (*SHEETS.values(), TASK, GOAL):
        fields = [each for each in record.editable if each.name not in ("objective_id", "item_id", "unit")]
        for row in filled.rows[record.name]:
            unit = {"currency": "EUR", "percent": "%"}.get(row.get("unit", ""), "")
            cells = [text_of(each, row[each.name], language) + (unit if each.kind is Kind.NUMBER else "") for each in fields]
            expected.append("".join(cells))
        expected += [_(each.label) for each in fields]
    return expected + [row["name"] for record in ("objective", "item") for row in filled.rows[record]]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_field_cell_node_and_note_is_in_it(world: World, language: str) -> None:
    filled = fill_plan(world)
    reader, text = read(export_plan_pdf(world.db, replace(world.actor("charlie"), language=language), world.plan_id))
    use_language(language)
    map_texts = [text for node in walk(filled.tree) for text in (node["text"], node["note"])]
    places = ["Nordwind", "Q1 2026" if language == "en" else "T1 2026"]
    found = words(text)
    expected = [*fields_of(filled, language), *rows_of(filled, language), *map_texts, *places]
    assert [each for each in expected if words(each) not in found] == []
    assert reader.metadata is not None
    assert reader.metadata.title == {field.name: value for field, value in filled.fields}["subject"]


def test_notes_come_newest_first(world: World) -> None:
    rows = fill_plan(world).rows["meeting_note"]
    found = words(read(export_plan_pdf(world.db, world.actor("charlie"), world.plan_id, sections=["meeting_notes"]))[1])
    by_date = sorted(rows, key=lambda row: row["date"], reverse=True)
    places = [found.index(words(row["notes"])) for row in by_date]
    assert places == sorted(places)


def test_who_approved_which_version_and_whether_it_changed_since(world: World) -> None:
    def printed() -> str:
        return words(read(export_plan_pdf(world.db, world.actor("charlie"), world.plan_id, sections=["summary"]))[1])

    assert "Approved" not in printed()
    approve_plan(world.db, world.actor("bob"), world.plan_id)
    found = printed()
    assert "ApprovedbyBobon" in found
    assert "changedsinceapproval" not in found
    update_plan(world.db, world.actor("alice"), world.plan_id, {"margin": {"to": "12.5"}})
    found = printed()
    assert "ApprovedbyBobon" in found
    assert "changedsinceapproval" in found


def test_without_the_summary_the_objective_stands_in_planning(world: World) -> None:
    update_plan(world.db, world.actor("alice"), world.plan_id, {"objective": {"to": "Double the fleet"}})
    for sections in (["summary", "planning"], ["planning"]):
        found = words(read(export_plan_pdf(world.db, world.actor("charlie"), world.plan_id, sections=sections))[1])
        assert found.count("Doublethefleet") == 1
