"""Revenue in Planning: planned for the period and the year, beside what the financial grid holds of the years before."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go
import streamlit as st
from babel.numbers import format_decimal

from components.charts import COLOURS, chart
from components.layout import empty_state
from components.session import database
from data.records import PLAN
from services.actors import Actor
from services.language import current_language
from services.language import translate as _
from services.periods import period_name
from services.plans import Plan
from services.revenue import FINANCIAL, Revenue, read_revenue
from services.settings import read_settings
from services.values import show

MONEY = PLAN.by_name["revenue_next_year"]
MOST_YEARS = 12


def revenue_block(plan: Plan, actor: Actor) -> None:
    """Figures and a chart; they are entered in Information and in the grid Financial of Due Diligence."""
    db = database()
    revenue, currency = read_revenue(db, actor, plan["id"]), read_settings(db).currency
    if revenue.planned_year is None and not revenue.years:
        sentence = _("Enter “Revenue next year” in Information, and earlier years in the grid Financial of Due Diligence.")
        empty_state(sentence, icon=":material/bar_chart:", key="plan.revenue.empty")
        return
    _figures(revenue, currency)
    if revenue.years:
        chart(_years_chart(revenue, currency), alt=_alt(revenue, currency), key="plan.revenue.chart")
    st.caption(
        _("Planned for the period is the revenue planned for the twelve months from its start, times its months, divided by 12.")
        + " "
        + _("Earlier years are those of the grid Financial.")
    )


def _figures(revenue: Revenue, currency: str) -> None:
    period = period_name(revenue.period_start, revenue.period_type, current_language.get())
    known = [each for each in revenue.years if each.revenue is not None]
    with st.container(horizontal=True, gap="medium", key="plan.revenue.figures"):
        _figure(_("Planned for {period}", period=period), _money(revenue.planned_period, currency))
        if revenue.period_type != "year":
            _figure(_("Planned for twelve months"), _money(revenue.planned_year, currency))
        if revenue.planned_margin is not None:
            _figure(_("Planned margin of {period}", period=period), _money(revenue.planned_margin, currency))
        if known:
            last = known[-1]
            growth = revenue.growth
            change = ""
            if growth is not None and growth[0] == last.year:
                change = _("{change} % on {year}", change=_signed(growth[1]), year=last.year - 1)
            _figure(_("Revenue {year}", year=last.year), _money(last.revenue, currency), change)


def _figure(label: str, value: str, change: str = "") -> None:
    with st.container(border=True, width=230, gap=None):
        st.markdown(f":small[{label}]  \n**{value}**")
        if change:
            st.caption(change)


def _money(amount: Decimal | None, currency: str) -> str:
    return "–" if amount is None else f"{show(MONEY, amount, current_language.get())} {currency}"


def _signed(percent: Decimal) -> str:
    return format_decimal(percent, format="+#,##0.0;-#,##0.0", locale=current_language.get()) if percent else "0"


def _years_chart(revenue: Revenue, currency: str) -> go.Figure:
    years = list(revenue.years)[-MOST_YEARS:]
    names = [str(each.year) for each in years]
    figure = go.Figure()
    for name, colour in zip(("revenue", "sales_spent", "loss"), (COLOURS[0], COLOURS[1], COLOURS[6]), strict=True):
        amounts = [getattr(each, name) for each in years]
        if any(amounts):
            values = [None if each is None else float(each) for each in amounts]
            figure.add_bar(x=names, y=values, name=_(FINANCIAL.by_name[name].label), marker={"color": colour}, offsetgroup=name)
    if revenue.planned_year is not None:
        marker = {"color": COLOURS[0], "pattern": {"shape": "/", "fillmode": "replace"}}
        planned = [float(revenue.planned_year)]
        figure.add_bar(x=[_("Planned, 12 months")], y=planned, name=_(MONEY.label), marker=marker, offsetgroup="revenue")
    figure.update_layout(
        height=320,
        bargap=0.35,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "y": 1.12},
        separators=", " if current_language.get() == "fr" else ".,",
        xaxis={"type": "category", "fixedrange": True},
        yaxis={"title": currency, "fixedrange": True, "tickformat": ",.0f"},
    )
    return figure


def _alt(revenue: Revenue, currency: str) -> str:
    said = [f"{each.year}: {_money(each.revenue, currency)}" for each in list(revenue.years)[-MOST_YEARS:]]
    return _("Revenue by year: {years}", years="; ".join(said))
