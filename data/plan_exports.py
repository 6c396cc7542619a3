"""SQL of the plans list as it leaves in a file: a stream of batches, never all rows at once."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from data.database import Cursor
from data.plans import PlanFilter, Sort, order_by, where
from data.records import Field

# What a column of the list is in storage; every other column is the plan's own of that name.
_EXPRESSIONS = {
    "client": "c.name",
    "person_in_charge": "s.name",
    "approved_by": "a.name",
    "time": "p.period_type || ' ' || cast(p.period_start as varchar)",
}


# A text of more characters may take more UTF-16 units than an Excel cell holds.
_SURELY_FITS = 16_383


def _expression(name: str) -> str:
    return _EXPRESSIONS.get(name) or f'p."{name}"'


def has_long_texts(cursor: Cursor, filters: PlanFilter, text_columns: Sequence[str], custom_fields: Sequence[Field] = ()) -> bool:
    """Whether any of these texts of the plan itself may be too long for a cell."""
    if not text_columns:
        return False
    condition, parameters = where(filters, custom_fields)
    longest = ", ".join(f'length(p."{name}")' for name in text_columns)
    return bool(cursor.value(f"select coalesce(max(greatest({longest})), 0) > {_SURELY_FITS} from plan p where {condition}", parameters))


def select_export(
    cursor: Cursor, filters: PlanFilter, sort: Sort, columns: Sequence[str], custom_fields: Sequence[Field] = (), *, size: int = 5000
) -> pa.RecordBatchReader:
    """The rows of a view in its order, with exactly these columns under their names, `size` rows at a time.

    `time` comes as "quarter 2026-01-01". The names must be known columns of the list.
    """
    condition, parameters = where(filters, custom_fields)
    order, _joins = order_by(sort, custom_fields)
    shown = ", ".join(f'{_expression(name)} as "{name}"' for name in columns)
    return cursor.batches(
        f"""
        select {shown} from plan p left join client c on c.id = p.client_id
            left join staff s on s.id = p.person_in_charge_id left join staff a on a.id = p.approved_by_id
        where {condition} order by {order}
        """,
        parameters,
        size=size,
    )
