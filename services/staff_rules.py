"""What must hold of staff and roles after every change, an undo included."""

from __future__ import annotations

from data import staff as staff_rows
from data.database import Cursor
from services.actors import Actor
from services.errors import FieldProblem, Invalid, Refused
from services.language import translate as _


def require_order(cursor: Cursor, actor: Actor) -> None:
    """Raise Refused or Invalid where a change left staff and roles in a state that locks somebody out or cannot be told apart."""
    # The product itself makes the first people, before there is an administrator.
    if actor.staff_id is not None and not staff_rows.count_administrators(cursor):
        raise Refused(_("Somebody must stay an active administrator. Give another person that role first."))
    if staff_rows.count_without_role(cursor):
        raise Refused(_("Somebody still has this role. Give them another one first."))
    if staff_rows.select_shared_emails(cursor):
        raise Invalid([FieldProblem("email", _("Somebody has this e-mail address already."))])
    if staff_rows.select_shared_role_names(cursor):
        raise Invalid([FieldProblem("name", _("There is a role of this name already."))])
