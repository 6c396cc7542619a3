"""The mind map in Planning."""

from __future__ import annotations

from components.actions import fragment
from components.mind_map import mind_map_editor
from services.actors import Actor
from services.plans import Plan


def mind_map_block(plan: Plan, actor: Actor) -> None:
    _mind_map(plan["id"], plan["subject"] or "", actor.language)


@fragment()
def _mind_map(plan_id: int, subject: str, _language: str) -> None:
    mind_map_editor(plan_id, title=subject, key=f"plan.{plan_id}.mind_map")
