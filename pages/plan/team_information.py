"""Team Information: who is who on both sides."""

from __future__ import annotations

from pages.plan.grids import grids
from services.actors import Actor
from services.plans import Plan


def team_information_tab(plan: Plan, actor: Actor) -> None:
    grids(plan, actor, ("company_team", "client_team"), key=f"plan.{plan['id']}.team_information")
