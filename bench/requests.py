"""Rows about single requests: the list with and without free text."""

from __future__ import annotations

from bench.client import rate, times
from bench.figures import percentile
from bench.place import Place

# What the list asks for with the columns it shows at first.
_FIELDS = (
    "id,version,subject,client_id,client,period_type,period_start,status,objective,revenue_next_year,margin,wallet_share,client_status,bcg"
)
_LIST = f"/api/v1/plans?fields={_FIELDS}&brief=true&limit=100"
FILTERED = tuple(
    f"{_LIST}&{query}"
    for query in (
        "status=In+Progress&sort=-revenue_next_year",
        "status=Draft&status=Review&client_status=Red&sort=subject",
        "bcg=Star&from=2024-01-01&to=2024-12-31&sort=client",
        "person_in_charge=2&sort=-time,subject",
        "client_status=none&sort=margin&offset=300",
        "from=2023-04-01&sort=-wallet_share",
        "status=Completed&bcg=none&sort=status",
        "sort=-id",
    )
)
SEARCHED = tuple(
    f"{_LIST}&{query}"
    for query in (
        "q=harbour&sort=-revenue_next_year",
        "q=framework+agreement&status=In+Progress&sort=subject",
        "q=GRANITE+hotels&sort=client",
        "q=42&sort=-id",
        "q=pilot+downtime&bcg=Star&sort=-time",
        "q=nothing+like+this&sort=subject",
    )
)


def list_request(place: Place) -> dict[str, float]:
    measured = times(place, FILTERED, 240)
    return {"p50": percentile(measured, 0.5), "p95": percentile(measured, 0.95)}


def list_request_with_text(place: Place) -> dict[str, float]:
    measured = times(place, SEARCHED, 120)
    return {"p50": percentile(measured, 0.5), "p95": percentile(measured, 0.95)}


def list_requests_at_once(place: Place) -> dict[str, float]:
    return {"20 clients at once": rate(place, FILTERED, clients=20, seconds=6)}
