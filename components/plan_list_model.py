"""What the list of plans is made of, for its JavaScript: columns, filters, choices, views and texts in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from components import address
from components.chips import BCG, CLIENT_STATUS, PLAN_STATUS
from components.plan_list_texts import list_texts
from data.database import Database, Row
from data.records import Field, Kind
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.actors import Actor, Permission
from services.language import translate as _
from services.periods import first_day, last_day, period_name, shift
from services.plan_columns import Column, default_columns, plan_columns
from services.plan_fields import plan_custom_fields
from services.plan_query import SORTABLE, filter_names, option_value, pairs_of, sort_names
from services.query_values import ME, NONE
from services.references import MOST, find_references, reference_names
from services.settings import read_settings, today
from services.views import list_views, read_list_state, view_to_wire

# Choosable, but of no use beside Time, or too large for a list.
LEFT_OUT = ("period_type", "period_start", "template_id", "previous_plan_id", "version")
CHIPS: dict[str, dict[str, dict[str, str]]] = {
    "status": {value: {"icon": icon} for value, icon in PLAN_STATUS.items()},
    "client_status": {value: {"tone": tone, "icon": icon} for value, (tone, icon) in CLIENT_STATUS.items()},
    "bcg": {value: {"icon": icon} for value, icon in BCG.items()},
}


def list_model(db: Database, actor: Actor) -> dict[str, Any]:
    """Everything the bar and the grid need but the rows."""
    settings = read_settings(db)
    custom_fields = plan_custom_fields(db)
    names = _Names(filter_names(custom_fields), sort_names(custom_fields), frozenset(plan_columns(custom_fields)))
    views = [_view(view_to_wire(view, actor), names) for view in list_views(db, actor)]
    opening = _opening(db, actor, names)
    shown_clients = [address.read_pairs(), opening["pairs"], *(view["pairs"] for view in views)]
    return {
        "staffId": actor.staff_id,
        "locale": actor.language,
        "texts": list_texts(),
        "columns": [
            _column(column, settings.currency)
            for column in plan_columns(custom_fields).values()
            if column.field.kind is not Kind.TREE and column.name not in LEFT_OUT
        ],
        "defaultColumns": default_columns(custom_fields),
        "filters": [*_own_filters(db, actor), *(_custom_filter(each) for each in custom_fields)],
        "periods": _periods(today(settings), actor.language),
        "views": views,
        "opening": opening,
        "clientNames": _client_names(db, actor, shown_clients),
        "mayImport": actor.may(Permission.CREATE) and actor.may(Permission.EDIT),
        "mayCreate": actor.may(Permission.CREATE),
        "actions": _actions(actor),
    }


def _column(column: Column, currency: str) -> dict[str, Any]:
    field = column.field
    fields = {"time": ["period_type", "period_start"]}.get(column.name, [column.name])
    unit = {Kind.MONEY: currency, Kind.PERCENT: "%"}.get(field.kind, "")
    return {
        "name": column.name,
        "label": column.label,
        "kind": str(field.kind),
        "unit": unit,
        "width": {"id": 76, "time": 104, "objective": 240, "revenue_next_year": 176}.get(column.name, field.width),
        "fields": fields,
        "sortable": column.name in SORTABLE or (field.own_label and field.kind is not Kind.LONG_TEXT),
        "words": {value: value if field.own_choices else _(value) for value in field.choices},
        "chips": CHIPS.get(column.name),
    }


def _own_filters(db: Database, actor: Actor) -> list[dict[str, Any]]:
    unset = {"value": NONE, "label": _("Not set")}
    people = [{"value": str(row["id"]), "label": row["name"]} for row in find_references(db, actor, "staff", limit=MOST)]

    def options(name: str, values: Iterable[str]) -> list[dict[str, str]]:
        return [{"value": value, "label": _(value), **CHIPS[name][value]} for value in values]

    templates = [{"value": str(row["id"]), "label": row["name"]} for row in find_references(db, actor, "template", limit=MOST)]
    # Asked for less often than the others: it stands among more filters, where there are any, or when it is set.
    of_template = {
        "name": "template",
        "label": _("Template"),
        "kind": "choices",
        "options": [*templates, unset],
        "custom": True,
        "rare": True,
    }
    return [
        {"name": "status", "label": _("Plan status"), "kind": "choices", "options": options("status", STATUSES)},
        {"name": "client", "label": _("Client"), "kind": "clients"},
        {
            "name": "person_in_charge",
            "label": _("Person in charge"),
            "kind": "choices",
            "options": [{"value": ME, "label": _("Me")}, unset, *people],
        },
        {
            "name": "client_status",
            "label": _("Client status"),
            "kind": "choices",
            "options": [*options("client_status", CLIENT_STATUSES), unset],
        },
        {"name": "bcg", "label": _("BCG model"), "kind": "choices", "options": [*options("bcg", BCG_MODELS), unset]},
        {
            "name": "overdue",
            "label": _("Overdue tasks"),
            "kind": "choices",
            "options": [{"value": "true", "label": _("Yes")}, {"value": "false", "label": _("No")}],
        },
        {"name": "period", "label": _("Period"), "kind": "period"},
        *([of_template] if templates else []),
    ]


def _custom_filter(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "label": field.label, "custom": True}
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        options = [{"value": option_value(value), "label": value} for value in field.choices]
        return {**found, "kind": "choices", "options": [*options, {"value": NONE, "label": _("Not set")}]}
    if field.kind is Kind.YES_NO:
        options = [{"value": "true", "label": _("Yes")}, {"value": "false", "label": _("No")}, {"value": NONE, "label": _("Not set")}]
        return {**found, "kind": "choices", "options": options}
    if field.is_numeric or field.kind is Kind.DATE:
        return {**found, "kind": "range", "type": "date" if field.kind is Kind.DATE else "number"}
    return {**found, "kind": "text"}


def _periods(day: date, language: str) -> list[dict[str, str]]:
    found = []
    for period_type in ("quarter", "year"):
        this = first_day(day, period_type)
        for start in (shift(this, period_type, -1), this, shift(this, period_type)):
            label = period_name(start, period_type, language)
            found.append({"label": label, "from": start.isoformat(), "to": last_day(start, period_type).isoformat()})
    return found


class _Names(NamedTuple):
    """What can be filtered and sorted by, and shown, now: stored views may name a custom field that was deleted since."""

    filters: frozenset[str]
    sort: frozenset[str]
    columns: frozenset[str]

    def kept(self, filters: Mapping[str, Any], sort: str, columns: Sequence[str]) -> dict[str, Any]:
        """Those parts of a stored list that still can be shown."""
        return {
            "pairs": [[name, value] for name, value in pairs_of(filters) if name in self.filters],
            "sort": ",".join(each for each in sort.split(",") if each.strip().removeprefix("-") in self.sort),
            "columns": [each for each in columns if each in self.columns],
        }


def _view(view: Row, names: _Names) -> dict[str, Any]:
    own = {name: view[name] for name in ("id", "name", "scope", "owner", "layout", "may_change", "version")}
    return {**own, **names.kept(view["filters"], view["sort"], view["columns"])}


def _opening(db: Database, actor: Actor, names: _Names) -> dict[str, Any]:
    state = read_list_state(db, actor)
    view = int(state.opened) if state.opened.isdecimal() else state.opened or None
    return {"view": view, "layout": dict(state.layout or {}), **names.kept(state.filters, state.sort, state.columns)}


def _client_names(db: Database, actor: Actor, filters: Iterable[Iterable[Iterable[str]]]) -> dict[str, str]:
    ids = {int(value) for pairs in filters for name, value in pairs if name == "client" and value.isdecimal() and len(value) < 10}
    return {str(client_id): name for client_id, name in reference_names(db, actor, "client", sorted(ids)).items()} if ids else {}


def _actions(actor: Actor) -> list[dict[str, str]]:
    found = []
    if actor.may(Permission.EDIT):
        found.append({"command": "change_status", "label": _("Change status"), "icon": "check_circle"})
    if actor.may(Permission.CREATE):
        found.append({"command": "copy_to_period", "label": _("Copy to a period"), "icon": "content_copy"})
    if actor.may(Permission.DELETE):
        found.append({"command": "delete", "label": _("Delete"), "icon": "delete"})
    return found
