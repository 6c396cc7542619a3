"""Competitors: who else is after this client, and how much of a threat."""

from __future__ import annotations

from pages.plan.grids import grids
from services.actors import Actor
from services.plans import Plan


def competitors_tab(plan: Plan, actor: Actor) -> None:
    grids(plan, actor, ("competitor",), key=f"plan.{plan['id']}.competitors")
