"""Service Ability Offering: what the client buys from us, and what we could sell it."""

from __future__ import annotations

from pages.plan.grids import grids
from services.actors import Actor
from services.plans import Plan


def service_ability_offering_tab(plan: Plan, actor: Actor) -> None:
    grids(plan, actor, ("current_service", "offering"), key=f"plan.{plan['id']}.service_ability_offering")
