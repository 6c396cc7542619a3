"""The page with which every address of the screen begins."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import Server


def start(server: Server, path: str = "/plans", name: str = "", wished: str = "") -> httpx.Response:
    cookies = {"account_planning_session": server.world_tokens[name]} if name else {}
    return httpx.get(server.url + path, cookies=cookies, headers={"accept-language": wished or "en"}, timeout=20)


def test_it_is_read_out_in_the_language_of_the_person(server: Server) -> None:
    with server.api("charlie") as api:
        assert api.patch("/v1/me", json={"language": "fr"}).json()["language"] == "fr"
    assert '<html lang="fr">' in start(server, name="charlie", wished="en").text
    assert '<html lang="en">' in start(server, name="alice", wished="fr").text


@pytest.mark.parametrize(("wished", "language"), [("fr-CA,fr;q=0.9", "fr"), ("en-GB", "en"), ("de", "en")])
def test_before_signing_in_the_browser_decides(server: Server, wished: str, language: str) -> None:
    answer = start(server, wished=wished)
    assert f'<html lang="{language}">' in answer.text
    assert "<title>Account Planning</title>" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_what_is_no_page_is_answered_as_before(server: Server) -> None:
    assert start(server, "/_stcore/health").text == "ok"
    assert start(server, "/favicon.png").headers["content-type"] == "image/png"
    assert start(server, "/api/v1/plans").status_code == 401
    assert httpx.post(f"{server.url}/plans", timeout=20).status_code == 405
