"""SQL that makes many plans of full width at once, to measure with: the same rows every time."""

from __future__ import annotations

from collections.abc import Sequence

from data import clients as client_rows
from data import contacts as contact_rows
from data import plans as plan_rows
from data.database import Cursor, now
from data.records import CLIENT, CONTACT, PLAN, Record

MARK = "bench-"
PLANS_OF_A_CLIENT = 20
_SENTENCES = (
    "Grow the service business by bundling support with every new contract and by visiting each site twice a year.",
    "Win the framework agreement before the budget round and agree on one price list for all subsidiaries.",
    "Replace the competitor in the northern region; the pilot has to show four hours less downtime a month.",
    "Train the key users early, because the last roll-out failed on acceptance rather than on technique.",
    "Keep the margin above target although raw material and transport have become dearer than planned.",
)
_WORDS = ("Harbour", "Summit", "Cedar", "Juniper", "Granite", "Meridian", "Falcon", "Orchard", "Beacon", "Willow", "Copper", "Tundra")
_TRADES = ("Logistics", "Foods", "Energy", "Clinics", "Retail", "Bank", "Mining", "Hotels", "Media", "Works", "Telecom")


def count_plans(cursor: Cursor) -> int:
    return int(
        cursor.value(
            "select count(*) from plan p join client c on c.id = p.client_id where starts_with(c.external_id, $mark)", {"mark": MARK}
        )
    )


def insert_plans(cursor: Cursor, count: int, industries: Sequence[str]) -> None:
    """Insert `count` plans of clients in these industries, with objectives of 500 characters, eighteen rows in their grids, twenty tasks, clients and contacts, and the log of it."""
    at = now()
    first_client = int(cursor.value("select count(*) from client where starts_with(external_id, $mark)", {"mark": MARK}))
    clients = -(-count // PLANS_OF_A_CLIENT)
    change_set_id = int(
        cursor.value(
            "insert into change_set (happened_at, source, action, records) values ($at, 'import', 'load_demo', $records) returning id",
            {"at": at, "records": count + clients * 3},
        )
    )
    client_ids = cursor.values(
        """
        insert into client (name, industry, address, website, external_id, created_at, updated_at)
        select format('{} {} {:05d}', ($words)[1 + i % len($words)], ($trades)[1 + i % len($trades)], i),
            ($industries)[1 + i % len($industries)], format('{} Quay Street, Port {}', 1 + i % 90, ($words)[1 + i * 7 % len($words)]),
            'https://www.client-' || i || '.example', $mark || i, $at, $at
        from range($first, $first + $count) r(i) returning id
        """,
        {
            "words": list(_WORDS),
            "trades": list(_TRADES),
            "industries": list(industries),
            "mark": MARK,
            "at": at,
            "first": first_client,
            "count": clients,
        },
    )
    contact_ids = cursor.values(
        """
        insert into contact (client_id, name, title, email, created_at, updated_at)
        select c.id, format('Contact {} of {}', n, c.name), 'Head of ' || c.industry, format('contact{}@client-{}.example', n, c.id), $at, $at
        from client c, range(1, 3) r(n) where c.id in (select unnest(cast($ids as integer[]))) order by c.id, n returning id
        """,
        {"ids": client_ids, "at": at},
    )
    plan_ids = _insert_plan_rows(cursor, client_ids, count)
    for statement in _SHEETS:
        cursor.execute(statement, {"ids": plan_ids, "at": at})
    plan_rows.refresh_deadlines(cursor, plan_ids)
    client_rows.refresh_derived(cursor, client_ids)
    contact_rows.refresh_derived(cursor, contact_ids)
    for record, ids in ((CLIENT, client_ids), (CONTACT, contact_ids), (PLAN, plan_ids)):
        _log_creation(cursor, change_set_id, record, ids)


def _insert_plan_rows(cursor: Cursor, client_ids: list[int], count: int) -> list[int]:
    ids: list[int] = cursor.values(
        """
        insert into plan (client_id, subject, period_type, period_start, status, client_status, bcg, person_in_charge_id, industry, product,
            sales_channel_online, sales_channel_offline, known_partners, vision, mission, objective, threat, opportunity, success_criteria,
            constraints, revenue_next_year, margin, wallet_share, created_at, updated_at)
        select c.id, format('{} – Q{} {}', c.name, 1 + i % 4, 2022 + i % 20 // 4), 'quarter', make_date(2022 + i % 20 // 4, 1 + i % 4 * 3, 1),
            (['Draft', 'In Progress', 'In Progress', 'Review', 'Completed', 'Completed', 'Archived'])[1 + i * 31 % 7],
            (['Green', 'Green', 'Yellow', 'Red', null])[1 + i * 17 % 5],
            (['Question mark', 'Star', 'Dog', 'Cash cow', null])[1 + i * 13 % 5],
            s.ids[1 + i // 20 % len(s.ids)], c.industry, 'Product line ' || i % 40, 'Web shop and portal', 'Direct sales, two trade fairs',
            'Partner ' || i % 300, ($sentences)[1 + i % 5], ($sentences)[1 + i * 3 % 5],
            left(i || '. ' || ($sentences)[1 + i % 5] || ' ' || ($sentences)[1 + i * 2 % 5] || ' ' || ($sentences)[1 + i * 3 % 5] || ' '
                || ($sentences)[1 + i * 4 % 5] || ' ' || repeat(($sentences)[1 + (i + 1) % 5], 3), 500),
            ($sentences)[1 + (i + 1) % 5], ($sentences)[1 + (i + 2) % 5], ($sentences)[1 + (i + 3) % 5], ($sentences)[1 + (i + 4) % 5],
            cast(10000 + i * 7919 % 990000 as decimal(18, 2)), cast(i * 37 % 600 / 10 - 10 as decimal(6, 2)),
            cast(i * 53 % 1000 / 10 as decimal(6, 2)), $at, $at
        from range($count) r(i)
            join (select id, name, industry, row_number() over (order by id) - 1 as place from client
                  where id in (select unnest(cast($clients as integer[])))) c on c.place = i // $each,
            (select list(id order by id) as ids from staff where active) s
        order by i returning id
        """,
        {"sentences": list(_SENTENCES), "at": now(), "count": count, "clients": client_ids, "each": PLANS_OF_A_CLIENT},
    )
    plan_rows.refresh_derived(cursor, ids)
    return ids


def _sheet(table: str, columns: str, rows: int, values: str) -> str:
    return f"""
        insert into {table} (plan_id, position, {columns}, created_at, updated_at)
        select p.id, n, {values}, $at, $at from plan p, range(1, {rows + 1}) r(n)
        where p.id in (select unnest(cast($ids as integer[]))) order by p.id, n
        """


_SHEETS = (
    _sheet(
        "financial",
        "year, revenue, sales_spent, traffic, loss",
        4,
        "year(p.period_start) - 4 + n, cast(20000 + (p.id * 97 + n * 4001) % 400000 as decimal(18, 2)),"
        " cast((p.id * 13 + n) % 9000 as decimal(18, 2)), (p.id * 11 + n) % 50000, cast((p.id + n) % 700 as decimal(18, 2))",
    ),
    _sheet("marketing_activity", "item, reference", 3, "'Campaign ' || (p.id + n) % 60, 'Folder ' || n || ' of the client'"),
    _sheet("current_service", "service, potential", 2, "'Service ' || (p.id + n) % 25, (['High', 'Medium', 'Low'])[1 + (p.id + n) % 3]"),
    _sheet(
        "offering",
        "service, potential, scale, convert, prioritization",
        2,
        "'Service ' || (p.id + n + 9) % 25, (['High', 'Medium', 'Low'])[1 + (p.id * 3 + n) % 3], 'One region', 'Offer sent', cast(n as varchar)",
    ),
    _sheet(
        "company_team", "staff_id, role, department, serving_status", 2, "p.person_in_charge_id, 'Account owner', 'Key accounts', 'Lead'"
    ),
    """
        insert into client_team (plan_id, position, contact_id, title, role, email, working_status, created_at, updated_at)
        select p.id, row_number() over (partition by p.id order by k.id), k.id, k.title, 'Decision maker', k.email, 'Active', $at, $at
        from plan p join contact k on k.client_id = p.client_id
        where p.id in (select unnest(cast($ids as integer[]))) order by p.id, k.id
    """,
    _sheet(
        "meeting_note",
        "date, kind, attendees, notes",
        2,
        "p.period_start + cast(n * 20 as integer), (['call', 'meeting', 'email'])[1 + (p.id + n) % 3], 'Contact ' || n, left(p.objective, 240)",
    ),
    _sheet(
        "competitor",
        "name, threat_level, notes",
        1,
        "'Rival ' || p.id % 90, (['Low', 'Medium', 'High'])[1 + p.id % 3], left(p.threat, 120)",
    ),
    _sheet("objective", "name", 1, "'Grow with ' || p.product"),
    """
        insert into item (plan_id, position, objective_id, name, created_at, updated_at)
        select o.plan_id, 1, o.id, 'Next steps', $at, $at from objective o
        where o.plan_id in (select unnest(cast($ids as integer[]))) order by o.id
    """,
    # Tasks follow the period of their plan; those of plans that ended are complete but for one plan in ten, the rest as far as time went on.
    """
        insert into task (plan_id, position, objective_id, item_id, action, priority, people_in_charge_ids, "start", deadline, status,
            completed_at, created_at, updated_at)
        select plan_id, n, objective_id, id, 'Step ' || n || ' of 20: ' || sentence, priority, people, deadline - 14, deadline,
            case when is_done then 'Complete' when deadline < today + 14 then 'In Progress' else 'Not Started' end,
            case when is_done then cast(deadline as timestamp) end, $at, $at
        from (select i.*, n, p.person_in_charge_id, left(p.threat, 60) as sentence, cast($at as date) as today,
                (['High', 'Medium', 'Low'])[1 + (p.id + n) % 3] as priority,
                case when p.person_in_charge_id is not null then '[' || p.person_in_charge_id || ']' end as people,
                p.period_start + cast(n * 9 as integer) as deadline,
                p.period_start + cast(n * 9 as integer) < cast($at as date) and (n % 7 <> 0 or p.id % 10 <> 0) as is_done
            from item i join plan p on p.id = i.plan_id, range(1, 21) r(n)
            where p.id in (select unnest(cast($ids as integer[]))))
        order by plan_id, n
    """,
)


def _log_creation(cursor: Cursor, change_set_id: int, record: Record, ids: list[int]) -> None:
    """The activity rows of these new records, whole as text, in the form that undo reads."""
    texts = ", ".join(f'"{column}" := cast(t."{column}" as varchar)' for column in record.columns)
    plan_id = "t.id" if record is PLAN else "null"
    cursor.execute(
        f"""
        insert into activity (change_set_id, happened_at, source, record, record_id, plan_id, action, new_value)
        select c.id, c.happened_at, c.source, $record, t.id, {plan_id}, 'create', cast(to_json(struct_pack({texts})) as varchar)
        from change_set c, "{record.table}" t
        where c.id = $change_set_id and t.id in (select unnest(cast($ids as integer[]))) order by t.id
        """,
        {"change_set_id": change_set_id, "record": record.name, "ids": ids},
    )
