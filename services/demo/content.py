"""Who is in the demo data: fictitious companies and people from the files in `data/demo`, the same every time."""

from __future__ import annotations

import csv
import random
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"
Values = dict[str, Any]


@dataclass(frozen=True)
class Company:
    """A client: its row, the people we know there, and what its plans are made from."""

    values: Values
    language: str
    parent: str
    size: int
    bcg: str
    first: date
    contacts: list[Values]


@cache
def people() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))


@cache
def texts(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"texts_{language}.toml").read_text(encoding="utf-8"))


def industries() -> tuple[str, ...]:
    return tuple(sorted(texts("en")["industry"]))


def companies() -> list[Company]:
    """Every client with its contacts, in the order of the file."""
    with (FOLDER / "companies.csv").open(encoding="utf-8", newline="") as file:
        return [_company(place, row) for place, row in enumerate(csv.DictReader(file))]


def _company(place: int, row: dict[str, str]) -> Company:
    chance = random.Random(row["name"])
    year, month = row["first"].split("-")
    return Company(
        values={
            "name": row["name"],
            "industry": row["industry"],
            "address": row["address"],
            "website": f"https://www.{row['website']}",
            "external_id": f"demo-{place + 1:02}",
        },
        language=row["language"],
        parent=row["parent"],
        size=int(row["size"]),
        bcg=row["bcg"],
        first=date(int(year), int(month), 1),
        contacts=[_contact(chance, row, each) for each in range(2 + int(row["size"]) // 600)],
    )


def _contact(chance: random.Random, row: dict[str, str], number: int) -> Values:
    names = people()["contacts"][row["language"]]
    first, last = chance.choice(names["first"]), chance.choice(names["last"])
    phone = people()["phones"][row["language"]].format(
        pair=f"{chance.randrange(100):02}", last=f"{chance.randrange(100):02}", digit=chance.randrange(10)
    )
    return {
        "name": f"{first} {last}",
        "title": names["titles"][(chance.randrange(3) + number) % len(names["titles"])],
        "email": f"{_ascii(first)}.{_ascii(last)}@{row['website']}",
        "phone": phone,
    }


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalpha())
