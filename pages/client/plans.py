"""The plans of a client over time, the latest first."""

from __future__ import annotations

import html

import streamlit as st

from components.address import plans_address
from components.chips import client_status_html, plan_status_html
from components.session import database
from data.database import Row
from data.records import PLAN
from services.actors import Actor
from services.clients import plans_of
from services.language import translate as _
from services.periods import period_name
from services.settings import read_settings
from services.values import show

MOST_SHOWN = 12


def plans_over_time(client: Row, actor: Actor) -> None:
    """A table with period, plan, status and planned revenue; what is beyond it is one click away in the list."""
    plans = plans_of(database(), actor, client["id"])
    st.markdown("## " + _("Plans over time"))
    if not plans:
        st.markdown(f":gray[{_('There is no plan for this client yet.')}]")
        return
    currency = read_settings(database()).currency
    labels = (_("Period"), _("Plan"), _("Plan status"), _("Client status"), f"{_('Revenue next year')} ({currency})")
    head = "".join(f'<th scope="col">{html.escape(label)}</th>' for label in labels)
    rows = "".join(_row(plan, actor.language) for plan in plans[:MOST_SHOWN])
    more = ""
    if len(plans) > MOST_SHOWN:
        address = html.escape(plans_address([("client", str(client["id"]))]))
        more = f'<p><a href="{address}">{html.escape(_("All {count} plans", count=len(plans)))}</a></p>'
    st.html(f'<div class="records"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}</div>')


def _row(plan: Row, language: str) -> str:
    period = html.escape(period_name(plan["period_start"], plan["period_type"], language))
    subject = html.escape(plan["subject"] or f"#{plan['id']}")
    revenue = html.escape(show(PLAN.by_name["revenue_next_year"], plan["revenue_next_year"], language))
    return (
        f'<tr><td>{period}</td><td title="{subject}"><a href="/plan?id={plan["id"]}">{subject}</a></td>'
        f"<td>{plan_status_html(plan['status'])}</td><td>{client_status_html(plan['client_status'])}</td><td>{revenue}</td></tr>"
    )
