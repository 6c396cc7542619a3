"""`check-data`: silent on sound data, and finds every kind of fault that is put into it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.database import Database
from data.records import RECORDS
from services.actors import Source, system_actor
from services.custom_fields import create_definition
from services.demo import load_demo, load_many_plans
from services.integrity import check_data
from services.staff import ensure_administrator
from tests.commands.conftest import Run


@pytest.fixture(scope="module")
def sound_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with an administrator, demo data, many plans and a custom field, copied by each test."""
    path = tmp_path_factory.mktemp("sound") / "account_planning.duckdb"
    shutil.copyfile(empty_file, path)
    db = Database(path)
    system = system_actor(Source.CRON)
    ensure_administrator(db, system, email="admin@example.com", password="a long password")
    load_demo(db)
    load_many_plans(db, 20)
    create_definition(db, system, {"label": "Region", "type": "text"})
    db.close()
    return path


@pytest.fixture
def sound(sound_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copyfile(sound_file, tmp_path / "checked.duckdb")
    db = Database(tmp_path / "checked.duckdb")
    yield db
    db.close()


def test_sound_data_has_no_findings_and_checking_changes_nothing(sound: Database) -> None:
    report = check_data(sound)
    assert report.findings == []
    assert report.rows["plan"] == 265
    with sound.read() as cursor:
        first = cursor.value("select nextval('plan_seq')")
    check_data(sound)
    with sound.read() as cursor:
        assert cursor.value("select nextval('plan_seq')") == first + 1
    assert [each.name for each in sound.path.parent.iterdir() if each.name.startswith("check-")] == []


FAULTS = [
    ("delete from plan where id = 1", "financial: 4 rows belong to no plan (id 1, 2, 3, 4)"),
    ("update plan set client_id = 99999 where id = 7", "plan: 1 row name an unknown client in client_id (id 7)"),
    ("update company_team set staff_id = 4711 where id in (2, 3)", "company_team: 2 rows name an unknown staff in staff_id (id 2, 3)"),
    ("update client set parent_client_id = 4711 where id = 3", "client: 1 row name an unknown client in parent_client_id (id 3)"),
    ("update plan set created_by = 4711 where id = 5", "plan: 1 row name an unknown person in created_by (id 5)"),
    ("update plan set status = 'Lost' where id = 5", "plan: 1 row hold an unknown choice in status (id 5)"),
    ("update plan set period_start = date '2026-02-02' where id = 5", "plan: 1 row do not start on the first day of their period (id 5)"),
    ("update plan set period_end = null where id = 5", "plan: 1 row hold an outdated period_end (id 5)"),
    ("update plan set search = 'nothing' where id <= 6", "plan: 6 rows hold an outdated search (id 1, 2, 3, 4, 5, …)"),
    ("update client set search = null where id = 2", "client: 1 row hold an outdated search (id 2)"),
    (
        "update client set name = '' where id = 2; update client set external_id = 'x' where id = 9",
        "client: 2 rows hold an outdated search (id 2, 9)",
    ),
    ("update activity set new_value = '{broken' where id = 3", "activity: 1 row hold an unreadable row (id 3)"),
    ("update activity set change_set_id = 4711000 where id = 3", "activity: 1 row belong to no change set (id 3)"),
    ("update activity set record = 'spaceship' where id = 3", "activity: 1 row are about an unknown kind of record (id 3)"),
    ("update plan set mind_map = '[' where id = 4", "plan: 1 row hold an unreadable list in mind_map (id 4)"),
    (
        "insert into task (id, plan_id, position, status, people_in_charge_ids) values (90001, 1, 1, 'On Hold', '[1, 4711]')",
        "task: 1 row name an unknown staff in people_in_charge_ids (id 90001)",
    ),
    (
        "insert into task (plan_id, position, status, deadline) values (1, 1, 'On Hold', date '2026-01-01')",
        "plan: 1 row hold an outdated next_open_deadline (id 1)",
    ),
    ("insert into session values ('h', 4711, now(), now(), now(), '', '')", "session: 1 row belong to no staff member"),
    (
        "update staff set active = false where email = 'admin@example.com'",
        "staff: 1 row would be needed that is active and an administrator",
    ),
    ("update staff set email = 'ADMIN@example.com' where id = 3", "staff: 2 rows share the e-mail address admin@example.com"),
    ("update role set is_administrator = false", "role: 1 row would be needed that administers"),
    ("insert into offering (id, plan_id, position) values (900000, 1, 9)", "offering: 1 row would repeat an id: the next would be "),
    ("alter table plan add column cf_77 varchar", "plan: 1 row of the schema are columns without a definition (id 77)"),
    ("insert into custom_field (label, type) values ('Lost', 'text')", "custom_field: 1 row have no column on the plan (id 2)"),
    ("delete from migration where name = '0001_foundation.sql'", "migration: 1 row for 0001_foundation.sql, which is missing"),
]


@pytest.mark.parametrize(("fault", "finding"), FAULTS, ids=[finding.partition(" (id")[0] for _fault, finding in FAULTS])
def test_a_fault_is_found(sound: Database, fault: str, finding: str) -> None:
    with sound.write() as cursor:
        for statement in fault.split("; "):
            cursor.execute(statement)
    found = [str(each) for each in check_data(sound).findings]
    assert any(each.startswith(finding) for each in found), found


def test_every_record_type_is_checked(sound: Database) -> None:
    assert set(RECORDS) <= set(check_data(sound).rows)


def test_the_command_tells_findings_and_fails(run: Run, home: Path) -> None:
    run("load-demo")
    told = run("check-data")
    assert (told.status, told.error) == (0, "")
    assert told.out.endswith("nothing is wrong.\n")
    db = Database(home / "account_planning.duckdb")
    with db.write() as cursor:
        cursor.execute("update plan set status = 'Lost' where id = 5")
    db.close()
    told = run("check-data")
    assert (told.status, told.out, told.error) == (
        1,
        "plan: 1 row hold an unknown choice in status (id 5)\n",
        "1 rule is broken.\n",
    )
