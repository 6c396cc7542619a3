"""The mind map of a plan over HTTP: saved with PATCH, taken out as SVG and PNG."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import httpx
import pytest
from PIL import Image

from tests.conftest import Server
from tests.trees import node

TREE = node("r", "Nordwind", node("a", "Énergie & <réseau>", colour="teal"), node("b", "Prix", node("b1", "Baisse"), folded=True))


@pytest.fixture
def api(server: Server) -> Iterator[httpx.Client]:
    with server.api("bob") as client:
        patch(client, server, {"to": None})
        yield client


def patch(api: httpx.Client, server: Server, edit: dict[str, Any]) -> httpx.Response:
    body = json.dumps({"set": {"mind_map": edit}})
    return api.patch(f"/v1/plans/{server.plan_id}", content=body, headers={"content-type": "application/json"})


def test_a_mind_map_is_saved_and_read_back(api: httpx.Client, server: Server) -> None:
    saved = patch(api, server, {"from": None, "to": TREE})
    assert saved.status_code == 200
    assert saved.json()["mind_map"] == TREE
    assert api.get(f"/v1/plans/{server.plan_id}").json()["mind_map"] == TREE
    assert "mind_map" not in api.get("/v1/plans").json()["items"][0]
    alone = api.get(f"/v1/plans/{server.plan_id}/mind-map")
    assert alone.json() == {"mind_map": TREE}
    unchanged = api.get(f"/v1/plans/{server.plan_id}/mind-map", headers={"if-none-match": alone.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_somebody_elses_mind_map_is_not_overwritten(api: httpx.Client, server: Server) -> None:
    patch(api, server, {"to": TREE})
    answer = patch(api, server, {"from": None, "to": node("r", "Mine")})
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0]["field"] == "mind_map"
    assert api.get(f"/v1/plans/{server.plan_id}/mind-map").json() == {"mind_map": TREE}


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        ("text", "is an object"),
        (node("r", "x", node("r", "y")), "The id r stands for two nodes"),
        (node("r", "x", colour="red"), "Choose one of these colours"),
        (node("r", "\ud83d"), "control character"),
    ],
)
def test_a_bad_tree_is_refused_at_the_field(api: httpx.Client, server: Server, tree: Any, reason: str) -> None:
    answer = patch(api, server, {"to": tree})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "mind_map"
    assert reason in answer.json()["problems"][0]["reason"]


def test_a_tree_too_deep_to_read_is_refused(api: httpx.Client, server: Server) -> None:
    for levels in (500, 5_000, 100_000):
        body = '{"set":{"mind_map":{"to":' + '{"id":"a","text":"","children":[' * levels + "]}" * levels + "}}}"
        answer = api.patch(f"/v1/plans/{server.plan_id}", content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422), levels
        assert answer.json()["detail"]


def test_the_pictures_open_and_have_a_good_name(api: httpx.Client, server: Server) -> None:
    patch(api, server, {"to": TREE})
    svg = api.get(f"/v1/plans/{server.plan_id}/mind-map.svg", params={"download": True})
    assert svg.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in svg.headers["content-security-policy"]
    assert unquote(svg.headers["content-disposition"]) == "attachment; filename*=UTF-8''Nordwind – Q1 2026 – Mind map.svg"
    drawn = ElementTree.fromstring(svg.content)
    assert "Énergie & <réseau>" in [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "Baisse" not in svg.text
    assert "Baisse" in api.get(f"/v1/plans/{server.plan_id}/mind-map.svg", params={"whole": True}).text
    png = api.get(f"/v1/plans/{server.plan_id}/mind-map.png")
    with Image.open(io.BytesIO(png.content)) as image:
        assert image.size == (2 * int(drawn.attrib["width"]), 2 * int(drawn.attrib["height"]))
    unchanged = api.get(f"/v1/plans/{server.plan_id}/mind-map.png", headers={"if-none-match": png.headers["etag"]})
    assert unchanged.status_code == 304


def test_a_plan_without_a_mind_map_has_no_picture(api: httpx.Client, server: Server) -> None:
    answer = api.get(f"/v1/plans/{server.plan_id}/mind-map.png")
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no mind map yet.")
    assert api.get(f"/v1/plans/{server.plan_id}/mind-map").json() == {"mind_map": None}


def test_an_unknown_plan_form_or_theme_is_refused(api: httpx.Client, server: Server) -> None:
    assert api.get("/v1/plans/999/mind-map.svg").status_code == 404
    assert api.get("/v1/plans/99999999999/mind-map").status_code == 422
    assert api.get(f"/v1/plans/{server.plan_id}/mind-map.pdf").status_code == 422
    assert api.get(f"/v1/plans/{server.plan_id}/mind-map.svg", params={"theme": "pink"}).status_code == 422


def test_a_reader_looks_but_does_not_save_and_nobody_else_looks(api: httpx.Client, server: Server) -> None:
    patch(api, server, {"to": TREE})
    with server.api("charlie") as reader:
        assert reader.get(f"/v1/plans/{server.plan_id}/mind-map.svg").status_code == 200
        assert patch(reader, server, {"to": None}).status_code == 403
    for path in ("mind-map", "mind-map.svg", "mind-map.png"):
        assert httpx.get(f"{server.url}/api/v1/plans/{server.plan_id}/{path}").status_code == 401
    assert api.get(f"/v1/plans/{server.plan_id}/mind-map").json() == {"mind_map": TREE}


def test_a_plan_in_the_trash_has_no_picture(api: httpx.Client, server: Server) -> None:
    plan_id = api.post("/v1/plans", json={"client_id": server.client_id, "mind_map": TREE}).json()["id"]
    assert api.get(f"/v1/plans/{plan_id}/mind-map.svg").status_code == 200
    with server.api("alice") as owner:
        assert owner.delete(f"/v1/plans/{plan_id}").status_code == 204
    for path in ("mind-map", "mind-map.svg", "mind-map.png"):
        assert api.get(f"/v1/plans/{plan_id}/{path}").status_code == 404


def test_a_node_is_made_into_an_objective_once_and_undone(api: httpx.Client, server: Server) -> None:
    patch(api, server, {"to": TREE})
    address = f"/v1/plans/{server.plan_id}/mind-map/nodes"
    made = api.post(f"{address}/b", json={"make": "objective", "with_branch": True})
    assert (made.status_code, sorted(made.json()["made"])) == (201, ["objective", "task"])
    assert api.post(f"{address}/b", json={"make": "task"}).status_code == 409
    assert api.post(f"{address}/gone", json={"make": "task"}).status_code == 404
    assert api.post(f"{address}/a", json={"make": "project"}).status_code == 422
    assert api.post(f"/v1/change-sets/{made.json()['change_set_id']}/undo").json()["kept"] == []
    assert api.post(f"{address}/b", json={"make": "task"}).status_code == 201
