"""One small company, exported the way different systems export: whatever the shape of the files, the same comes in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.database import Database
from services.actors import Source, system_actor
from services.crm_files.importing import CrmReport, import_crm, read_files
from services.crm_files.mapping import CrmMapping, read_mapping_text

SYSTEM = system_actor(Source.IMPORT)

# id, name, industry, country, parent's id
ACCOUNTS = [
    ("A-1", "Alpha & Sons", "Energy", "France", ""),
    ("A-2", "Beta", "Retail", "Italy", "A-1"),
    ("A-3", "Gamma Société", "Retail", "Japan", ""),
]
# id, name
PRODUCTS = [("P-10", "Basic Plan"), ("P-20", "Pro Plan")]
# id, name, e-mail, manager's id
PEOPLE = [
    ("U-7", "Ann Lee", "ann@seller.example", "U-9"),
    ("U-8", "Bo Chan", "bo@seller.example", "U-9"),
    ("U-9", "Cy Dorn", "cy@seller.example", ""),
]
# account, product, person, stage, amount, closed, started
DEALS = [
    ("A-1", "P-10", "U-7", "won", "1234.50", date(2024, 3, 25), date(2024, 1, 2)),
    ("A-1", "P-20", "U-7", "lost", "0", date(2024, 5, 13), date(2024, 3, 1)),
    ("A-1", "P-20", "U-8", "won", "100000.00", date(2025, 2, 14), date(2024, 12, 1)),
    ("A-2", "P-10", "U-8", "open", "800", None, date(2024, 4, 30)),
    ("", "P-10", "U-8", "won", "5.00", date(2024, 4, 30), None),
]
EXPECTED = {
    ("Alpha & Sons", date(2024, 1, 1)): ("Energy", "Ann Lee", [(2024, "1234.50")], ["Basic Plan"], []),
    ("Alpha & Sons", date(2024, 4, 1)): ("Energy", "Ann Lee", [(2024, "1234.50")], ["Basic Plan"], ["Pro Plan"]),
    ("Alpha & Sons", date(2025, 1, 1)): (
        "Energy",
        "Bo Chan",
        [(2024, "1234.50"), (2025, "100000.00")],
        ["Basic Plan", "Pro Plan"],
        ["Pro Plan"],
    ),
    ("Beta", date(2024, 4, 1)): ("Retail", "Bo Chan", [], [], ["Basic Plan"]),
}


@dataclass(frozen=True)
class Dialect:
    """How a system writes: file names and headings by role, stages, dates, numbers, references, delimiter, encoding."""

    files: tuple[str, str, str, str]
    accounts: Sequence[str]
    products: Sequence[str]
    people: Sequence[str]
    deals: Sequence[str]
    stages: tuple[str, str, str]
    day: Callable[[date], str]
    number: Callable[[str], str]
    by_id: bool
    delimiter: str = ","
    encoding: str = "utf-8"


def grouped(amount: str, thousands: str, decimal: str) -> str:
    return f"{Decimal(amount):,.2f}".replace(",", "#").replace(".", decimal).replace("#", thousands)


SALESFORCE = Dialect(
    ("Account.csv", "Product2.csv", "User.csv", "Opportunity.csv"),
    ["Id", "Name", "Industry", "BillingCountry", "ParentId"],
    ["Id", "Name", "Family", "UnitPrice"],
    ["Id", "Name", "Email", "ManagerId"],
    ["Id", "Name", "AccountId", "Product2Id", "OwnerId", "StageName", "Amount", "CloseDate", "CreatedDate"],
    ("Closed Won", "Closed Lost", "Negotiation/Review"),
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda amount: amount,
    by_id=True,
)
HUBSPOT = Dialect(
    (
        "hubspot-crm-exports-all-companies.csv",
        "hubspot-crm-exports-products.csv",
        "hubspot-owners.csv",
        "hubspot-crm-exports-all-deals.csv",
    ),
    ["Record ID", "Company name", "Industry", "Country/Region", "Parent Company"],
    ["Record ID", "Name", "Product family", "Unit price"],
    ["Owner ID", "Full name", "Email", "Manager"],
    ["Record ID", "Deal Name", "Associated Company", "Product", "Deal owner", "Deal Stage", "Amount", "Close Date", "Create Date"],
    ("closedwon", "closedlost", "appointmentscheduled"),
    lambda day: f"{day:%Y-%m-%d} 14:05",
    lambda amount: amount,
    by_id=False,
    delimiter=";",
    encoding="utf-8-sig",
)
FRENCH = Dialect(
    ("Comptes 2025.csv", "Articles.csv", "Équipe commerciale.csv", "Affaires.csv"),
    ["N°", "Raison sociale", "Secteur d'activité", "Pays", "Maison mère"],
    ["Référence", "Désignation", "Gamme", "Prix unitaire"],
    ["Matricule", "Nom complet", "Courriel", "Responsable"],
    ["Référence", "Nom de l'affaire", "Compte", "Produit", "Commercial", "Étape", "Montant", "Date de clôture", "Date de création"],
    ("6 - Gagnée", "Perdue", "En cours"),
    lambda day: f"{day:%d/%m/%Y}",
    lambda amount: grouped(amount, "\u202f", ",") + " €",
    by_id=False,
    delimiter="\t",
    encoding="utf-16",
)
GERMAN = Dialect(
    ("export1.csv", "export2.csv", "export3.csv", "export4.csv"),
    ["Kundennummer", "Firma", "Branche", "Land", "Muttergesellschaft"],
    ["Artikelnummer", "Produkt", "Kategorie", "Preis"],
    ["Employee ID", "Mitarbeiter", "E-Mail", "Vorgesetzter"],
    ["Nr", "Bezeichnung", "Kunde", "Produkt", "Verkäufer", "Phase", "Betrag", "Abschlussdatum", "Erstellt am"],
    ("Gewonnen", "Verloren", "Angebot"),
    lambda day: f"{day:%d.%m.%y}",
    lambda amount: grouped(amount, ".", ","),
    by_id=True,
    delimiter=";",
    encoding="cp1252",
)
NAMELESS = Dialect(
    ("a.csv", "b.csv", "c.csv", "d.csv"),
    ["number", "company", "sector", "location", "belongs to"],
    ["x1", "x2", "x3", "price"],
    ["y1", "y2", "email", "reports to"],
    ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"],
    ("won", "lost", "talking"),
    lambda day: f"{day.day} {day:%b} {day.year}",
    lambda amount: f"$ {grouped(amount, ',', '.')}",
    by_id=False,
    delimiter="|",
)


def rows_of(dialect: Dialect) -> list[list[list[str]]]:
    """The four tables with their headings."""
    names = {number: name for number, name, *_rest in [*ACCOUNTS, *PRODUCTS, *PEOPLE]}

    def ref(number: str) -> str:
        return number if dialect.by_id or not number else names[number]

    stages = dict(zip(("won", "lost", "open"), dialect.stages, strict=True))
    return [
        [list(dialect.accounts), *([number, name, industry, country, ref(parent)] for number, name, industry, country, parent in ACCOUNTS)],
        [list(dialect.products), *([number, name, "Plans", dialect.number("10.00")] for number, name in PRODUCTS)],
        [list(dialect.people), *([number, name, email, ref(manager)] for number, name, email, manager in PEOPLE)],
        [
            list(dialect.deals),
            *(
                [
                    f"D-{place}",
                    f"Deal {place}",
                    ref(account),
                    ref(product),
                    ref(person),
                    stages[stage],
                    dialect.number(amount),
                    dialect.day(closed) if closed else "",
                    dialect.day(started) if started else "",
                ]
                for place, (account, product, person, stage, amount, closed, started) in enumerate(DEALS)
            ),
        ],
    ]


def written(dialect: Dialect, order: Iterable[int] = range(4)) -> list[tuple[str, bytes]]:
    files = []
    for place in order:
        out = io.StringIO()
        csv.writer(out, delimiter=dialect.delimiter).writerows(rows_of(dialect)[place])
        files.append((dialect.files[place], out.getvalue().encode(dialect.encoding)))
    return files


def run(db: Database, files: list[tuple[str, bytes]], mapping: CrmMapping | None = None) -> CrmReport:
    return import_crm(db, SYSTEM, read_files(files), mapping)


def stored(db: Database) -> dict[Any, Any]:
    """Every plan as EXPECTED writes it."""
    found = {}
    with db.read() as cursor:
        for plan in cursor.rows(
            """
            select p.id, c.name, p.period_start, p.industry, s.name as person from plan p join client c on c.id = p.client_id
                left join staff s on s.id = p.person_in_charge_id order by p.id
            """
        ):
            own = {"plan": plan["id"]}
            financial = cursor.tuples("select year, cast(revenue as varchar) from financial where plan_id = $plan order by position", own)
            services = cursor.values("select service from current_service where plan_id = $plan order by service", own)
            offers = cursor.values("select service from offering where plan_id = $plan order by service", own)
            found[plan["name"], plan["period_start"]] = (plan["industry"], plan["person"], financial, services, offers)
    return found


def require_the_small_company(db: Database, report: CrmReport) -> None:
    assert stored(db) == EXPECTED
    with db.read() as cursor:
        clients = cursor.tuples(
            "select c.name, c.address, coalesce(p.name, '') from client c left join client p on p.id = c.parent_client_id order by c.name"
        )
        people = cursor.tuples("select s.name, s.email, r.name from staff s join role r on r.id = s.role_id order by s.name")
    assert clients == [("Alpha & Sons", "France", ""), ("Beta", "Italy", "Alpha & Sons"), ("Gamma Société", "Japan", "")]
    assert people == [
        ("Ann Lee", "ann@seller.example", "Sales representative"),
        ("Bo Chan", "bo@seller.example", "Sales representative"),
        ("Cy Dorn", "cy@seller.example", "Account manager"),
    ]
    assert [(each.line, each.reason) for each in report.lacks] == [(6, "This deal names no account.")]


@pytest.mark.parametrize(
    "dialect", [SALESFORCE, HUBSPOT, FRENCH, GERMAN, NAMELESS], ids=["salesforce", "hubspot", "french", "german", "nameless"]
)
def test_the_same_company_comes_in_from_every_system(db: Database, dialect: Dialect) -> None:
    report = run(db, written(dialect))
    require_the_small_company(db, report)
    assert run(db, written(dialect)).change_set_id is None


def test_a_workbook_with_a_sheet_for_each_table_is_the_same(db: Database) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in zip(("Accounts", "Products", "Users", "Deals"), rows_of(SALESFORCE), strict=True):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    require_the_small_company(db, run(db, [("export.xlsx", out.getvalue())]))


shapes = st.builds(
    lambda base, by_id, delimiter, encoding, day, number: Dialect(
        base.files, base.accounts, base.products, base.people, base.deals, base.stages, day, number, by_id, delimiter, encoding
    ),
    st.sampled_from([SALESFORCE, HUBSPOT, FRENCH, GERMAN]),
    st.booleans(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(
        [SALESFORCE.day, HUBSPOT.day, FRENCH.day, GERMAN.day, NAMELESS.day, lambda day: f"{day:%B %d, %Y}", lambda day: f"{day:%Y%m%d}"]
    ),
    st.sampled_from([SALESFORCE.number, FRENCH.number, GERMAN.number, NAMELESS.number, lambda amount: grouped(amount, "'", ".") + " CHF"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes, st.permutations(range(4)))
def test_headings_delimiters_dates_numbers_and_references_mix_freely(tmp_path_factory: pytest.TempPathFactory, empty_file: Any, dialect: Dialect, order: list[int]) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("mix") / "mix.duckdb"
    path.write_bytes(empty_file.read_bytes())
    db = Database(path)
    try:
        require_the_small_company(db, run(db, written(dialect, order)))
    finally:
        db.close()


def test_one_flat_export_of_opportunities_is_enough(db: Database) -> None:
    text = (
        "Account Name,Opportunity Name,StageName,Amount,CloseDate,Owner Name,Product Name\n"
        "Alpha & Sons,One,Closed Won,1234.5,3/25/2024,Ann Lee,Basic Plan\n"
        "ALPHA & sons,Two,Prospecting,,6/30/2024,Ann Lee,Pro Plan\n"
    )
    report = run(db, [("report1714.csv", text.encode())])
    assert stored(db) == {
        ("Alpha & Sons", date(2024, 1, 1)): (None, "Ann Lee", [(2024, "1234.50")], ["Basic Plan"], []),
        ("Alpha & Sons", date(2024, 4, 1)): (None, "Ann Lee", [(2024, "1234.50")], ["Basic Plan"], ["Pro Plan"]),
    }
    assert (report.lacks, report.placeholders) == ([], 1)


def test_flags_tell_won_and_lost_where_stages_do_not(db: Database) -> None:
    text = "AccountName,StageName,IsWon,IsClosed,Amount,CloseDate,Product\nA,Z9,true,true,5,2024-01-05,X\nA,Z8,false,true,5,2024-01-05,Y\n"
    run(db, [("opportunities.csv", text.encode())])
    assert stored(db) == {("A", date(2024, 1, 1)): (None, None, [(2024, "5.00")], ["X"], ["Y"])}


def test_what_a_row_lacks_is_told_and_the_rest_of_it_counts(db: Database) -> None:
    files = [
        ("accounts.csv", b"account id,account name,parent,industry\n1,A,9,\n2,,,\n1,Again,,\n3,C,C,\n"),
        (
            "deals.csv",
            b"deal id,account id,stage,amount,close date\nd1,1,won,,2024-01-05\nd2,1,won,12x,2024-01-05\nd3,1,won,7,soon\n"
            b"d4,8,won,7,2024-01-05\nd5,1,won,7,2024-01-05\nd5,1,won,7,2024-01-05\n",
        ),
    ]
    report = run(db, files)
    assert [(each.file, each.line, each.reason, each.is_left_out) for each in report.lacks] == [
        ("accounts.csv", 3, "This account has no name.", True),
        ("accounts.csv", 4, "The account Again stands in an earlier line already.", True),
        ("accounts.csv", 2, "The parent 9 is in no file.", False),
        ("accounts.csv", 5, "The parent C belongs to this account itself.", False),
        ("deals.csv", 2, "This deal is won but has no amount.", False),
        ("deals.csv", 3, "The amount 12x is no number.", False),
        ("deals.csv", 4, "soon is no date.", False),
        ("deals.csv", 4, "This deal is won but has no date, so its revenue belongs to no year.", False),
        ("deals.csv", 5, "The account 8 is in no file.", True),
        ("deals.csv", 7, "The deal d5 stands in an earlier line already.", True),
    ]
    assert stored(db)["A", date(2024, 1, 1)][2] == [(2024, "7.00")]


def test_a_mapping_overrides_what_would_be_found(db: Database) -> None:
    files = [
        ("x.csv", b"who,what,how,much,when,note\nA,Stuff,Handshake,7,01/02/2024,a\nA,Thing,Silence,8,01/02/2024,b\n"),
        ("y.csv", b"k,v\n1,2\n"),
    ]
    mapping = read_mapping_text(
        """
        [files."x.csv"]
        role = "deals"
        [files."x.csv".columns]
        account = "who"
        product = "what"
        stage = "how"
        amount = "much"
        close_date = "when"
        [files."y.csv"]
        role = "ignore"
        [stages]
        won = ["Handshake"]
        lost = ["Silence"]
        [spelling.product]
        Stuff = "Best stuff"
        [dates]
        order = "day"
        """,
        "map.toml",
    )
    run(db, files, mapping)
    assert stored(db) == {("A", date(2024, 1, 1)): (None, None, [(2024, "7.00")], ["Best stuff"], ["Thing"])}
    with db.read() as cursor:
        assert cursor.values("select period_start from plan") == [date(2024, 1, 1)]


def test_the_files_may_change_between_two_runs_where_nobody_edited(db: Database) -> None:
    def text(amount: int, industry: str) -> list[tuple[str, bytes]]:
        return [
            ("accounts.csv", f"account,industry\nA,{industry}\n".encode()),
            ("deals.csv", f"account,stage,amount,close date\nA,won,{amount},2024-01-05\n".encode()),
        ]

    run(db, text(7, "Energy"))
    second = run(db, text(9, "Retail"))
    assert (second.counts["financial"].updated, second.counts["client"].updated) == (1, 1)
    assert stored(db) == {("A", date(2024, 1, 1)): ("Retail", None, [(2024, "9.00")], [], [])}


def test_records_people_made_are_completed_and_never_overwritten(db: Database) -> None:
    with db.write() as cursor:
        cursor.execute("insert into client (id, name, industry) values (nextval('client_seq'), 'alpha AND sons', null)")
        cursor.execute("insert into client (id, name, industry) values (nextval('client_seq'), 'Beta', 'Mine')")
    report = run(db, written(HUBSPOT))
    with db.read() as cursor:
        assert cursor.tuples("select name, industry, address, external_id from client order by id")[1] == ("Beta", "Mine", "Italy", "A-2")
    assert (report.counts["client"].created, report.counts["client"].updated) == (2, 1)
    assert run(db, written(HUBSPOT)).change_set_id is None


def test_a_mapping_may_say_that_a_field_has_no_column(db: Database) -> None:
    files = [("deals.csv", b"account,stage,amount,close date,product\nA,won,7,2024-01-05,X\n")]
    mapping = read_mapping_text('{"files": {"deals.csv": {"role": "deals", "columns": {"product": ""}}}}', "map.json")
    run(db, files, mapping)
    assert stored(db) == {("A", date(2024, 1, 1)): (None, None, [(2024, "7.00")], [], [])}
