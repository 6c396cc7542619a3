"""What a column of a file can be: the fields of a plan, and which one a heading means."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from data.records import Field, Kind
from services.errors import FieldProblem, Invalid
from services.files.table import Table
from services.language import LANGUAGES, catalogue
from services.language import translate as _
from services.plan_columns import Column, plan_columns

SYNONYMS = Path(__file__).with_name("synonyms.toml")
CLIENT_ID = Column("client_id", Field("client_id", "Client id", Kind.REFERENCE, refers_to="client"))
ColumnMapping = Mapping[int, str]
"""Which column of the file (counted from 0) is which field."""


def import_targets(custom_fields: Sequence[Field] = ()) -> dict[str, Column]:
    """What a column of a file can be mapped to, by name: every field a person may set, with id and version."""
    columns = plan_columns(custom_fields)
    known = {
        name: each
        for name, each in columns.items()
        if name in ("id", "version", "time") or not (each.field.read_only or name == "client_id")
    }
    return {**known, CLIENT_ID.name: CLIENT_ID}


def words(text: str) -> str:
    """A heading without letter case, accents and punctuation, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join(re.findall(r"[^\W_]+", "".join(each for each in plain if not unicodedata.combining(each)).casefold()))


@cache
def _synonyms() -> dict[str, str]:
    with SYNONYMS.open("rb") as file:
        return {words(word): target for target, each in tomllib.load(file).items() for word in each}


def _own_names(target: str, column: Column) -> set[str]:
    labels = {column.field.label}
    if not column.field.own_label:
        labels |= {catalogue(language).gettext(column.field.label) for language in LANGUAGES}
    return {words(target), words(column.field.name), *map(words, labels)} - {""}


def guess_mapping(table: Table, custom_fields: Sequence[Field] = ()) -> dict[int, str]:
    """Which field each heading means: as the file itself says, by the field's name in any language, else by a synonym.

    Every field is taken once; headings that mean nothing known are left out.
    """
    targets = import_targets(custom_fields)
    names: dict[str, str] = {}
    for target, column in targets.items():
        for name in _own_names(target, column):
            names.setdefault(name, target)
    # What the file itself says is read-only stays out, whatever else its heading may mean.
    kept_out = {heading for heading, name in table.fields.items() if name not in targets}
    mapping: dict[int, str] = {}
    for meanings in (table.fields, names, _synonyms()):
        for place, heading in enumerate(table.headings):
            target = meanings.get(heading if meanings is table.fields else words(heading), "")
            if target in targets and place not in mapping and target not in mapping.values() and heading not in kept_out:
                mapping[place] = target
    return dict(sorted(mapping.items()))


def check_mapping(table: Table, mapping: ColumnMapping, custom_fields: Sequence[Field] = ()) -> None:
    """Raise Invalid where a mapping names an unknown field or column, a field twice, or neither plan nor client."""
    targets = import_targets(custom_fields)
    problems = []
    for place, target in mapping.items():
        if target not in targets:
            problems.append(FieldProblem("mapping", _("There is no field {name} to change.", name=target[:100])))
        elif not 0 <= place < len(table.headings):
            problems.append(FieldProblem("mapping", _("The file has no column {number}.", number=place + 1)))
    for target in {each for each in mapping.values() if list(mapping.values()).count(each) > 1} & set(targets):
        problems.append(FieldProblem("mapping", _("Two columns are mapped to {label}. Choose one.", label=targets[target].label)))
    if not {"id", "client", "client_id"} & set(mapping.values()):
        problems.append(FieldProblem("mapping", _("Say which column names the client, or holds the id of the plan.")))
    if problems:
        raise Invalid(problems)
