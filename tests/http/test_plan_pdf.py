"""The PDF of a plan as a file: sections, bookmarks, contents, large plans, who may not see gets nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from data.records import SHEETS
from services.actors import Actor
from services.changes import change_set
from services.errors import NotAllowed, NotFound
from services.plan_pdf import export_plan_pdf
from tests.conftest import ApiClient
from tests.pdf_text import read, words
from tests.plan_filler import fill_plan
from tests.world import World


def pdf_of(world: World, actor: Actor, **options: Any) -> bytes:
    return export_plan_pdf(world.db, actor, world.plan_id, **options)


def test_bookmarks_and_contents_lead_to_the_pages_of_the_sections(world: World) -> None:
    fill_plan(world)
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
        "Mind map",
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
    fill_plan(world)
    _reader, text = read(pdf_of(world, world.actor("charlie"), sections=["summary", "competitors"]))
    assert words("Competitors") in words(text)
    assert words("Team Information") not in words(text)


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


def test_cells_higher_than_a_page_and_words_wider_than_one_are_whole(world: World) -> None:
    notes = " ".join(f"mot{number}é" for number in range(1500))
    rows = [
        {"plan_id": world.plan_id, "position": 1, "name": "W" * 255, "threat_level": "High", "notes": notes},
        {"plan_id": world.plan_id, "position": 2, "name": "After it", "threat_level": "Low", "notes": "x" * 5000},
    ]
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(SHEETS["competitor"], rows)
    reader, text = read(pdf_of(world, world.actor("charlie"), sections=["competitors"]))
    found = words(text)
    # Text beside the page is drawn all the same, so how many pages there are tells whether it stood on them.
    assert len(reader.pages) < 12
    assert {f"mot{number}é" for number in range(1500)} <= set(re.findall(r"mot[0-9]+é", found))
    assert found.count("W") >= 255
    assert found.count("x") >= 5000
    assert "Afterit" in found
