"""Whatever the API's description allows, and what it does not, is answered without an error of the server."""

from __future__ import annotations

import os

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.conftest import Server

# Requests to each operation, half of them as described and half not. A long run before a release takes 200.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "6"))
# Ends the session that all others use.
LEFT_OUT = {("delete", "/session")}


@pytest.mark.timeout(100 * EXAMPLES)
def test_no_request_makes_the_server_fail(server: Server) -> None:
    document = httpx.get(f"{server.url}/api/openapi.json", timeout=20).json()
    operations = [result.ok() for result in schemathesis.openapi.from_dict(document).get_all_operations()]
    operations = [each for each in operations if (each.method, each.path) not in LEFT_OUT]
    assert len(operations) > 40
    session = requests.Session()
    session.cookies.set("account_planning_session", server.world_tokens["erin"])
    failures = [failure for operation in operations for failure in fuzz(operation, session, f"{server.url}/api")]
    assert session.get(f"{server.url}/api/v1/me", timeout=20).status_code == 200
    assert failures == []


def fuzz(operation: schemathesis.APIOperation, session: requests.Session, base_url: str) -> list[str]:
    """Try examples of one operation; returns what made the server fail, as command lines."""
    failures: list[str] = []

    # Ids that exist are tried more often than chance would.
    @seed(1)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE), known_id=st.integers(0, 4))
    def one(case: schemathesis.Case, known_id: int) -> None:
        if known_id:
            case.path_parameters = {
                name: known_id if isinstance(value, int) else value for name, value in (case.path_parameters or {}).items()
            }
        answer = case.call(base_url=base_url, session=session, timeout=20)
        if answer.status_code >= 500:
            failures.append(f"{answer.status_code}: {case.as_curl_command()} {answer.text[:300]}")

    one()
    return failures
