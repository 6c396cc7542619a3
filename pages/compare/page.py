"""Two plans side by side, or one plan with its own past."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from components.address import read_day, read_id
from components.layout import empty_state, page_header
from components.reference_picker import reference_input
from components.session import current_actor, database
from components.text import plain
from components.times import date_form, show_time
from data.records import Field, Kind
from services.compare_words import CHANGED, ONLY_LEFT, ONLY_RIGHT, SAME, comparison_lines
from services.errors import AccountPlanningError
from services.language import translate as _
from services.language import translate_plural as _n
from services.settings import midnight, read_settings
from services.snapshots import Snapshot, take_snapshot

actor, db = current_actor(), database()
SIDES = ("left", "right")
STATES = {CHANGED: _("Different"), ONLY_LEFT: _("Only left"), ONLY_RIGHT: _("Only right"), SAME: _("Equal")}


def remember(side: str) -> None:
    chosen = st.session_state[f"compare.{side}"]
    if chosen:
        st.query_params[side] = str(chosen)
    else:
        st.query_params.pop(side, None)


def remember_day() -> None:
    chosen = st.session_state["compare.at"]
    if chosen:
        st.query_params["at"] = chosen.isoformat()
    else:
        st.query_params.pop("at", None)


with page_header(_("Compare plans"), key="compare.header"):
    pass
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
if day and ids[0] and not ids[1]:
    ids[1] = ids[0]
if not (ids[0] and ids[1]):
    empty_state(_("Choose two plans, or one plan and a day of its past."), icon=":material/compare_arrows:", key="compare.empty")
    st.stop()
try:
    # The last moment of the day where the installation is.
    moment = midnight(read_settings(db), day + timedelta(days=1)) - timedelta(microseconds=1) if day else None
    left: Snapshot = take_snapshot(db, actor, ids[0], as_of=moment)
    right: Snapshot = take_snapshot(db, actor, ids[1])
except AccountPlanningError as error:
    empty_state(plain(error.message), icon=":material/history:", key="compare.refused")
    st.stop()

found, lines = comparison_lines(db, actor, left, right)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown("**" + _n("{count} difference", "{count} differences", found.differences) + "**", width="content")
    everything = st.toggle(_("Show what is equal too"), key="compare.everything")
names = [plain(left.plan["subject"] or ""), plain(right.plan["subject"] or "")]
if moment:
    names[0] += f" ({show_time(moment)})"
shown = [line for line in lines if everything or line.state != SAME]
if not shown:
    st.markdown(_("Nothing differs."))
    st.stop()
table = pd.DataFrame(
    [[line.part, line.what, line.label, line.left, line.right, STATES[line.state]] for line in shown],
    columns=["part", "what", "label", "left", "right", "state"],
)
st.dataframe(
    table,
    hide_index=True,
    height=min(720, 38 + 35 * len(table)),
    alt=_("Compared values"),
    column_config={
        "part": st.column_config.TextColumn(_("Part"), width=130),
        "what": st.column_config.TextColumn(_("Row"), width=170),
        "label": st.column_config.TextColumn(_("Field"), width=150),
        "left": st.column_config.TextColumn(names[0], width=330),
        "right": st.column_config.TextColumn(names[1], width=330),
        "state": st.column_config.TextColumn(_("State"), width=90),
    },
    key="compare.table",
)
