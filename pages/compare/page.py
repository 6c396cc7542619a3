"""Two plans side by side, or one plan with its own past."""

import streamlit as st

from components.address import read_day, read_id
from components.comparison import comparison_table
from components.layout import empty_state, page_header
from components.reference_picker import reference_input
from components.session import current_actor, database
from components.text import plain
from components.times import date_form
from data.records import Field, Kind
from services.actors import Permission
from services.compare import SAME, compare_plans
from services.compare_words import comparison_lines
from services.errors import AccountPlanningError
from services.language import translate as _
from services.language import translate_plural as _n

actor, db = current_actor(), database()
SIDES = ("left", "right")
# More at once take a browser seconds to draw.
MOST_LINES = 500


def remember(side: str) -> None:
    chosen = st.session_state[f"compare.{side}"]
    if chosen:
        st.query_params[side] = str(chosen)
    else:
        st.query_params.pop(side, None)


def show_more() -> None:
    st.session_state["compare.most"] = st.session_state.get("compare.most", MOST_LINES) + MOST_LINES


def remember_day() -> None:
    chosen = st.session_state["compare.at"]
    if chosen:
        st.query_params["at"] = chosen.isoformat()
    else:
        st.query_params.pop("at", None)


page_header(_("Compare plans"), key="compare.header")
actor.require(Permission.VIEW)
labels = {"left": _("Plan on the left"), "right": _("Plan on the right")}
columns = st.columns([2, 2, 1])
for side, column in zip(SIDES, columns, strict=False):
    with column:
        st.session_state[f"compare.{side}"] = read_id(side)
        reference_input(
            Field(side, labels[side], Kind.REFERENCE, refers_to="plan", own_label=True),
            key=f"compare.{side}",
            on_change=remember,
            args=(side,),
        )
with columns[2]:
    st.session_state["compare.at"] = read_day("at")
    st.date_input(
        _("Left as it was on"),
        key="compare.at",
        format=date_form(),
        on_change=remember_day,
        help=_("Leave it empty to compare the plans as they are."),
    )

ids, day = [read_id(side) for side in SIDES], read_day("at")
if ids[0] is None or not (ids[1] or day):
    empty_state(_("Choose two plans, or one plan and a day of its past."), icon=":material/compare_arrows:", key="compare.empty")
    st.stop()
try:
    found = compare_plans(db, actor, ids[0], ids[1], day=day)
except AccountPlanningError as error:
    empty_state(plain(error.message), icon=":material/history:", key="compare.refused")
    st.stop()

lines = comparison_lines(db, actor, found)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown("**" + _n("{count} difference", "{count} differences", found.differences) + "**", width="content")
    everything = st.toggle(_("Show what is equal too"), key="compare.everything")
shown = [line for line in lines if everything or line.state != SAME]
if not shown:
    st.markdown(_("Nothing differs."))
    st.stop()
limit = st.session_state.get("compare.most", MOST_LINES)
comparison_table(shown[:limit], found.left, found.right)
if len(shown) > limit:
    rest = _n("Show {count} more", "Show {count} more", min(len(shown) - limit, MOST_LINES))
    st.button(rest, icon=":material/expand_more:", on_click=show_more, key="compare.more")
