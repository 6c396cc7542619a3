"""The mind map in Planning, and what its nodes become in the plan."""

from __future__ import annotations

from components.actions import Message, say
from components.mind_map import MadeNode, NodeAction, mind_map_editor
from components.session import database
from services.actors import Actor
from services.language import translate as _
from services.language import translate_plural as _n
from services.mind_map.planning import Making, made_from_nodes, make_objective, make_task
from services.plans import Plan


def mind_map_block(plan: Plan, actor: Actor) -> None:
    """The map of a plan with what its nodes became."""
    # No fragment: what is saved or made here shows in the head of the page.
    made = {
        node_id: MadeNode(_(each.record.label), f"{each.name} ({_(each.status)})" if each.status else each.name)
        for node_id, each in made_from_nodes(database(), actor, plan["id"]).items()
    }
    key = f"plan.{plan['id']}.mind_map"
    mind_map_editor(plan["id"], title=plan["subject"] or "", key=key, actions=_actions(), made=made, on_saved=lambda: None)


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
