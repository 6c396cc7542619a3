"""Meeting Notes: calls, meetings and e-mails, newest first."""

from __future__ import annotations

from pages.plan.grids import grids
from services.actors import Actor
from services.plans import Plan


def meeting_notes_tab(plan: Plan, actor: Actor) -> None:
    grids(plan, actor, ("meeting_note",), key=f"plan.{plan['id']}.meeting_notes")
