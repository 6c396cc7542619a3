"""How the plan stands, in its head: health with its parts, at-risk flags, approval."""

from __future__ import annotations

import streamlit as st

from components.actions import Message, run_action, say
from components.session import database
from components.text import plain
from components.times import show_time
from services.actors import Actor, Permission
from services.approvals import Approval, approve_plan, read_approval, withdraw_approval
from services.health import FRESH_DAYS, PARTS, STALE_DAYS, Health
from services.language import translate as _
from services.plan_health import health_of_plan
from services.plans import Plan
from services.risks import find_flags


def standing(plan: Plan, actor: Actor) -> None:
    """On the line of the states: health (its parts on demand), flags, who approved the plan and whether it changed since."""
    db = database()
    _health(health_of_plan(db, actor, plan["id"]))
    for flag in find_flags(db, actor, [plan["id"]]).get(plan["id"], []):
        st.markdown(f":gray-badge[:material/flag: {_('At risk')}: {plain(flag.name)} ({_(flag.severity)})]", width="content")
    _approval(plan, actor, read_approval(db, actor, plan["id"]))


def _health(health: Health) -> None:
    if health.score is None:
        return
    with st.popover(f":material/monitor_heart: {_('Health {score}', score=health.score)}", type="tertiary", key="plan.health"):
        st.markdown("**" + _("Health: {score} of 100", score=health.score) + "**")
        for part in health.parts:
            score = "–" if part.score is None else str(round(part.score))
            st.progress(
                0.0 if part.score is None else part.score / 100,
                text=f"{_(PARTS[part.name])} · **{score}** :gray[({_('weight {weight}', weight=part.weight)})]",
            )
            if part.advice:
                st.caption(plain(part.advice))
        st.caption(
            _(
                "Health is the weighted mean of the parts that can be measured. Tasks: complete of all. Overdue: 100 minus the share of all "
                "tasks that are overdue. Goals: mean of progress over the progress expected by today. Up to date: 100 for {fresh} days after "
                "the last change or note, falling to 0 at {stale} days. Sections: filled of all.",
                fresh=FRESH_DAYS,
                stale=STALE_DAYS,
            )
        )


def _approval(plan: Plan, actor: Actor, approval: Approval | None) -> None:
    if approval is None:
        return
    text = _(
        "Approved by {name} on {date} (version {version})", name=plain(approval.by), date=show_time(approval.at), version=approval.revision
    )
    if approval.is_changed_since:
        st.markdown(f":gray-badge[:material/history: {text}] :orange[{_('changed since approval')}]", width="content")
    else:
        st.markdown(f":gray-badge[:material/verified: {text}]", width="content")
    if actor.may(Permission.EDIT):
        label = _("Withdraw approval")
        st.button(label, type="tertiary", icon=":material/undo:", key="plan.approval.withdraw", on_click=_withdraw, args=(plan["id"],))


def approve(plan: Plan) -> None:
    """Approve the plan as this person sees it. For `on_click` and the menu."""

    def work(actor: Actor) -> None:
        seen = {"revision": plan["revision"], "touched_at": plan["touched_at"] or plan["created_at"]}
        say(Message(_("The plan is approved."), change_set_id=approve_plan(database(), actor, plan["id"], **seen)))

    run_action(work)


def _withdraw(plan_id: int) -> None:
    def work(actor: Actor) -> None:
        say(Message(_("The approval is withdrawn."), change_set_id=withdraw_approval(database(), actor, plan_id)))

    run_action(work)
