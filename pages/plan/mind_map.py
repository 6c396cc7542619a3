"""The mind map in Planning, and what its nodes become in the plan."""

from __future__ import annotations

from components.actions import Message, fragment, say
from components.mind_map import MadeNode, NodeAction, mind_map_editor
from components.session import current_actor, database
from services.actors import Actor
from services.language import translate as _
from services.language import translate_plural as _n
from services.mind_map.planning import Making, made_from_nodes, make_objective, make_task
from services.plans import Plan


def mind_map_block(plan: Plan, actor: Actor) -> None:
    _mind_map(plan["id"], plan["subject"] or "", actor.language)


@fragment()
def _mind_map(plan_id: int, subject: str, _language: str) -> None:
    made = {
        node_id: MadeNode(_(each.record.label), f"{each.name} ({_(each.status)})" if each.status else each.name)
        for node_id, each in made_from_nodes(database(), current_actor(), plan_id).items()
    }
    mind_map_editor(plan_id, title=subject, key=f"plan.{plan_id}.mind_map", actions=_actions(), made=made)


def _actions() -> list[NodeAction]:
    return [
        NodeAction("task", _("Make a task"), "add_task", _task),
        NodeAction("objective", _("Make an objective"), "flag", _objective),
        NodeAction("branch", _("Make an objective with what is below"), "account_tree", _branch, needs_children=True),
    ]


def _task(actor: Actor, plan_id: int, node_id: str) -> None:
    _tell(make_task(database(), actor, plan_id, node_id))


def _objective(actor: Actor, plan_id: int, node_id: str) -> None:
    _tell(make_objective(database(), actor, plan_id, node_id))


def _branch(actor: Actor, plan_id: int, node_id: str) -> None:
    _tell(make_objective(database(), actor, plan_id, node_id, with_branch=True))


def _tell(done: Making) -> None:
    counts = {name: len(ids) for name, ids in done.made.items()}
    parts = []
    if objectives := counts.get("objective"):
        parts.append(_n("{count} objective", "{count} objectives", objectives))
    if items := counts.get("item"):
        parts.append(_n("{count} item", "{count} items", items))
    if tasks := counts.get("task"):
        parts.append(_n("{count} task", "{count} tasks", tasks))
    if parts:
        say(Message(_("Added to the plan: {what}.", what=", ".join(parts)), change_set_id=done.change_set_id))
    else:
        say(Message(_("Everything below was made into entries of the plan already.")))
