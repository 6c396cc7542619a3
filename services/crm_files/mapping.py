"""What a person says about the files: which file is what, which column, which stages, which spellings."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from services.errors import AccountPlanningError
from services.imports.targets import words
from services.language import translate as _

HERE = Path(__file__).parent
ACCOUNTS, PRODUCTS, PEOPLE, DEALS, IGNORE = "accounts", "products", "people", "deals", "ignore"
ROLES = (ACCOUNTS, PRODUCTS, PEOPLE, DEALS)
SPELLINGS = ("industry", "country", "product")
DATE_ORDERS = ("day", "month")
DECIMALS = (".", ",")


class BadMapping(AccountPlanningError):
    """A mapping that cannot be followed; the message says where and how to mend it."""


@dataclass(frozen=True)
class FileMapping:
    """One file: its role (empty: found out), and its columns as {field: heading} (those not named: found out; "": not used)."""

    role: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CrmMapping:
    """Everything a mapping file may say. Stages and spellings add to the tables shipped with the product."""

    files: Mapping[str, FileMapping] = field(default_factory=dict)
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spelling: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: str = ""
    decimal: str = ""


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """Synonyms by role and field, as shipped."""
    with (HERE / "vocabulary.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def shipped_spelling() -> dict[str, dict[str, str]]:
    with (HERE / "spelling.toml").open("rb") as file:
        return tomllib.load(file)


def heading_words(heading: str) -> str:
    """A heading for comparing: CamelCase apart, without the suffix of custom fields, punctuation, case and accents."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading.removesuffix("__c").removesuffix("__C"))
    return words(parted)


def fields_of(role: str) -> list[str]:
    """The fields of a role, in the order of the vocabulary."""
    return list(vocabulary()[role])


def read_mapping_text(text: str, name: str) -> CrmMapping:
    """A mapping written as TOML or JSON. Raises BadMapping."""
    try:
        given = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMapping(_("{file} is neither TOML nor JSON: {reason}", file=name, reason=str(error))) from error
    return read_mapping(given, name)


def read_mapping(given: Any, name: str) -> CrmMapping:
    """A mapping from plain data. Raises BadMapping where anything is unknown or of the wrong kind."""
    top = _table(given, name, "")
    _known(top, ("files", "stages", "spelling", "dates", "numbers"), name, "")
    files = {}
    for file, each in _table(top.get("files", {}), name, "files").items():
        said = _table(each, name, f"files.{file}")
        _known(said, ("role", "columns"), name, f"files.{file}")
        role = said.get("role", "")
        _one_of(role, ("", *ROLES, IGNORE), name, f"files.{file}.role")
        columns = _table(said.get("columns", {}), name, f"files.{file}.columns")
        if columns and role not in ROLES:
            raise BadMapping(_("{file}: say the role of {place} before its columns.", file=name, place=f"files.{file}"))
        if role in ROLES:
            _known(columns, fields_of(role), name, f"files.{file}.columns")
        files[file] = FileMapping(role, {key: _text(value, name, f"files.{file}.columns.{key}") for key, value in columns.items()})
    stages = _table(top.get("stages", {}), name, "stages")
    _known(stages, ("won", "lost"), name, "stages")
    spelling = _table(top.get("spelling", {}), name, "spelling")
    _known(spelling, SPELLINGS, name, "spelling")
    dates, numbers = _table(top.get("dates", {}), name, "dates"), _table(top.get("numbers", {}), name, "numbers")
    _known(dates, ("order",), name, "dates")
    _known(numbers, ("decimal",), name, "numbers")
    _one_of(dates.get("order", ""), ("", *DATE_ORDERS), name, "dates.order")
    _one_of(numbers.get("decimal", ""), ("", *DECIMALS), name, "numbers.decimal")
    return CrmMapping(
        files=files,
        stages={key: _texts(value, name, f"stages.{key}") for key, value in stages.items()},
        spelling={
            kind: {word: _text(to, name, f"spelling.{kind}.{word}") for word, to in _table(each, name, f"spelling.{kind}").items()}
            for kind, each in spelling.items()
        },
        date_order=dates.get("order", ""),
        decimal=numbers.get("decimal", ""),
    )


def _table(value: Any, name: str, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadMapping(_("{file}: {place} must be a table.", file=name, place=place or "-"))
    return value


def _text(value: Any, name: str, place: str) -> str:
    if not isinstance(value, str):
        raise BadMapping(_("{file}: {place} must be text.", file=name, place=place))
    return value


def _texts(value: Any, name: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadMapping(_("{file}: {place} must be a list of texts.", file=name, place=place))
    return tuple(_text(each, name, place) for each in value)


def _known(given: Mapping[str, Any], known: tuple[str, ...] | list[str], name: str, place: str) -> None:
    if unknown := [key for key in given if key not in known]:
        shown = f"{place}.{unknown[0]}" if place else unknown[0]
        raise BadMapping(_("{file}: {place} is not known. Known are: {known}.", file=name, place=shown, known=", ".join(known)))


def _one_of(value: Any, known: tuple[str, ...], name: str, place: str) -> None:
    if value not in known:
        shown = ", ".join(each for each in known if each)
        raise BadMapping(_("{file}: {place} must be one of: {known}.", file=name, place=place, known=shown))
