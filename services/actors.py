"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from data.records.fields import N_
from services.errors import NotAllowed
from services.language import translate as _


class Permission(StrEnum):
    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"


_REFUSALS = {
    Permission.VIEW: N_("Your role does not allow looking at plans and clients. Ask an administrator for the permission."),
    Permission.CREATE: N_("Your role does not allow making anything new. Ask an administrator for the permission."),
    Permission.EDIT: N_("Your role does not allow changes. Ask an administrator for the permission."),
    Permission.DELETE: N_("Your role does not allow deleting. Ask an administrator for the permission."),
}


class Source(StrEnum):
    UI = "ui"
    API = "api"
    CRON = "cron"
    IMPORT = "import"
    SYNC = "sync"
    PORTAL = "portal"


@dataclass(frozen=True)
class Actor:
    """The person or job on whose behalf a use case runs. Built from a session or token on every request, never kept."""

    staff_id: int | None
    name: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    is_administrator: bool = False
    language: str = "en"
    source: Source = Source.UI
    email: str = ""
    session_hash: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless this actor has the permission."""
        if permission not in self.permissions:
            raise NotAllowed(_(_REFUSALS[permission]))

    def require_administrator(self) -> None:
        if not self.is_administrator:
            raise NotAllowed(_("Only an administrator may do this."))


def system_actor(source: Source) -> Actor:
    """The product itself: commands and jobs that no person stands behind."""
    return Actor(staff_id=None, name="Account Planning", permissions=frozenset(Permission), is_administrator=True, source=source)
