"""The PDF of a plan: everything is in it, hostile text is harmless, sections can be chosen, who may not see gets nothing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from data.records import GOAL, ITEM, OBJECTIVE, PLAN, SHEETS, TASK, Kind
from services.actors import Actor
from services.changes import Edit, change_set
from services.errors import NotAllowed, NotFound
from services.plan_pdf import export_plan_pdf
from tests.conftest import ApiClient
from tests.world import World

HOSTILE = "<img src=x onerror=alert(1)> =HYPERLINK('x') **gras** ![i](http://198.51.100.7/i.png) [l](file:///etc/passwd) ‮rtl"


def words(text: str) -> str:
    """Text without the spaces and line ends that setting it adds or drops."""
    return re.sub(r"[\s\u200b]+", "", text)


def fill(world: World) -> list[str]:
    """Give every field and every grid column of the plan a value of its own; returns the texts that must be found."""
    expected = []
    values: dict[str, Any] = {}
    for place, field in enumerate(PLAN.editable):
        if field.kind is Kind.LONG_TEXT or (field.kind is Kind.TEXT and field.name != "subject"):
            values[field.name] = f"Été-{field.name.replace('_', '-')}-{place}"
            expected.append(values[field.name])
    values |= {"margin": Decimal("12.50"), "wallet_share": Decimal("33.25"), "client_status": "Yellow", "bcg": "Cash cow"}
    expected += ["12.5", "33.25", "Yellow", "Cash cow", "120,000.00", "Nordwind", "Alice"]
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.update(PLAN, {world.plan_id: {name: Edit(value) for name, value in values.items()}})
        for record in SHEETS.values():
            row: dict[str, Any] = {"plan_id": world.plan_id, "position": 1}
            for field in record.fields:
                match field.kind:
                    case Kind.TEXT | Kind.LONG_TEXT:
                        row[field.name] = f"{record.name[:4]}{field.name[:9]}ç".replace("_", "-")
                        expected.append(row[field.name])
                    case Kind.MONEY | Kind.INTEGER:
                        row[field.name] = 2031 if field.name == "year" else 987654
                        expected.append("987,654" if field.name != "year" else "2031")
                    case Kind.CHOICE:
                        row[field.name] = field.choices[0]
                        expected.append(field.choices[0])
                    case Kind.DATE:
                        row[field.name] = date(2026, 3, 31)
                        expected.append("Mar 31, 2026")
                    case Kind.REFERENCE:
                        row[field.name] = world.contact_id if field.refers_to == "contact" else world.staff["bob"]
                        expected.append("Dana" if field.refers_to == "contact" else "Bob")
            changes.create(record, [row])
        objective = changes.create(OBJECTIVE, [{"plan_id": world.plan_id, "position": 1, "name": "Objectif-Énergie"}])[0]
        item = changes.create(ITEM, [{"plan_id": world.plan_id, "position": 1, "objective_id": objective["id"], "name": "Chantier-1"}])[0]
        task = {
            "objective_id": objective["id"],
            "item_id": item["id"],
            "action": "Appeler-Dana",
            "status": "On Hold",
            "deadline": date(2026, 4, 1),
        }
        changes.create(TASK, [{"plan_id": world.plan_id, "position": 1, "people_in_charge_ids": f"[{world.staff['bob']}]", **task}])
        goal = {"name": "But-Énergie", "unit": "percent", "target": Decimal("40"), "actual": Decimal("10"), "due_date": date(2027, 1, 1)}
        changes.create(GOAL, [{"plan_id": world.plan_id, "position": 1, **goal}])
    return [*expected, "Objectif-Énergie", "Chantier-1", "Appeler-Dana", "On Hold", "Apr 1, 2026", "But-Énergie", "40 %", "25 %"]


def read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def pdf_of(world: World, actor: Actor, **options: Any) -> bytes:
    return export_plan_pdf(world.db, actor, world.plan_id, **options)


def test_every_field_grid_row_and_accent_is_in_it(world: World) -> None:
    expected = fill(world)
    reader, text = read(pdf_of(world, world.actor("charlie")))
    found = words(text)
    assert [each for each in expected if words(each) not in found] == []
    assert reader.metadata is not None
    assert reader.metadata.title == "Nordwind – Q1 2026"


def test_bookmarks_and_contents_lead_to_the_pages_of_the_sections(world: World) -> None:
    fill(world)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        rows = [{"plan_id": world.plan_id, "position": place, "service": f"Service {place}"} for place in range(300)]
        changes.create(SHEETS["offering"], rows)
    reader, _text = read(pdf_of(world, world.actor("charlie")))
    marks = [(item.title, reader.get_destination_page_number(item)) for item in reader.outline]  # type: ignore[union-attr, arg-type]
    assert [title for title, _page in marks] == [
        "Summary",
        "Due Diligence",
        "Team Information",
        "Service Ability Offering",
        "Planning",
        "Meeting Notes",
        "Competitors",
    ]
    for place, (title, page) in enumerate(marks, 1):
        assert words(f"{place}{title}") in words(reader.pages[page].extract_text())  # type: ignore[index]
    contents = reader.pages[1].extract_text()
    for _title, page in marks:
        assert str((page or 0) + 1) in contents
    count = len(reader.pages)
    assert all(f"{number} / {count}" in page.extract_text() for number, page in enumerate(reader.pages, 1) if number > 1)
    links = [held.get_object() for held in reader.pages[1]["/Annots"]]  # type: ignore[union-attr]
    assert len(links) == len(marks)
    assert not any(
        "section.invalid" in str(link) for page in reader.pages for link in [held.get_object() for held in page.get("/Annots", [])]
    )


def test_only_chosen_sections_are_printed(world: World) -> None:
    fill(world)
    _reader, text = read(pdf_of(world, world.actor("charlie"), sections=["summary", "competitors"]))
    assert words("Competitors") in words(text)
    assert words("Team Information") not in words(text)


def test_hostile_text_is_printed_as_text(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.update(
            PLAN, {world.plan_id: {"objective": Edit(HOSTILE), "subject": Edit(HOSTILE[:200]), "vision": Edit("{{ 7 * 7 }} {% raw %}")}}
        )
        changes.create(SHEETS["competitor"], [{"plan_id": world.plan_id, "position": 1, "name": HOSTILE, "notes": HOSTILE}])
    reader, text = read(pdf_of(world, world.actor("charlie")))
    assert words("<img src=x onerror=alert(1)>") in words(text)
    assert words("{{ 7 * 7 }}") in words(text)
    addresses = [str(held.get_object().get("/A", {}).get("/URI", "")) for page in reader.pages for held in page.get("/Annots", [])]
    assert not [each for each in addresses if each.startswith("file:")]


def test_in_french_labels_dates_and_numbers_are_french(world: World) -> None:
    fill(world)
    _reader, text = read(pdf_of(world, replace(world.actor("charlie"), language="fr")))
    assert words("120 000,00") in words(text)
    assert words("31 mars 2026") in words(text)


def test_a_plan_that_is_gone_or_not_for_this_person(world: World) -> None:
    with pytest.raises(NotFound):
        export_plan_pdf(world.db, world.actor("charlie"), 999_999)
    with pytest.raises(NotAllowed):
        export_plan_pdf(world.db, replace(world.actor("charlie"), permissions=frozenset()), world.plan_id)


def test_two_thousand_rows_make_a_sound_document(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        rows = [{"plan_id": world.plan_id, "position": place, "service": f"Service-{place}", "potential": "High"} for place in range(2000)]
        changes.create(SHEETS["offering"], rows)
    _reader, text = read(pdf_of(world, world.actor("charlie")))
    assert {int(each) for each in re.findall(r"Service-(\d+)", text)} == set(range(2000))


def test_over_http_it_comes_as_a_file_named_after_the_plan(client: ApiClient, world: World) -> None:
    with client("charlie") as api:
        answer = api.get(f"/v1/plans/{world.plan_id}/pdf", params={"sections": ["summary"]})
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")
        assert "Nordwind" in answer.headers["content-disposition"]
        assert api.get("/v1/plans/999999/pdf").status_code == 404
        assert api.get(f"/v1/plans/{world.plan_id}/pdf", params={"sections": ["secrets"]}).status_code == 422
