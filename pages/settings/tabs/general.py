"""What holds for the whole installation."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from zoneinfo import available_timezones

import streamlit as st
from babel.numbers import get_currency_name, list_currencies

from components.forms import field_problem, saved, submit
from components.period_input import period_type_name
from components.session import database
from data.records.plan import PERIOD_TYPES, START_STATUSES
from services.actors import Actor
from services.language import LANGUAGES, current_language
from services.language import translate as _
from services.settings import Settings, read_settings
from services.settings_changes import read_industries, update_settings

FORM = "settings.general"
# Those of today's countries; historical ones are no base currency.
COMMON_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN")


def general_tab(_actor: Actor) -> None:
    settings = read_settings(database())
    with st.form(FORM, width=760):
        left, right = st.columns(2)
        with left:
            _choice("default_status", _("Status of a new plan"), START_STATUSES, settings.default_status, translated=True)
            _choice("currency", _("Base currency"), _currencies(settings.currency), settings.currency, names=_currency_name)
            _choice("language", _("Language of new people"), tuple(LANGUAGES), settings.language, names=lambda each: LANGUAGES[each])
        with right:
            _choice("default_period_type", _("Period of a new plan"), PERIOD_TYPES, settings.default_period_type, names=period_type_name)
            _choice("time_zone", _("Time zone"), tuple(sorted(available_timezones())), settings.time_zone)
        st.text_area(
            _("Industries"),
            "\n".join(settings.industries),
            key=f"{FORM}.industries",
            height=200,
            help=_("One per line, or separated by commas."),
        )
        field_problem(FORM, "industries")
        st.form_submit_button(_("Save settings"), type="primary", on_click=_save, args=(settings,))


def _choice(name: str, label: str, options: tuple[str, ...], value: str, *, translated: bool = False, names: Any = str) -> None:
    index = options.index(value) if value in options else None
    st.selectbox(label, options, index, format_func=_ if translated else names, key=f"{FORM}.{name}")
    field_problem(FORM, name)


def _currencies(stored: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((stored, *COMMON_CURRENCIES, *sorted(list_currencies()))))


def _currency_name(code: str) -> str:
    return f"{code} – {get_currency_name(code, locale=current_language.get())}"


def _save(settings: Settings) -> None:
    before = asdict(settings)
    after = {name: st.session_state[f"{FORM}.{name}"] for name in before if f"{FORM}.{name}" in st.session_state}
    after["industries"] = read_industries(after["industries"])
    before["industries"] = list(before["industries"])
    edits = {name: {"from": before[name], "to": value} for name, value in after.items() if value != before[name]}

    def save(actor: Actor) -> None:
        _settings, change_set_id = update_settings(database(), actor, edits)
        saved(_("The settings are saved."), change_set_id)

    submit(FORM, save)
