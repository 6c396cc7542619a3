"""Which file is what, and which column is what: by the mapping, by what headings are called, and by content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.crm_files.mapping import (
    ACCOUNTS,
    DEALS,
    IGNORE,
    PEOPLE,
    PRODUCTS,
    ROLES,
    BadMapping,
    CrmMapping,
    FileMapping,
    heading_words,
    vocabulary,
)
from services.crm_files.stages import Stages
from services.crm_files.values import average_day, looks_like_dates, looks_like_number
from services.files.table import Cell, Table
from services.imports.columns import as_text, is_empty
from services.language import translate as _

# How much a recognised column says for the role. A name says little: everything has one.
_WEIGHTS = {
    ACCOUNTS: {"parent": 3, "industry": 2, "country": 2, "website": 2, "city": 1, "employees": 3, "year_established": 2, "revenue": 1, "name": 1},
    PRODUCTS: {"price": 3, "series": 2, "name": 1},
    PEOPLE: {"manager": 3, "email": 2, "first_name": 2, "last_name": 2, "team": 1, "name": 1},
    DEALS: {"stage": 3, "close_date": 3, "is_won": 3, "is_closed": 2, "start_date": 1, "amount": 1, "account": 1, "product": 1, "person": 1},
}  # fmt: skip
_NAMED_FILE = 4
_NEEDED: dict[str, tuple[str, ...]] = {
    ACCOUNTS: ("name",),
    PRODUCTS: ("name",),
    PEOPLE: ("name", "last_name", "email"),
    DEALS: ("stage", "is_won", "is_closed"),
}
_MOST_STAGES = 40
# So many of the values of a column must be known elsewhere before it is taken for a reference.
_MOST_OF = 0.6
_INNER = {ACCOUNTS: "parent", PEOPLE: "manager"}
# Told apart from everything else, but there is no field for them.
_WITHOUT_USE = {ACCOUNTS: ("year_established", "revenue", "employees"), PRODUCTS: ("series", "price"), DEALS: ("title",)}
_REFERENCES = {ACCOUNTS: ("account", "account_id"), PRODUCTS: ("product", "product_id"), PEOPLE: ("person", "person_id")}


@dataclass
class Recognised:
    """A table with its role, and the place of each field's column. `unused` headings have no meaning here."""

    table: Table
    role: str
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return self.table.name

    @property
    def used(self) -> list[str]:
        """The fields of this file that are brought in."""
        return [name for name in self.columns if name not in _WITHOUT_USE.get(self.role, ())]

    @property
    def unused(self) -> list[str]:
        taken = {self.columns[name] for name in self.used}
        return [heading for place, heading in enumerate(self.table.headings) if heading and place not in taken]

    def cells(self, name: str) -> list[Cell]:
        """The cells of a field; empty ones where the file has no such column."""
        return self.table.columns[self.columns[name]] if name in self.columns else [None] * self.table.rows

    def texts(self, name: str) -> list[str]:
        return ["" if is_empty(cell) else as_text(cell).strip() for cell in self.cells(name)]


def recognise(tables: Sequence[Table], mapping: CrmMapping, stages: Stages) -> tuple[list[Recognised], list[Table]]:
    """The tables with their roles, and those nothing is known about. Raises BadMapping where a mapping names what is not there."""
    _require_files(tables, mapping)
    known: list[Recognised] = []
    unknown: list[Table] = []
    for table in tables:
        said = mapping.files.get(table.name, FileMapping())
        if said.role == IGNORE:
            continue
        role = said.role or _role_by_headings(table, stages)
        if role:
            known.append(Recognised(table, role, _columns(table, role, said)))
        else:
            unknown.append(table)
    _recognise_by_content(known, unknown, stages)
    for found in known:
        for name in (name for name, heading in mapping.files.get(found.file, FileMapping()).columns.items() if not heading):
            found.columns.pop(name, None)
    return known, unknown


def _require_files(tables: Sequence[Table], mapping: CrmMapping) -> None:
    names = {table.name for table in tables}
    if missing := [name for name in mapping.files if name not in names]:
        raise BadMapping(
            _("The mapping names the file {file}, which is not there. There are: {files}.", file=missing[0], files=", ".join(names))
        )


def _columns(table: Table, role: str, said: FileMapping) -> dict[str, int]:
    """Places of fields: those said, then those whose headings are known words; every heading is taken once."""
    places: dict[str, int] = {}
    for name, heading in said.columns.items():
        if not heading:
            continue
        if heading not in table.headings:
            raise BadMapping(_("{file} has no column {name}.", file=table.name, name=heading))
        places[name] = table.headings.index(heading)
    headings = [heading_words(heading) for heading in table.headings]
    for name, synonyms in vocabulary()[role].items():
        if name in said.columns:
            continue
        free = (headings.index(word) for word in synonyms if word in headings and headings.index(word) not in places.values())
        if (place := next(free, None)) is not None:
            places[name] = place
    return places


def _role_by_headings(table: Table, stages: Stages) -> str:
    best, best_score = "", 1
    stem = heading_words(table.name.rpartition(".")[0] or table.name)
    for role in ROLES:
        places = _columns(table, role, FileMapping())
        if role == DEALS and not set(_NEEDED[DEALS]) & set(places) and _stage_column(table, stages) is not None:
            places["stage"] = -1
        if not set(_NEEDED[role]) & set(places):
            continue
        score = sum(_WEIGHTS[role].get(name, 0) for name in places)
        hints = vocabulary()["files"][role]
        score += _NAMED_FILE if any(f" {hint} " in f" {stem} " for hint in hints) else 0
        if score > best_score:
            best, best_score = role, score
    return best


def _stage_column(table: Table, stages: Stages, taken: Iterable[int] = ()) -> int | None:
    """The column of few distinct texts of which some mean won."""
    for place, column in enumerate(table.columns):
        distinct = {as_text(cell) for cell in column if not is_empty(cell)}
        if place not in taken and 1 < len(distinct) <= _MOST_STAGES and any(stages.meaning(text) == "won" for text in distinct):
            return place
    return None


def _recognise_by_content(known: list[Recognised], unknown: list[Table], stages: Stages) -> None:
    """Fill what headings did not tell: stages by their words, references by values that other files name, dates, the amount."""
    for deals in [each for each in known if each.role == DEALS]:
        places, table = deals.columns, deals.table
        if not set(_NEEDED[DEALS]) & set(places) and (place := _stage_column(table, stages, places.values())) is not None:
            places["stage"] = place
        for role in _REFERENCES:
            for owner in (each for each in known if each.role == role):
                _link(deals, owner)
        for table_ in list(unknown):
            if (found := _named_by(deals, table_, {each.role for each in known})) is not None:
                known.append(found)
                unknown.remove(table_)
        dates = sorted(
            (place for place in _free(deals) if looks_like_dates(table.columns[place])), key=lambda place: average_day(table.columns[place])
        )
        if dates and not {"close_date", "start_date"} & set(places):
            # What ends comes after what begins.
            places["close_date"] = dates[-1]
            if len(dates) > 1:
                places["start_date"] = dates[0]
        numbers = [place for place in _free(deals) if place not in dates and _is_numeric(table.columns[place])]
        if "amount" not in places and len(numbers) == 1:
            places["amount"] = numbers[0]
    for found in known:
        if (inner := _INNER.get(found.role)) in found.columns:
            _take_ids(found, found.table.columns[found.columns[inner]])


def _free(found: Recognised) -> list[int]:
    return [place for place in range(len(found.table.headings)) if place not in found.columns.values()]


def _is_numeric(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_empty(cell)][:500]
    return len(filled) > 0 and all(map(looks_like_number, filled))


def _values(cells: Iterable[Cell]) -> set[str]:
    return {as_text(cell).strip().casefold() for cell in cells if not is_empty(cell)}


def _covers(values: set[str], targets: set[str]) -> bool:
    return bool(values) and len(values & targets) >= _MOST_OF * len(values)


def _link(deals: Recognised, owner: Recognised) -> None:
    """Find how deals refer to the records of a file: which column of the deals holds which column of theirs."""
    by_name, by_id = _REFERENCES[owner.role]
    targets = {value for key in ("id", "name", "email") for value in _values(owner.cells(key))}
    mapped = [deals.columns[name] for name in (by_name, by_id) if name in deals.columns]
    for place in mapped or _free(deals):
        column = deals.table.columns[place]
        if _covers(_values(column), targets) or (not looks_like_dates(column) and _take_ids(owner, column)):
            if not mapped:
                deals.columns[by_name] = place
            return


def _take_ids(owner: Recognised, references: Sequence[Cell]) -> bool:
    """Where a free column of the file holds what others refer to, take it for the missing name or id."""
    missing = [name for name in ("name", "id") if name not in owner.columns and not (name == "name" and "last_name" in owner.columns)]
    values = _values(references)
    known = {value for key in ("id", "name", "email") for value in _values(owner.cells(key))}
    if not missing or _covers(values, known):
        return False
    for place in _free(owner):
        found = _values(owner.table.columns[place])
        if len(found) >= 0.9 * owner.table.rows and _covers(values, found):
            owner.columns[missing[0]] = place
            return True
    return False


def _named_by(deals: Recognised, table: Table, roles: set[str]) -> Recognised | None:
    """A table of unknown headings as what it must be, where a column of the deals names its rows."""
    for key, column in enumerate(table.columns):
        names = _values(column)
        if len(names) < 0.9 * table.rows:
            continue
        for place in _free(deals):
            values = _values(deals.table.columns[place])
            if not _covers(values, names):
                continue
            others = [each for number, each in enumerate(table.columns) if number != key]
            role = _likely_role([as_text(cell) for cell in column], others)
            if role in roles:
                continue
            deals.columns[_REFERENCES[role][0]] = place
            return Recognised(table, role, {"name": key})
    return None


def _likely_role(names: Sequence[str], others: Sequence[Sequence[Cell]]) -> str:
    if any(_is_numeric(each) for each in others) and len(names) < 1000:
        return PRODUCTS
    people = [
        name
        for name in names
        if len(name.split()) == 2 and all(part[:1].isupper() and part.replace("-", "").isalpha() for part in name.split())
    ]
    return PEOPLE if len(people) > 0.7 * len(names) else ACCOUNTS
