"""Settings: read by everybody, changed and undone by administrators."""

from __future__ import annotations

from services.settings import read_settings
from services.settings_changes import read_industries
from services.undo import undo_change_set
from tests.conftest import ApiClient
from tests.http.test_staff import edits
from tests.world import World


def test_settings_are_changed_and_undone(client: ApiClient, world: World) -> None:
    assert client("charlie").get("/v1/settings").json()["currency"] == "EUR"
    first = client("erin").patch(
        "/v1/settings", json=edits(currency="CHF", industries=["Energy", "Retail, Energy"], time_zone="Europe/Zurich")
    )
    assert first.status_code == 200
    assert first.json()["industries"] == ["Energy", "Retail"]
    second = client("erin").patch("/v1/settings", json={"set": {"currency": {"from": "CHF", "to": "USD"}}})
    assert client("bob").get("/v1/settings").json()["currency"] == "USD"
    undo_change_set(world.db, world.actor("erin"), second.json()["change_set_id"])
    assert read_settings(world.db).currency == "CHF"


def test_a_new_default_holds_for_the_next_plan(client: ApiClient, world: World) -> None:
    client("erin").patch("/v1/settings", json=edits(default_status="Review", default_period_type="year"))
    plan = client("alice").post("/v1/plans", json={"client_id": world.client_id}).json()
    assert (plan["status"], plan["period_type"]) == ("Review", "year")


def test_a_setting_changed_meanwhile_is_shown_with_both_values(client: ApiClient) -> None:
    client("erin").patch("/v1/settings", json=edits(currency="CHF"))
    answer = client("erin").patch("/v1/settings", json={"set": {"currency": {"from": "EUR", "to": "USD"}}})
    assert answer.status_code == 409
    assert client("erin").get("/v1/settings").json()["currency"] == "CHF"


def test_only_administrators_change_settings(client: ApiClient) -> None:
    for name in ("alice", "bob", "charlie"):
        assert client(name).patch("/v1/settings", json=edits(currency="USD")).status_code == 403


def test_bad_input_names_its_setting(client: ApiClient) -> None:
    api = client("erin")
    for values, field in (
        ({"default_status": "Completed"}, "default_status"),
        ({"default_period_type": "week"}, "default_period_type"),
        ({"currency": "euro"}, "currency"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": ["UTC"]}, "time_zone"),
        ({"language": "xx"}, "language"),
        ({"industries": "Energy"}, "industries"),
        ({"industries": ["x" * 300]}, "industries"),
        ({"industries": ["zero\u0000"]}, "industries"),
        ({"nothing": 1}, "nothing"),
    ):
        refused = api.patch("/v1/settings", json=edits(**values))
        assert refused.status_code == 422, values
        assert refused.json()["problems"][0]["field"] == field
    assert api.get("/v1/settings").json()["currency"] == "EUR"


def test_industries_are_typed_one_per_line_or_with_commas() -> None:
    assert read_industries("Energy, Retail\n\n Health care ,Energy\r\nPublic sector") == [
        "Energy",
        "Retail",
        "Health care",
        "Public sector",
    ]
