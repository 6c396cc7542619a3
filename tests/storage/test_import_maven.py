"""The CRM data set of ../shared as it is: what comes in, compared with numbers worked out by pandas."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.database import Database
from data.records import CLIENT, PLAN, SHEETS
from services.actors import Source, system_actor
from services.changes import Edit, change_set
from services.crm_files.importing import CrmReport, import_crm, read_folder
from services.errors import NotSignedIn
from services.integrity import check_data
from services.sessions import sign_in
from services.undo import undo_change_set
from tests.maven import FOLDER, needs_maven

SYSTEM = system_actor(Source.IMPORT)

pytestmark = needs_maven


def run(db: Database, **options: Any) -> CrmReport:
    return import_crm(db, SYSTEM, read_folder(FOLDER), **options)


@pytest.fixture(scope="module")
def imported_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CrmReport]:
    """A database with the data set in it, made once and copied by every test."""
    path = tmp_path_factory.mktemp("maven") / "maven.duckdb"
    shutil.copyfile(empty_file, path)
    db = Database(path)
    report = run(db)
    db.close()
    return path, report


@pytest.fixture
def imported(imported_file: tuple[Path, CrmReport], tmp_path: Path) -> Iterator[tuple[Database, CrmReport]]:
    path, report = imported_file
    shutil.copyfile(path, tmp_path / "copy.duckdb")
    db = Database(tmp_path / "copy.duckdb")
    yield db, report
    db.close()


@pytest.fixture(scope="module")
def deals() -> pd.DataFrame:
    """Deals that name an account, with the quarter they belong to and the corrected product."""
    found = pd.read_csv(FOLDER / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"]).dropna(subset=["account"])
    found["product"] = found["product"].replace("GTXPro", "GTX Pro")
    found["day"] = found["close_date"].fillna(found["engage_date"])
    found["quarter"] = found["day"].dt.to_period("Q")
    return found


def grid(db: Database, sheet: str, client: str, start: str) -> list[tuple[Any, ...]]:
    columns = {"financial": "year, revenue", "current_service": "service", "offering": "service, convert"}[sheet]
    with db.read() as cursor:
        return cursor.tuples(
            f"""
            select {columns} from {sheet} t join plan p on p.id = t.plan_id join client c on c.id = p.client_id
            where c.name = $client and p.period_start = cast($start as date) order by t.position
            """,
            {"client": client, "start": start},
        )


def test_every_account_is_a_client_with_parent_industry_and_country(imported: tuple[Database, CrmReport]) -> None:
    db, _report = imported
    accounts = pd.read_csv(FOLDER / "accounts.csv").fillna("")
    sectors = {"technolgy": "Technology"}
    with db.read() as cursor:
        stored = cursor.tuples(
            "select c.name, c.industry, c.address, coalesce(p.name, '') from client c left join client p on p.id = c.parent_client_id"
        )
    assert sorted(stored) == sorted(
        (
            row.account,
            sectors.get(row.sector, row.sector.capitalize()),
            row.office_location.replace("Philipines", "Philippines"),
            row.subsidiary_of,
        )
        for row in accounts.itertuples()
    )
    assert ("Bioholding", "Medical", "Philippines", "") in stored
    assert ("Bluth Company", "Technology", "United States", "Acme Corporation") in stored


def test_agents_and_managers_are_staff_who_cannot_sign_in(imported: tuple[Database, CrmReport]) -> None:
    db, report = imported
    team = pd.read_csv(FOLDER / "sales_teams.csv")
    with db.read() as cursor:
        stored = cursor.tuples(
            "select s.name, r.name, s.email, s.password_hash from staff s join role r on r.id = s.role_id order by s.name"
        )
    assert {name for name, *_rest in stored} == {*team.sales_agent, *team.manager}
    assert {name for name, role, *_rest in stored if role == "Account manager"} == set(team.manager)
    assert {password for *_rest, password in stored} == {None}
    assert (len(stored), report.placeholders) == (41, 41)
    with pytest.raises(NotSignedIn):
        sign_in(db, "anna.snelling@imported.invalid", "")


def test_there_is_one_plan_for_each_client_and_quarter_with_deals(imported: tuple[Database, CrmReport], deals: pd.DataFrame) -> None:
    db, _report = imported
    with db.read() as cursor:
        stored = cursor.tuples("select c.name, p.period_start, p.period_type, p.status from plan p join client c on c.id = p.client_id")
    wanted = {
        (name, quarter.start_time.date()) for name, quarter in deals.dropna(subset=["quarter"]).groupby(["account", "quarter"]).groups
    }
    assert len(stored) == len(wanted) == 358
    assert {(name, start) for name, start, *_rest in stored} == wanted
    assert {(period_type, status) for *_rest, period_type, status in stored} == {("quarter", "Completed")}


@pytest.mark.parametrize(
    ("client", "start"), [("Hottechi", "2017-10-01"), ("Kan-code", "2017-04-01"), ("Golddex", "2017-07-01"), ("Isdom", "2017-01-01")]
)
def test_revenue_services_and_offerings_are_those_of_the_deals(
    imported: tuple[Database, CrmReport], deals: pd.DataFrame, client: str, start: str
) -> None:
    db, _report = imported
    own = deals[deals.account == client]
    won = own[own.deal_stage == "Won"]
    by_year = won.groupby(won.close_date.dt.year).close_value.sum()
    end = pd.Period(start, "Q").end_time
    assert grid(db, "financial", client, start) == [(year, Decimal(f"{value:.2f}")) for year, value in by_year.items() if year <= end.year]
    assert {service for (service,) in grid(db, "current_service", client, start)} == set(won[won.close_date <= end]["product"])
    is_last = pd.Period(start, "Q") == own.quarter.max()
    other = own[(own.deal_stage != "Won") & ((own.day <= end) | (own.day.isna() & is_last))]
    offered = dict(grid(db, "offering", client, start))
    assert {name: set(text.split(", ")) for name, text in offered.items()} == {
        name: set(stages) for name, stages in other.groupby("product").deal_stage.unique().items()
    }


def test_numbers_worked_out_by_hand(imported: tuple[Database, CrmReport]) -> None:
    db, _report = imported
    assert grid(db, "financial", "Hottechi", "2017-10-01") == [(2017, Decimal("194957.00"))]
    assert grid(db, "financial", "Hottechi", "2016-10-01") == []
    with db.read() as cursor:
        latest = cursor.value(
            """
            select sum(f.revenue) from financial f join plan p on p.id = f.plan_id
            where f.year = 2017 and p.period_start = (select max(o.period_start) from plan o where o.client_id = p.client_id)
            """
        )
    assert latest == Decimal("10005534.00")


def test_rows_without_account_are_reported_with_file_line_and_reason(imported: tuple[Database, CrmReport]) -> None:
    _db, report = imported
    raw = pd.read_csv(FOLDER / "sales_pipeline.csv")
    lines = [int(row) + 2 for row in raw.index[raw.account.isna()]]
    assert [(each.file, each.line) for each in report.lacks] == [("sales_pipeline.csv", line) for line in lines]
    assert {each.reason for each in report.lacks} == {"This deal names no account."}
    assert len(lines) == 1425


def test_a_dry_run_and_a_second_run_change_nothing(db: Database) -> None:
    def state() -> list[Any]:
        with db.read() as cursor:
            tables = ("client", "staff", "plan", "activity", "change_set", *SHEETS)
            return [cursor.value(f"select count(*) || ' ' || coalesce(max(id), 0) from {table}") for table in tables]

    empty = state()
    planned = run(db, dry_run=True)
    assert state() == empty
    first = run(db)
    assert planned.counts == first.counts
    full = state()
    second = run(db)
    assert state() == full
    assert second.change_set_id is None
    assert {(each.created, each.updated, each.kept, each.gone) for each in second.counts.values()} == {(0, 0, 0, 0)}
    assert check_data(db).findings == []


def test_what_people_changed_or_deleted_stays_so_after_another_run(imported: tuple[Database, CrmReport]) -> None:
    db, _report = imported
    with db.read() as cursor:
        client = cursor.row("select id, name from client where name = 'Hottechi'") or {}
        plan = cursor.value("select id from plan where client_id = $id and period_start = date '2017-10-01'", {"id": client["id"]})
        trashed = cursor.value("select id from plan where client_id = $id and period_start = date '2017-04-01'", {"id": client["id"]})
        row = cursor.value("select id from financial where plan_id = $plan", {"plan": plan})
        services = cursor.values("select id from current_service where plan_id = $plan order by id", {"plan": plan})
    with change_set(db, SYSTEM, "update") as changes:
        changes.update(CLIENT, {client["id"]: {"name": Edit("Hottechi Group"), "industry": Edit("Software")}})
        changes.update(SHEETS["financial"], {row: {"revenue": Edit(Decimal("1.00"))}})
        changes.delete(SHEETS["current_service"], services[:1])
        changes.trash(PLAN, [trashed])
    again = run(db)
    assert again.change_set_id is None
    assert again.counts["client"].kept == again.counts["financial"].kept == 1
    assert (again.counts["plan"].gone, again.counts["current_service"].gone > 1) == (1, True)
    with db.read() as cursor:
        assert cursor.tuples("select name, industry from client where id = $id", {"id": client["id"]}) == [("Hottechi Group", "Software")]
        assert cursor.value("select count(*) from client") == 85


def test_undoing_it_takes_everything_away_and_another_run_brings_it_back(imported: tuple[Database, CrmReport]) -> None:
    db, report = imported
    undo_change_set(db, SYSTEM, report.change_set_id or 0)
    with db.read() as cursor:
        assert cursor.value("select count(*) from client where deleted_at is null") == 0
        assert cursor.value("select count(*) from plan where deleted_at is null") == 0
    again = run(db)
    assert (again.counts["client"].created, again.counts["plan"].created) == (85, 358)
    assert check_data(db).findings == []
