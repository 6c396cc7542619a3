"""What grids and mind maps belong to: a plan or a template."""

from __future__ import annotations

from data import sheets as sheet_rows
from data.database import Cursor, Row
from data.records import PLAN, TEMPLATE, Record
from data.records.fields import N_
from services.errors import NotFound
from services.language import translate as _

GONE = {
    PLAN.name: N_("This plan does not exist or is in the trash."),
    TEMPLATE.name: N_("This template does not exist or is in the trash."),
}


def missing(of: Record) -> NotFound:
    """The error for a plan or template that is not there."""
    return NotFound(_(GONE[of.name]))


def require_owner(cursor: Cursor, of: Record, owner_id: int) -> Row:
    """`id`, `client_id` (None of a template) and `revision` of a plan or template. Raises NotFound."""
    found = sheet_rows.select_owner(cursor, of, owner_id)
    if found is None:
        raise missing(of)
    return found
