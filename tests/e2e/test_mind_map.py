"""The mind map in the browser: made by keyboard, moved by drag, taken out as a picture, edited by two people."""

from __future__ import annotations

import copy
import json
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from axe_playwright_python.sync_playwright import Axe
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from services.fonts import FONTS
from services.mind_map.layout import choose_sides, edge_path, lay_out
from services.mind_map.style import STYLE
from services.trees import count_nodes, read_tree, walk
from tests.conftest import Server, SignedIn
from tests.trees import node, trees

SMALL = node("r", "Nordwind", node("a", "Goals", node("a1", "Grow"), side="right"), node("b", "Risks", side="left"))


def address(plan_id: int) -> str:
    return f"/plan?id={plan_id}&tab=planning&part=mind_map"


def open_map(signed_in: SignedIn, server: Server, name: str = "alice", **options: Any) -> Page:
    page = signed_in(name, **options).new_page()
    page.goto(address(server.plan_id))
    # It begins when it comes into sight.
    page.locator(".mind-map").scroll_into_view_if_needed()
    tree_of(page).or_(page.get_by_role("button", name="Start a mind map")).first.wait_for()
    return page


def tree_of(page: Page) -> Locator:
    return page.get_by_role("tree", name="Mind map")


def item(page: Page, text: str) -> Locator:
    return page.get_by_role("treeitem", name=text, exact=True)


def saved(page: Page) -> None:
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def store(server: Server, tree: Any, name: str = "bob") -> None:
    with server.api(name) as api:
        answer = api.patch(f"/v1/plans/{server.plan_id}", json={"set": {"mind_map": {"to": tree}}})
        assert answer.status_code == 200, answer.text


def stored(server: Server) -> Any:
    with server.api("charlie") as api:
        return api.get(f"/v1/plans/{server.plan_id}/mind-map").json()["mind_map"]


def outline(tree: Any) -> Any:
    return (tree["text"], [outline(child) for child in tree["children"]])


def test_forty_nodes_by_keyboard_are_there_after_a_reload_and_in_both_exports(signed_in: SignedIn, server: Server) -> None:
    store(server, None)
    page = open_map(signed_in, server)
    page.get_by_role("button", name="Start a mind map").press("Enter")
    keyboard = page.keyboard
    keyboard.type("Énergie 2026")
    keyboard.press("Enter")
    expected: list[Any] = []
    for branch in range(3):
        keyboard.press("Home")
        keyboard.press("Tab")
        keyboard.type(f"B{branch}")
        children: list[Any] = []
        for place in range(4):
            keyboard.press("Tab" if place == 0 else "Enter")
            keyboard.type(f"I{branch}.{place}")
            keyboard.press("Tab")
            keyboard.type(f"Dé{branch}.{place}.a")
            keyboard.press("Enter")
            keyboard.press("Enter")
            keyboard.type("old")
            keyboard.press("Enter")
            keyboard.type(f"Dé{branch}.{place}.")
            keyboard.press("Enter")
            keyboard.press("F2")
            keyboard.type("b")
            keyboard.press("Enter")
            keyboard.press("ArrowRight" if branch == 1 else "ArrowLeft")
            children.append((f"I{branch}.{place}", [(f"Dé{branch}.{place}.{each}", []) for each in "ab"]))
        expected.append((f"B{branch}", children))
    saved(page)
    tree = stored(server)
    assert outline(tree) == ("Énergie 2026", expected)
    assert count_nodes(tree) == 40
    assert [each["side"] for each in tree["children"]] == ["right", "left", "right"]
    page.reload()
    page.locator(".mind-map").scroll_into_view_if_needed()
    expect(page.get_by_role("treeitem")).to_have_count(40)
    assert [each.get_attribute("aria-label") for each in page.get_by_role("treeitem").all()] == [each["text"] for each in walk(tree)]
    with page.expect_download() as svg:
        page.get_by_role("button", name="Export as SVG").click()
    drawn = ElementTree.parse(svg.value.path()).getroot()
    assert {each["text"] for each in walk(tree)} == {each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")}
    with page.expect_download() as png:
        page.get_by_role("button", name="Export as PNG").click()
    assert png.value.suggested_filename == "Nordwind – Q1 2026 – Mind map.png"
    with Image.open(png.value.path()) as image:
        assert image.size == (2 * int(drawn.attrib["width"]), 2 * int(drawn.attrib["height"]))


def test_folding_colours_notes_and_moves_by_keyboard_are_stored_and_undone(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    page = open_map(signed_in, server)
    tree_of(page).focus()
    keyboard = page.keyboard
    keyboard.press("ArrowRight")
    expect(item(page, "Goals")).to_have_attribute("aria-selected", "true")
    keyboard.press("Space")
    expect(item(page, "Goals")).to_have_attribute("aria-expanded", "false")
    expect(item(page, "Grow")).to_have_count(0)
    keyboard.press("ArrowRight")
    expect(item(page, "Grow")).to_be_visible()
    keyboard.press("ArrowRight")
    keyboard.press("Alt+ArrowLeft")
    keyboard.press("F4")
    page.get_by_role("textbox", name="Note").fill("By March\nor April")
    keyboard.press("Control+Enter")
    keyboard.press("Shift+F10")
    page.get_by_role("menuitemradio", name="Orange").click()
    keyboard.press("Alt+ArrowUp")
    saved(page)
    moved = node("a1", "Grow", colour="orange", note="By March\nor April", side="right")
    assert stored(server) == node("r", "Nordwind", moved, node("a", "Goals", side="right"), node("b", "Risks", side="left"))
    keyboard.press("Delete")
    expect(item(page, "Grow, with a note")).to_have_count(0)
    for _step in range(5):
        keyboard.press("Control+z")
    expect(item(page, "Goals")).to_have_attribute("aria-expanded", "true")
    saved(page)
    assert stored(server) == SMALL
    keyboard.press("Control+y")
    saved(page)
    assert [each["id"] for each in stored(server)["children"]] == ["a", "a1", "b"]


def rename(page: Page, text: str, to: str) -> None:
    item(page, text).dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(to)


def test_two_people_in_one_map(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    alice, bob = open_map(signed_in, server), open_map(signed_in, server, "bob")
    # Different nodes: both changes are kept, and both see them.
    rename(bob, "Risks", "Dangers")
    item(alice, "Goals").click()
    alice.keyboard.press("Tab")
    alice.keyboard.type("Renew")
    alice.keyboard.press("Enter")
    saved(alice)
    bob.keyboard.press("Enter")
    expect(item(bob, "Renew")).to_be_visible()
    saved(bob)
    expect(item(alice, "Dangers")).to_be_visible()
    assert outline(stored(server)) == ("Nordwind", [("Goals", [("Grow", []), ("Renew", [])]), ("Dangers", [])])
    # The same node: bob is shown both versions, takes the saved one, and can still go back to his own.
    rename(bob, "Goals", "Targets")
    rename(alice, "Goals", "Aims")
    alice.keyboard.press("Enter")
    saved(alice)
    bob.keyboard.press("Enter")
    dialog = bob.get_by_role("dialog", name="Somebody else changed this mind map meanwhile")
    expect(dialog.get_by_role("img", name="Your version").get_by_text("Targets")).to_be_attached()
    expect(dialog.get_by_role("img", name="Saved version").get_by_text("Aims")).to_be_attached()
    assert dialog.get_by_role("list", name="What differs").all_inner_texts() == ["Targets", "Aims"]
    bob.keyboard.press("Escape")
    dialog.get_by_role("button", name="Take the saved one").click()
    expect(item(bob, "Aims")).to_be_visible()
    saved(bob)
    assert stored(server)["children"][0]["text"] == "Aims"
    tree_of(bob).focus()
    bob.keyboard.press("Control+z")
    saved(bob)
    assert stored(server)["children"][0]["text"] == "Targets"
    # Alice deletes what bob renames, and keeps hers.
    expect(item(alice, "Targets")).to_be_visible()
    rename(alice, "Targets", "Ends")
    item(bob, "Targets").click()
    bob.keyboard.press("Delete")
    saved(bob)
    alice.keyboard.press("Enter")
    alice.get_by_role("button", name="Keep mine").click()
    saved(alice)
    assert stored(server)["children"][0]["text"] == "Ends"


def drag(page: Page, text: str, to: str, share: float) -> None:
    page.mouse.move(*middle(item(page, text)))
    page.mouse.down()
    box = item(page, to).locator(".box").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * share, steps=4)
    page.mouse.up()


def middle(place: Locator) -> tuple[float, float]:
    box = place.locator(".box").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_branch_is_dragged_under_and_beside_others(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    page = open_map(signed_in, server)
    drag(page, "Grow", "Risks", 0.5)
    saved(page)
    assert outline(stored(server)) == ("Nordwind", [("Goals", []), ("Risks", [("Grow", [])])])
    drag(page, "Goals", "Risks", 0.9)
    saved(page)
    assert [(each["text"], each["side"]) for each in stored(server)["children"]] == [("Risks", "left"), ("Goals", "left")]
    # Nothing can be put into its own branch.
    drag(page, "Risks", "Grow", 0.5)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert stored(server) == SMALL


def test_lines_are_pasted_as_a_branch_and_copied_out(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    page = open_map(signed_in, server)
    page.evaluate("text => navigator.clipboard.writeText(text)", "Prices\n  - Tariff <b>A</b>\n  - Tariff B\nService\r\n\n")
    item(page, "Risks").click()
    page.keyboard.press("Control+v")
    saved(page)
    risks = ("Risks", [("Prices", [("Tariff <b>A</b>", []), ("Tariff B", [])]), ("Service", [])])
    assert outline(stored(server))[1][1] == risks
    item(page, "Prices").click()
    page.keyboard.press("Control+x")
    expect(item(page, "Tariff B")).to_have_count(0)
    assert page.evaluate("navigator.clipboard.readText()") == "Prices\n\tTariff <b>A</b>\n\tTariff B"


def test_a_change_survives_a_server_that_does_not_answer(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    page = open_map(signed_in, server)
    page.context.set_offline(True)
    rename(page, "Risks", "Dangers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not saved. The server cannot be reached.")).to_be_visible()
    page.context.set_offline(False)
    saved(page)
    assert stored(server)["children"][1]["text"] == "Dangers"


def test_a_reader_looks_folds_and_exports_but_changes_nothing(signed_in: SignedIn, server: Server) -> None:
    hostile = "</text><img src=x onerror=document.title='taken'>"
    store(server, node("r", hostile, node("a", "Goals", node("a1", "Grow"), note=hostile), node("b", "Risks")))
    page = open_map(signed_in, server, "charlie", color_scheme="dark")
    expect(item(page, hostile)).to_be_visible()
    for name in ("Undo", "Add child", "Delete"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    item(page, "Goals, with a note").click()
    expect(page.get_by_text(hostile).last).to_be_visible()
    for key in ("Tab", "Enter", "Delete", "F2", "x"):
        tree_of(page).press(key)
    item(page, "Goals, with a note").click()
    page.keyboard.press("Space")
    expect(item(page, "Grow")).to_have_count(0)
    expect(page.get_by_role("treeitem")).to_have_count(3)
    with page.expect_download() as png:
        page.get_by_role("button", name="Export as PNG").click()
    assert png.value.suggested_filename.endswith(".png")
    assert "taken" not in page.title()
    assert count_nodes(stored(server)) == 4


def test_escape_and_tab_leave_the_map_and_nothing_in_it_fails_axe(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    page = open_map(signed_in, server)
    tree_of(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(tree_of(page)).not_to_be_focused()
    expect(page.get_by_role("treeitem")).to_have_count(4)
    tree_of(page).focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Redo")).to_be_focused()
    found = Axe().run(page)
    checked = [each["target"] for rule in found.response["passes"] if rule["id"] == "aria-treeitem-name" for each in rule["nodes"]]
    assert "#node-" in str(checked)
    assert [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")] == []


PREPARE = """
async ({address, tables, style}) => {
  const [layout, wrapping] = await Promise.all(['layout', 'wrapping'].map((name) => import(`${address}/${name}.js`)))
  const measure = new wrapping.Measure(wrapping.readWidths(tables))
  window.place = (tree) => {
    const {boxes, ...bounds} = layout.layOut(tree, style, measure)
    const byId = new Map(boxes.map((box) => [box.id, box]))
    const edges = boxes.slice(1).map((box) => layout.edgePath(byId.get(box.parent), box))
    return [boxes.map(({hasNote, ...box}) => ({...box, has_note: hasNote})), bounds, edges, layout.chooseSides(tree.children)]
  }
}
"""


def test_the_browser_places_every_node_where_the_server_does(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/assets/any/fonts/SourceSans3-LICENSE.txt")
    tables = json.loads((FONTS / "widths.json").read_text())
    page.evaluate(PREPARE, {"address": f"{server.url}/assets/any/mind_map", "tables": tables, "style": STYLE})

    @settings(deadline=None, max_examples=80, phases=[Phase.generate], database=None)
    @given(trees())
    def same_as_here(tree: dict[str, Any]) -> None:
        boxes, bounds, edges, sides = page.evaluate("tree => window.place(tree)", tree)
        here = lay_out(tree)
        by_id = {box.id: box for box in here.boxes}
        assert boxes == [asdict(box) for box in here.boxes]
        assert bounds == {"x": here.x, "y": here.y, "width": here.width, "height": here.height}
        assert edges == [edge_path(by_id[box.parent], box) for box in here.boxes[1:]]
        assert sides == choose_sides(tree["children"])

    same_as_here()
    page.close()


def change(tree: dict[str, Any], who: str, draw: st.DataObject) -> tuple[dict[str, Any], set[str], set[str]]:
    """The tree after some steps of one person, what they added, and which nodes they renamed."""
    changed, added, renamed = copy.deepcopy(tree), set(), set()
    for step in range(draw.draw(st.integers(0, 4))):
        nodes = list(walk(changed))
        chosen = draw.draw(st.sampled_from(nodes))
        action = draw.draw(st.sampled_from(["add", "rename", "remove", "move"]))
        if action == "add":
            added.add(f"{who}{step}")
            chosen["children"].insert(0, node(f"{who}{step}", who))
        elif action == "rename":
            renamed.add(chosen["id"])
            chosen["text"] = f"{who} {step}"
        elif chosen["id"] != changed["id"]:
            parent = next(each for each in nodes if chosen in each["children"])
            parent["children"].remove(chosen)
            if action == "move":
                draw.draw(st.sampled_from(list(walk(changed))))["children"].append(chosen)
    left = {each["id"] for each in walk(changed)}
    return changed, added & left, renamed & left


def test_two_changes_merge_into_a_sound_tree_or_are_asked_about(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/assets/any/fonts/SourceSans3-LICENSE.txt")
    page.evaluate("async () => { window.merge = (await import('/assets/any/mind_map/merge.js')).merge }")
    merged = "([base, mine, theirs]) => window.merge(base, mine, theirs) ?? null"
    outcomes = {"merged": 0, "asked": 0}

    @settings(deadline=None, max_examples=150, phases=[Phase.generate], database=None)
    @given(trees(most=12), st.data())
    def is_sound(tree: dict[str, Any], draw: st.DataObject) -> None:
        base = read_tree({**tree, "text": "root"})
        mine, added, renamed = change(base, "mine", draw)
        theirs, also_added, also_renamed = change(base, "theirs", draw)
        result = page.evaluate(merged, [base, mine, theirs])
        outcomes["asked" if result is None else "merged"] += 1
        if result is None:
            assert mine not in (base, theirs)
            assert theirs != base
            return
        found = {each["id"]: each["text"] for each in walk(read_tree(result))}
        before, own, other = ({each["id"]: each["text"] for each in walk(each_tree)} for each_tree in (base, mine, theirs))
        assert added | also_added <= set(found)
        assert set(found) == (set(own) & set(other)) | (set(own) - set(before)) | (set(other) - set(before))
        assert all(found[each] == own[each] for each in renamed)
        assert all(found[each] == other[each] for each in also_renamed)

    is_sound()
    assert min(outcomes.values()) >= 10, outcomes
    page.close()


def test_a_node_becomes_an_objective_with_tasks_by_keyboard_and_is_taken_back(signed_in: SignedIn, server: Server) -> None:
    store(server, SMALL)
    page = open_map(signed_in, server)
    tree_of(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Make an objective with what is below").press("Enter")
    expect(page.get_by_text("Added to the plan: 1 objective, 1 task.")).to_be_visible()
    expect(item(page, "Goals, made into an entry of the plan: Objective")).to_be_visible()
    expect(item(page, "Grow, made into an entry of the plan: Task")).to_be_visible()
    with server.api("charlie") as api:
        tasks = api.get(f"/v1/plans/{server.plan_id}/sheets/task").json()
    assert [row["action"] for row in tasks["rows"]] == ["Grow"]
    assert list(tasks["names"]["objective_id"].values()) == ["Goals"]
    page.locator("[class*=st-key-message-undo] button").click()
    expect(item(page, "Goals")).to_be_visible()
    expect(item(page, "Grow")).to_be_visible()
