"""The columns a list of plans can show, by the names that views, exports and imports use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.records import PLAN, Field, Kind
from data.records.fields import N_
from services.errors import FieldProblem, Invalid
from services.language import translate as _

ID = Field("id", N_("ID"), Kind.INTEGER, read_only=True, width=70)
VERSION = Field("version", N_("Version"), Kind.INTEGER, read_only=True, width=80)
TIME = Field("time", N_("Time"), width=110)
CREATED_AT = Field("created_at", N_("Created at"), Kind.TIME, read_only=True)
UPDATED_AT = Field("updated_at", N_("Updated at"), Kind.TIME, read_only=True)

# References stand in a list under the name of the thing: its name is shown, not its id.
REFERENCES = {"client": "client_id", "person_in_charge": "person_in_charge_id", "approved_by": "approved_by_id"}
_ALIASES = {stored: shown for shown, stored in REFERENCES.items()}

# The order of the list as the specification gives it; custom fields marked "in list" follow.
LIST_COLUMNS = (
    "id",
    "subject",
    "client",
    "time",
    "status",
    "objective",
    "revenue_next_year",
    "margin",
    "wallet_share",
    "client_status",
    "bcg",
)


@dataclass(frozen=True)
class Column:
    """One column of the list: its name in views and addresses, and the field it shows."""

    name: str
    field: Field

    @property
    def label(self) -> str:
        """The heading in the current language; of a custom field as the administrator wrote it."""
        return self.field.label if self.field.own_label else _(self.field.label)


def plan_columns(custom_fields: Sequence[Field] = ()) -> dict[str, Column]:
    """Every column by name: the list's own first, then the other fields of the plan, custom fields, stamps."""
    known: dict[str, Column] = {}
    for field in (ID, TIME, *PLAN.fields, *custom_fields, CREATED_AT, UPDATED_AT, VERSION):
        if field.kind is Kind.TREE:
            continue
        name = _ALIASES.get(field.name, field.name)
        known[name] = Column(name, field)
    first = [*LIST_COLUMNS, *(each.name for each in custom_fields if each.in_list)]
    return {name: known[name] for name in dict.fromkeys((*first, *known))}


def default_columns(custom_fields: Sequence[Field] = ()) -> list[str]:
    """The columns of a list that nobody has changed."""
    return [*LIST_COLUMNS, *(each.name for each in custom_fields if each.in_list)]


def read_columns(names: Iterable[str], custom_fields: Sequence[Field] = ()) -> list[Column]:
    """These columns in this order, each once; none means the default ones. Raises Invalid for a name that is no column."""
    known = plan_columns(custom_fields)
    wanted = list(dict.fromkeys(_ALIASES.get(name, name) for name in names)) or default_columns(custom_fields)
    if unknown := [name for name in wanted if name not in known]:
        raise Invalid([FieldProblem("columns", _("There is no column {name}.", name=unknown[0][:100]), value=unknown[0])])
    return [known[name] for name in wanted]
