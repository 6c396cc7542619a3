"""`load-demo`: what it holds, that it can be worked with, and that doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.database import Database, now
from data.records import PLAN, SHEETS, TASK
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.actors import Source, system_actor
from services.demo import load_demo, load_many_plans
from services.integrity import check_data
from services.language import use_language
from services.periods import period_name
from services.undo import undo_change_set
from tests.commands.conftest import Run


@pytest.fixture(scope="module")
def demo(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the demo data, only read by these tests."""
    path = tmp_path_factory.mktemp("demo") / "account_planning.duckdb"
    path.write_bytes(empty_file.read_bytes())
    db = Database(path)
    assert load_demo(db) is not None
    yield db
    db.close()


def everything(db: Database) -> dict[str, list[tuple[object, ...]]]:
    with db.read() as cursor:
        tables = cursor.values("select table_name from duckdb_tables() order by 1")
        return {table: cursor.tuples(f'select * from "{table}" order by all') for table in tables}


def test_the_command_tells_what_it_loaded_and_how_colleagues_sign_in(run: Run) -> None:
    told = run("load-demo")
    assert told.status == 0
    assert told.out.startswith("Loaded 41 clients and 2")
    assert "sign in with the password" in told.out
    again = run("load-demo")
    assert (again.status, again.out) == (0, "The demo data is there already.\n")


def test_there_are_about_forty_clients_with_plans_in_every_state(demo: Database) -> None:
    with demo.read() as cursor:
        assert 38 <= cursor.value("select count(*) from client") <= 45
        assert cursor.value("select count(distinct client_id) from plan") == cursor.value("select count(*) from client")
        for column, choices in (("status", STATUSES), ("client_status", CLIENT_STATUSES), ("bcg", BCG_MODELS)):
            assert set(choices) <= set(cursor.values(f"select distinct {column} from plan")), column
        assert cursor.values("select distinct period_type from plan order by 1") == ["month", "quarter", "year"]


def test_every_grid_is_filled(demo: Database) -> None:
    with demo.read() as cursor:
        plans = cursor.value("select count(*) from plan")
        for name in SHEETS:
            filled = cursor.value(f'select count(distinct plan_id) from "{name}"')
            assert filled >= plans * (0.8 if name == "meeting_note" else 1), name


def test_the_plans_of_this_year_have_work_to_do_and_goals_that_went_their_way(demo: Database) -> None:
    with demo.read() as cursor:
        plans = cursor.values("select id from plan where period_start >= date '2026-01-01' order by id")
        for table in ("objective", "task", "goal"):
            assert cursor.values(f'select distinct plan_id from "{table}" order by 1') == plans, table
        assert set(TASK.by_name["status"].choices) == set(cursor.values("select distinct status from task"))
        overdue = "from task where deadline < date '2026-11-20' and status <> 'Complete'"
        assert 10 <= cursor.value(f"select count(distinct plan_id) {overdue}") <= len(plans) // 2
        assert (
            cursor.value(
                "select count(*) from task where people_in_charge_ids is null or (status = 'Complete') <> (completed_at is not null)"
            )
            == 0
        )
        measured = "from activity where record = 'goal' and field = 'actual'"
        assert cursor.value(f"select max(happened_at) {measured}").date() <= date(2026, 11, 20)
        assert cursor.value(f"select count(distinct record_id) {measured}") > len(plans)
    assert check_data(demo).findings == []


def test_french_clients_are_described_in_french_and_others_in_english(demo: Database) -> None:
    with demo.read() as cursor:
        french, english = (
            cursor.row(
                "select p.subject, p.vision from plan p join client c on c.id = p.client_id where c.name = $n order by p.id", {"n": name}
            )
            for name in ("Brasserie du Ponant", "Arctura Shipping")
        )
    use_language("fr")
    period = period_name(date(2025, 7, 1), "quarter", "fr")
    assert french == {
        "subject": f"Brasserie du Ponant – {period}",
        "vision": "Faire connaître le terroir au-delà de la région sans perdre la qualité.",
    }
    assert english == {"subject": "Arctura Shipping – 2025", "vision": "The link nobody notices because everything arrives on time."}


def test_each_plan_has_a_past_of_its_own_that_can_be_undone(db: Database) -> None:
    load_demo(db)
    with db.write() as cursor:
        plans = cursor.value("select count(*) from plan")
        assert cursor.value("select count(distinct plan_id) from change_set where action = 'create'") == plans
        latest = cursor.row("select id, plan_id from change_set where action = 'update' and plan_id is not null order by id desc limit 1")
        assert latest is not None
        was = cursor.value("select old_value from activity where change_set_id = $id and field = 'status'", {"id": latest["id"]})
        # Undo is for 30 days, and the past of the demo data stays where it is.
        cursor.execute("update change_set set happened_at = $now where id = $id", {"now": now(), "id": latest["id"]})
        assert cursor.value("select status from plan where id = $id", {"id": latest["plan_id"]}) != was
    assert undo_change_set(db, system_actor(Source.CRON), latest["id"]).kept == []
    with db.read() as cursor:
        assert cursor.value("select status from plan where id = $id", {"id": latest["plan_id"]}) == was


def test_the_log_of_each_plan_is_in_the_order_of_its_days(demo: Database) -> None:
    with demo.read() as cursor:
        for table in ("change_set", "activity"):
            late = f"(select happened_at < lag(happened_at) over (order by id) as is_late from {table} where plan_id is not null)"
            assert cursor.value(f"select count(*) from {late} where is_late") == 0, table
        assert cursor.value("select count(distinct happened_at) from activity where plan_id is not null") > 300
        assert cursor.value("select count(*) from activity where change_set_id not in (select id from change_set)") == 0


def test_loading_is_the_same_every_time_and_the_second_time_changes_nothing(demo: Database, db: Database) -> None:
    assert load_demo(db) is not None
    with db.read() as one, demo.read() as other:
        columns = ", ".join(
            column for column in PLAN.columns if not column.endswith("_at") and column not in ("status", "version", "revision")
        )
        assert one.tuples(f"select {columns} from plan order by id") == other.tuples(f"select {columns} from plan order by id")
    before = everything(db)
    assert load_demo(db) is None
    assert everything(db) == before


def test_many_plans_are_of_full_width_and_topped_up_to_the_number_asked_for(db: Database) -> None:
    load_demo(db)
    with db.read() as cursor:
        demo_plans = cursor.value("select count(*) from plan")
    assert load_many_plans(db, 300) == 300
    assert load_many_plans(db, 300) == 0
    assert load_many_plans(db, 345) == 45
    with db.read() as cursor:
        assert cursor.value("select count(*) from plan") == demo_plans + 345
        made = "from plan p join client c on c.id = p.client_id where starts_with(c.external_id, 'bench-')"
        assert cursor.tuples(f"select min(length(objective)), max(length(objective)), count(*) {made}") == [(500, 500, 345)]
        assert cursor.value(f"select count(*) {made} and (p.period_end is null or p.search is null or p.person_in_charge_id is null)") == 0
        assert cursor.value("select count(*) from activity where record = 'plan' and action = 'create'") == demo_plans + 345


def test_the_command_makes_many_plans(run: Run) -> None:
    run("load-demo")
    assert run("load-demo", "--plans", "40").out == "40 plans were made.\n"
    assert run("load-demo", "--plans", "40").out == "There are 40 such plans already.\n"
