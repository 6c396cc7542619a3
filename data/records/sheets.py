"""The grids of a plan, one declaration each; a new column is one line here and a migration."""

from __future__ import annotations

from decimal import Decimal

from data.records.fields import N_, Field, Kind, Record, choice, long_text, money, reference

LEVELS = (N_("High"), N_("Medium"), N_("Low"))
THREAT_LEVELS = (N_("Low"), N_("Medium"), N_("High"))
WORKING_STATUSES = (N_("Active"), N_("Inactive"))
NOTE_KINDS = (N_("call"), N_("meeting"), N_("email"))


def _sheet(name: str, label: str, *fields: Field, title: str, newest_first: str = "") -> Record:
    return Record(
        name=name,
        label=label,
        label_plural=label,
        fields=fields,
        parent="plan",
        is_ordered=True,
        newest_first=newest_first,
        title=title,
    )


FINANCIAL = _sheet(
    "financial",
    N_("Financial"),
    Field("year", N_("Year"), Kind.INTEGER, minimum=Decimal(1900), maximum=Decimal(2200), width=90),
    money("revenue", N_("Revenue")),
    money("sales_spent", N_("Sales spent")),
    Field("traffic", N_("Traffic"), Kind.INTEGER, total=True, minimum=Decimal(0)),
    money("loss", N_("Loss")),
    title="year",
)
MARKETING_ACTIVITY = _sheet(
    "marketing_activity",
    N_("Marketing activities"),
    Field("item", N_("Item"), width=320),
    Field("reference", N_("Reference"), width=320),
    title="item",
)
CURRENT_SERVICE = _sheet(
    "current_service",
    N_("Current services"),
    Field("service", N_("Service"), width=320),
    choice("potential", N_("Potential"), LEVELS),
    title="service",
)
OFFERING = _sheet(
    "offering",
    N_("Offerings"),
    Field("service", N_("Service"), width=260),
    choice("potential", N_("Potential"), LEVELS),
    Field("scale", N_("Scale")),
    Field("convert", N_("Convert")),
    Field("prioritization", N_("Prioritization")),
    title="service",
)
COMPANY_TEAM = _sheet(
    "company_team",
    N_("Company team"),
    reference("staff_id", N_("Staff"), "staff"),
    Field("role", N_("Role")),
    Field("department", N_("Department")),
    Field("title", N_("Title")),
    Field("phone", N_("Phone")),
    Field("email", N_("Email"), width=200),
    Field("other", N_("Other")),
    Field("serving_status", N_("Serving status")),
    title="staff_id",
)
CLIENT_TEAM = _sheet(
    "client_team",
    N_("Client team"),
    reference("contact_id", N_("Contact"), "contact"),
    Field("title", N_("Title")),
    Field("role", N_("Role")),
    Field("phone", N_("Phone")),
    Field("email", N_("Email"), width=200),
    Field("other", N_("Other")),
    Field("personality", N_("Personality")),
    Field("highlight_note", N_("Highlight note"), width=220),
    choice("working_status", N_("Working status"), WORKING_STATUSES),
    title="contact_id",
)
MEETING_NOTE = _sheet(
    "meeting_note",
    N_("Meeting notes"),
    Field("date", N_("Date"), Kind.DATE, width=120),
    choice("kind", N_("Kind"), NOTE_KINDS, width=110),
    Field("attendees", N_("Attendees"), width=220),
    long_text("notes", N_("Notes")),
    title="date",
    newest_first="date",
)
COMPETITOR = _sheet(
    "competitor",
    N_("Competitors"),
    Field("name", N_("Name"), width=220),
    choice("threat_level", N_("Threat level"), THREAT_LEVELS, width=130),
    long_text("notes", N_("Notes")),
    title="name",
)

SHEETS = {
    each.name: each
    for each in (FINANCIAL, MARKETING_ACTIVITY, CURRENT_SERVICE, OFFERING, COMPANY_TEAM, CLIENT_TEAM, MEETING_NOTE, COMPETITOR)
}
