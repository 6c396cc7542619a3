"""The one reading and writing of plan filters: API query, address of the list, saved views, bulk requests and exports all use these names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from data.plans import PlanFilter, Range, Sort
from data.records import PLAN, Field, Kind
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.actors import Actor
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.query_values import (
    NONE,
    Parameters,
    Query,
    read_choice,
    read_choice_or_none,
    read_day,
    read_id,
    read_person,
    read_yes,
)
from services.values import BadValue, clean_text, read_text, read_wire

FILTER_NAMES = ("q", "status", "client", "bcg", "person_in_charge", "client_status", "template", "overdue", "from", "to")
_LIKE_NONE = re.compile(f"=*{NONE}")
SORTABLE = (
    "id",
    "client",
    "person_in_charge",
    "time",
    *(each.name for each in PLAN.fields if each.kind not in (Kind.LONG_TEXT, Kind.TREE)),
)
DEFAULT_SORT: Sort = (("id", True),)


def read_filter(query: Query, actor: Actor, custom_fields: Sequence[Field] = (), *, day: date | None = None) -> PlanFilter:
    """The filter that these (name, value) pairs mean for this actor; a repeated name means "or".

    `day` is today in the installation's time zone, before which deadlines are overdue; left out, that of this machine.
    Raises Invalid naming each parameter that cannot be read, and each that is no filter: passed over, it would widen what is meant.
    """
    parameters = Parameters(query)
    parameters.require_known(filter_names(custom_fields))
    given, read, problems = parameters.given, parameters.read, parameters.problems
    found = PlanFilter(
        q=" ".join(read("q", clean_text)).strip()[:500],
        status=read("status", lambda text: read_choice(text, STATUSES)),
        client=read("client", read_id),
        bcg=read("bcg", lambda text: read_choice_or_none(text, BCG_MODELS)),
        person_in_charge=read("person_in_charge", lambda text: read_person(text, actor)),
        client_status=read("client_status", lambda text: read_choice_or_none(text, CLIENT_STATUSES)),
        template=read("template", lambda text: None if text == NONE else read_id(text)),
        date_from=parameters.last("from", read_day),
        date_to=parameters.last("to", read_day),
        overdue=read("overdue", read_yes),
        day=day or date.today(),
    )
    custom = {each.name: wanted for each in custom_fields if (wanted := _read_custom(each, given.get(each.name, ()), problems)) is not None}
    parameters.finish()
    return replace(found, custom=custom)


def filter_names(custom_fields: Sequence[Field] = ()) -> frozenset[str]:
    """The names of every filter there is now."""
    return frozenset((*FILTER_NAMES, *(each.name for each in custom_fields)))


def without(query: Query, *others: str) -> list[tuple[str, str]]:
    """The pairs that have a value, but for other parameters of a request."""
    return [(name, value) for name, value in query if value and name not in others]


def sort_names(custom_fields: Sequence[Field] = ()) -> frozenset[str]:
    """The names of everything that plans can be sorted by now."""
    return frozenset((*SORTABLE, *(each.name for each in custom_fields)))


def read_sort(text: str, custom_fields: Sequence[Field] = ()) -> Sort:
    """`-revenue_next_year,subject` as (column, is_descending) pairs. Raises Invalid for a name that cannot be sorted by."""
    sortable = sort_names(custom_fields)
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name = part.removeprefix("-")
        if name not in sortable:
            raise Invalid([FieldProblem("sort", _("Plans cannot be sorted by {name}.", name=name[:100]), value=part)])
        pairs.append((name, part.startswith("-")))
    return tuple(dict(pairs).items()) or DEFAULT_SORT


def read_typed_range(name: str, low: str, high: str, language: str, custom_fields: Sequence[Field]) -> str:
    """The value of a custom field's filter, the same in every language, from bounds as a person of this one types them.

    Raises NotFound where no field of numbers or dates has this name, and Invalid naming "from" or "to".
    """
    field = next((each for each in custom_fields if each.name == name and (each.is_numeric or each.kind is Kind.DATE)), None)
    if field is None:
        raise NotFound(_("There is no filter {name}.", name=name[:100]))
    bounds, problems = [], []
    for place, text in (("from", low), ("to", high)):
        try:
            bounds.append(_bound(read_text(replace(field, required=False), text, language)))
        except BadValue as error:
            problems.append(FieldProblem(place, error.message, value=text))
    if problems:
        raise Invalid(problems)
    return "..".join(bounds) if any(bounds) else ""


def write_filter(filters: PlanFilter) -> list[tuple[str, str]]:
    """The (name, value) pairs that read back as this filter."""
    pairs: list[tuple[str, str]] = [("q", filters.q)] if filters.q else []
    for name in ("status", "client", "bcg", "person_in_charge", "client_status", "template"):
        pairs += [(name, NONE if value is None else str(value)) for value in getattr(filters, name)]
    if filters.date_from:
        pairs.append(("from", filters.date_from.isoformat()))
    if filters.date_to:
        pairs.append(("to", filters.date_to.isoformat()))
    pairs += [("overdue", str(each).lower()) for each in filters.overdue]
    for name, wanted in filters.custom.items():
        pairs += [(name, _custom_value(value)) for value in wanted]
    return pairs


def write_sort(sort: Sort) -> str:
    return ",".join(f"-{name}" if is_descending else name for name, is_descending in sort)


def pairs_of(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) pairs of a mapping whose values are texts or lists of texts."""
    return [(name, str(each)) for name, value in query.items() for each in (value if isinstance(value, list) else [value])]


def option_value(option: str) -> str:
    """How the filter writes an option or a text to find of a custom field: what itself reads `none` gets a `=` in front."""
    return f"={option}" if _LIKE_NONE.fullmatch(option) else option


def _read_custom(field: Field, texts: Sequence[str], problems: list[FieldProblem]) -> tuple[Any, ...] | None:
    """What is wanted of a custom field, each once; None where nothing is."""
    values = []
    for text in filter(None, texts):
        try:
            values.append(None if text == NONE else _read_custom_value(field, text))
        except BadValue as error:
            problems.append(FieldProblem(field.name, error.message, value=text))
    return tuple(dict.fromkeys(values)) or None


def _read_custom_value(field: Field, text: str) -> Any:
    if field.is_numeric or field.kind is Kind.DATE:
        low, separator, high = text.partition("..")
        bound = replace(field, required=False)
        return Range(low=read_wire(bound, low or None), high=read_wire(bound, (high if separator else low) or None))
    if field.kind is Kind.YES_NO:
        return read_yes(text)
    own = text[1:] if text.startswith("=") and _LIKE_NONE.fullmatch(text) else text
    return read_choice(own, field.choices) if field.kind in (Kind.CHOICE, Kind.CHOICES) else clean_text(own)[:500]


def _custom_value(value: Any) -> str:
    if value is None:
        return NONE
    if isinstance(value, Range):
        return f"{_bound(value.low)}..{_bound(value.high)}"
    return str(value).lower() if isinstance(value, bool) else option_value(str(value))


def _bound(value: Decimal | date | None) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else format(value, "f")
