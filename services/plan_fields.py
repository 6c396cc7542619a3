"""The fields a plan has in this installation: its own and the custom ones, read on every request at no cost."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from data import custom_fields as custom_field_rows
from data.database import Database
from data.records import CUSTOM_FIELD, PLAN, Field, Kind, Record
from data.records.custom_field import declared_field
from services.settings import read_settings

# Per database: the version of the definitions read, the active fields, and those of every definition including the trash.
_known: WeakKeyDictionary[Database, tuple[int, tuple[Field, ...], tuple[Field, ...]]] = WeakKeyDictionary()


def plan_custom_fields(db: Database) -> tuple[Field, ...]:
    """The declared fields of every active definition, in the order of the forms."""
    return _fields(db)[0]


def plan_record(db: Database) -> Record:
    """The plan with its custom fields: what forms, imports and the API may set.

    Where Settings list industries, the industry is a choice among them.
    """
    return _with_fields(plan_custom_fields(db), read_settings(db).industries)


def stored_plan_record(db: Database) -> Record:
    """The plan with every column it has, also those of definitions in the trash: what the activity log and undo deal with."""
    return _with_fields(_fields(db)[1])


def _fields(db: Database) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    version = db.version_of(CUSTOM_FIELD.table)
    if version is not None and (known := _known.get(db)) and known[0] == version:
        return known[1], known[2]
    with db.read() as cursor:
        definitions = custom_field_rows.select_definitions(cursor)
    active = tuple(declared_field(row) for row in definitions if row["deleted_at"] is None)
    every = tuple(declared_field(row) for row in definitions)
    if version is not None:
        _known[db] = (version, active, every)
    return active, every


@lru_cache(maxsize=32)
def _with_fields(custom_fields: tuple[Field, ...], industries: tuple[str, ...] = ()) -> Record:
    if not custom_fields and not industries:
        return PLAN
    own = tuple(
        replace(each, kind=Kind.CHOICE, choices=industries, own_choices=True) if each.name == "industry" and industries else each
        for each in PLAN.fields
    )
    return replace(PLAN, fields=(*own, *custom_fields))
