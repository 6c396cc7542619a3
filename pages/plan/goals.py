"""Goals and KPIs: the grid, and for the goal chosen its actual values against the pace line."""

from __future__ import annotations

from datetime import datetime

import plotly.graph_objects as go
import streamlit as st

from components.charts import chart
from components.session import database
from components.sheet_grid import sheet_grid
from components.text import plain
from services.actors import Actor, Permission
from services.goal_history import GoalState, goals_of_plan
from services.language import translate as _
from services.plans import Plan


def goals_block(plan: Plan, actor: Actor) -> None:
    """The goals of a plan, beside what came of them."""
    # No fragment: what is saved here shows in the head of the page.
    sheet_grid(plan["id"], "goal", key="plan.goals", read_only=not actor.may(Permission.EDIT), height=320)
    states = [state for state in goals_of_plan(database(), actor, plan["id"]) if state.goal["target"] is not None]
    if not states:
        st.caption(_("A goal with a target, an actual value and a due date shows its pace here."))
        return
    with st.container(horizontal=True, gap="medium", key="plan.goals.states"):
        for state in states[:6]:
            _summary(state)
    st.caption(
        _(
            "Progress is the share of the way from baseline to target that the actual value has gone. The pace line, what is expected by today, "
            "runs evenly from the first day of the plan’s period to the due date. A goal is behind where its progress is below that line."
        )
    )
    names = {state.goal["id"]: state.goal["name"] or f"#{state.goal['id']}" for state in states}
    chosen = st.selectbox(_("Goal"), list(names), format_func=lambda each: names[each], key="plan.goals.chosen", width=360)
    state = next((each for each in states if each.goal["id"] == chosen), states[0])
    if state.goal["due_date"] is not None:
        chart(_pace_chart(state), alt=_("Actual values of the goal against the pace line"), key="plan.goals.chart")


def _summary(state: GoalState) -> None:
    with st.container(border=True, width=220):
        share = "–" if state.progress is None else f"{round(100 * state.progress)} %"
        st.markdown(f"**{plain(state.goal['name'] or '')}**  \n{share}")
        if state.progress is not None and state.expected is not None:
            is_behind = state.progress < state.expected
            word = _("Behind pace") if is_behind else _("On pace")
            icon = "trending_down" if is_behind else "trending_up"
            st.caption(f":material/{icon}: {word} · " + _("expected {share} %", share=round(100 * state.expected)))


def _pace_chart(state: GoalState) -> go.Figure:
    goal = state.goal
    figure = go.Figure()
    start, due = datetime.combine(state.started_on, datetime.min.time()), datetime.combine(goal["due_date"], datetime.min.time())
    line = {"color": "#8A8F98", "dash": "dash"}
    values = [float(goal["baseline"] or 0), float(goal["target"])]
    figure.add_scatter(x=[start, due], y=values, mode="lines", name=_("Pace line"), line=line)
    past = [(at, float(value)) for at, value in state.history if value is not None]
    figure.add_scatter(
        x=[at for at, _value in past], y=[value for _at, value in past], mode="lines+markers", name=_("Actual"), line={"shape": "hv"}
    )
    figure.update_layout(height=280, margin={"l": 10, "r": 10, "t": 10, "b": 10}, legend={"orientation": "h", "y": 1.15})
    return figure


__all__ = ["goals_block"]
