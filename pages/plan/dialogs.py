"""What asks before something happens to the whole plan: copy, save as template, delete."""

from __future__ import annotations

import streamlit as st

from components.actions import Message, dialog, run_action, say
from components.forms import field_problem, forget_problems, saved, submit
from components.period_input import period_input
from components.session import current_actor, database
from components.text import plain
from services.actors import Actor
from services.language import current_language
from services.language import translate as _
from services.periods import next_start, period_name
from services.plans import Plan, copy_plan, delete_plans
from services.template_plans import save_as_template

SAVE_AS = "plan.save_as"


def copy_dialog(plan: Plan, *, title: str = "", verb: str = "") -> None:
    """Ask for the period of the copy, make it and go there."""

    @dialog(title or _("Copy plan"))
    def ask() -> None:
        current_actor()
        st.markdown(
            _(
                "Everything of “{subject}” is copied into a new plan, its grids included. Its activity and approval stay here.",
                subject=plain(plan["subject"] or ""),
            )
        )
        start = next_start(plan["period_start"], plan["period_type"], plan["period_type"])
        period_type, period_start = period_input(start, plan["period_type"], key=f"plan.copy.{plan['id']}")
        with_complete = st.toggle(_("Bring tasks along that are complete"), key=f"plan.copy.{plan['id']}.complete")
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(verb or _("Copy plan"), type="primary", key="plan.copy.confirm"):
                copied = run_action(
                    lambda actor: copy_plan(
                        database(), actor, plan["id"], period_type=period_type, period_start=period_start, with_complete_tasks=with_complete
                    )
                )
                if copied is None:
                    st.rerun()
                copy, change_set_id = copied
                period = period_name(period_start, period_type, current_language.get())
                say(Message(_("This is the copy for {period}.", period=period), change_set_id=change_set_id))
                st.switch_page("plan/page.py", query_params={"id": str(copy["id"])})

    ask()


def template_dialog(plan: Plan) -> None:
    """Ask what the template is called, make it and go there."""
    name_key, made_key = f"{SAVE_AS}.name", f"{SAVE_AS}.made"
    forget_problems(SAVE_AS)
    for key in (name_key, made_key):
        st.session_state.pop(key, None)

    def save() -> None:
        def work(actor: Actor) -> None:
            template, change_set_id = save_as_template(database(), actor, plan["id"], {"name": st.session_state.get(name_key, "")})
            st.session_state[made_key] = template["id"]
            saved(_("Template {name} is created.", name=template["name"]), change_set_id)

        submit(SAVE_AS, work)

    @dialog(_("Save as template"))
    def ask() -> None:
        current_actor()
        if (made := st.session_state.pop(made_key, None)) is not None:
            st.switch_page("template/page.py", query_params={"id": str(made)})
        st.markdown(
            _(
                "The template takes over texts, mind map, offerings and tasks of this plan. Dates become days after the first day of the period, "
                "and the names of client and period in the subject become places for those of the next plan."
            )
        )
        st.text_input(_("Name"), key=name_key, max_chars=255, autocomplete="off")
        field_problem(SAVE_AS, "name")
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.button(_("Create template"), type="primary", on_click=save, key=f"{SAVE_AS}.confirm")

    ask()


def delete_dialog(plan: Plan) -> None:
    """Say what deleting means, do it and go back to the list."""

    @dialog(_("Delete plan"))
    def ask() -> None:
        current_actor()
        st.markdown(
            _(
                "“{subject}” goes into the trash with its grids, notes and activity. It can be restored for 30 days.",
                subject=plain(plan["subject"] or ""),
            )
        )
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Delete plan"), type="primary", key="plan.delete.confirm"):
                outcome = run_action(lambda actor: delete_plans(database(), actor, [plan["id"]]))
                if outcome is None:
                    st.rerun()
                say(Message(_("The plan is in the trash."), change_set_id=outcome.change_set_id))
                st.switch_page("plans/page.py")

    ask()
