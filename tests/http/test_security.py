"""What the server says to browsers on every answer, and what it refuses before any use case runs."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import httpx
import pytest

from api.limits import MOST_SIGN_IN
from api.security import inline_script_hashes
from tests.conftest import Server
from tests.world import PASSWORD


def plain_client(server: Server) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=20)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/plans",
        "/nowhere",
        "/api/health",
        "/api/v1/plans",
        "/api/nowhere",
        "/api/docs",
        "/assets/x/icon.svg",
        "/assets/x/none.js",
        "/_stcore/health",
    ],
)
def test_every_answer_carries_the_headers(server: Server, path: str) -> None:
    answer = plain_client(server).get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2]


def test_only_components_may_build_functions_and_only_in_our_own_pages(server: Server) -> None:
    policy = plain_client(server).get("/component/st_aggrid.agGrid/index.html").headers["content-security-policy"]
    assert "script-src 'self' blob: 'unsafe-eval'" in policy
    assert "frame-ancestors 'self'" in policy


def test_inline_scripts_of_the_page_are_named_by_their_hashes(server: Server) -> None:
    page = plain_client(server).get("/plans")
    hashes = inline_script_hashes(page.text)
    assert len(hashes) == 2
    for each in hashes:
        assert each in page.headers["content-security-policy"]
        assert each.startswith("'sha256-")


def test_answers_of_the_api_are_not_kept(server: Server) -> None:
    with server.api("alice") as api:
        for path in ("/v1/plans", "/v1/me", "/openapi.json", "/v1/nothing"):
            assert api.get(path).headers["cache-control"] == "no-store", path


def test_the_api_never_redirects_and_answers_json(server: Server) -> None:
    client = plain_client(server)
    for path in ("/api", "/api/", "/api/v1", "/api/v1/plans/", "/api/nothing", "/api/v1/plans/1/sheets/financial/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/json"), path
        answer = client.get(path, cookies={"account_planning_session": server.world_tokens["erin"]})
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json"), path
    with server.api("alice") as api:
        refused = api.put("/v1/plans", json={})
        assert (refused.status_code, refused.headers["content-type"]) == (405, "application/json")


def test_a_request_of_another_site_changes_nothing(server: Server) -> None:
    path, change = f"/v1/plans/{server.plan_id}", {"set": {"product": {"to": "From elsewhere"}}}
    with server.api("alice") as api:
        for headers in (
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": server.url.replace("localhost", "127.0.0.1")},
            {"origin": "http://localhost:1"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
        ):
            assert api.patch(path, json=change, headers=headers).status_code == 403, headers
        assert api.get(path).json()["product"] is None
        assert api.patch(path, json=change, headers={"origin": server.url, "sec-fetch-site": "same-origin"}).status_code == 200
        token = api.post("/v1/tokens", json={"name": "Elsewhere"}).json()["token"]
    bearer = {"authorization": f"Bearer {token}", "origin": "https://evil.example"}
    assert plain_client(server).patch(f"/api{path}", json=change, headers=bearer).status_code == 200


def test_another_site_cannot_sign_somebody_in_or_out(server: Server) -> None:
    foreign = {"origin": "https://evil.example"}
    with server.api("bob") as api:
        assert api.post("/session", data={"email": "alice@example.com", "password": PASSWORD}, headers=foreign).status_code == 403
        assert api.delete("/session", headers=foreign).status_code == 403
        assert api.get("/v1/me").json()["name"] == "Bob"


def test_what_was_drawn_for_somebody_else_is_refused(server: Server) -> None:
    path, change = f"/v1/plans/{server.plan_id}", {"set": {"product": {"to": "As somebody else"}}}
    with server.api("bob") as api:
        refused = api.patch(path, json=change, headers={"x-staff-id": str(server.staff["alice"])})
        assert (refused.status_code, refused.json()["detail"]) == (403, "You are signed in as somebody else now. Reload the page.")
        assert api.get(path, headers={"x-staff-id": str(server.staff["alice"])}).status_code == 403
        assert api.patch(path, json=change, headers={"x-staff-id": str(server.staff["bob"])}).status_code == 200


def test_a_body_too_large_is_refused_whether_it_says_so_or_not(server: Server) -> None:
    client = plain_client(server)
    huge = {"email": "a@example.com", "password": "x" * MOST_SIGN_IN}
    assert client.post("/api/session", data=huge).status_code == 413
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    cookie = f"account_planning_session={server.world_tokens['alice']}"
    connection.request("POST", "/api/v1/plans", headers={"content-length": str(10**12), "cookie": cookie})
    assert connection.getresponse().status == 413

    def chunks() -> object:
        yield b"email=a%40example.com&password="
        for _ in range(20):
            yield b"x" * 8192

    answer = client.post("/api/session", content=chunks(), headers={"content-type": "application/x-www-form-urlencoded"})  # type: ignore[arg-type]
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"{", b"\xff\xfe", b'{"set": {"product": {"to": "\\ud800"}}}', b'{"set": NaN}', b"null", b""]
)
def test_a_malformed_body_is_refused_in_json(server: Server, body: bytes) -> None:
    with server.api("alice") as api:
        answer = api.patch(f"/v1/plans/{server.plan_id}", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["detail"]


def handshake(server: Server, **headers: str) -> int:
    """The status of a WebSocket handshake with Streamlit."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    connection.request("GET", "/_stcore/stream", headers={**upgrade, **headers})
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_page_of_another_origin_cannot_open_a_session_of_the_screen(server: Server) -> None:
    assert handshake(server, origin=server.url) == 101
    assert handshake(server, origin="http://localhost:1") == 403
    assert handshake(server, origin="https://evil.example") == 403


def test_doors_of_streamlit_that_nobody_needs_are_shut(server: Server) -> None:
    client = plain_client(server)
    for path in (
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/metrics",
        "/_stcore/script-health-check",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, json={}).status_code == 404, path
    assert client.put("/_stcore/upload_file/a/b", files={"file": b"x"}).status_code == 401


def test_the_description_of_the_api_is_public(server: Server) -> None:
    client = plain_client(server)
    assert "/v1/plans/{plan_id}" in client.get("/api/openapi.json").json()["paths"]
    page = client.get("/api/docs")
    assert page.status_code == 200
    for address in [part.split('"')[0] for part in page.text.split('src="')[1:]]:
        assert client.get(address).status_code == 200, address


def test_no_secret_reaches_the_log(server: Server) -> None:
    client = plain_client(server)
    client.post("/api/session", data={"email": "alice@example.com", "password": "a wrong secret"})
    answer = client.post("/api/session", data={"email": "alice@example.com", "password": PASSWORD})
    with server.api("erin") as api:
        token = api.post("/v1/tokens", json={"name": "Secret"}).json()["token"]
        api.get("/v1/me", headers={"authorization": f"Bearer {token}"})
    log = (server.home / "server.log").read_text()
    for secret in ("a wrong secret", PASSWORD, answer.cookies["account_planning_session"], token, server.world_tokens["erin"]):
        assert secret not in log


def test_signing_in_again_ends_the_session_before(server: Server) -> None:
    with plain_client(server) as client:
        client.post("/api/session", data={"email": "charlie@example.com", "password": PASSWORD})
        before = client.cookies["account_planning_session"]
        client.post("/api/session", data={"email": "charlie@example.com", "password": PASSWORD})
        assert client.cookies["account_planning_session"] != before
        assert client.get("/api/v1/me").status_code == 200
    assert httpx.get(f"{server.url}/api/v1/me", cookies={"account_planning_session": before}).status_code == 401


def test_too_many_failures_wait(server: Server) -> None:
    client = plain_client(server)
    answers = [client.post("/api/session", data={"email": "nobody@example.com", "password": "guess"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "Try again in" in answers[-1].json()["detail"]
    french = client.post("/api/session", data={"email": "nobody@example.com", "password": "guess"}, headers={"accept-language": "fr-FR"})
    assert french.status_code == 429
