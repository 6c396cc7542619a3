"""The account plan: its own fields in the order of the data dictionary."""

from __future__ import annotations

from decimal import Decimal

from data.records.fields import N_, Field, Kind, Record, choice, long_text, money, reference

STATUSES = (N_("Draft"), N_("In Progress"), N_("Review"), N_("Completed"), N_("Archived"))
START_STATUSES = STATUSES[:3]
CLIENT_STATUSES = (N_("Red"), N_("Yellow"), N_("Green"))
BCG_MODELS = (N_("Question mark"), N_("Star"), N_("Dog"), N_("Cash cow"))
PERIOD_TYPES = (N_("month"), N_("quarter"), N_("year"))

BASICS = N_("Basic information")
BACKGROUND = N_("Background")
OBJECTIVES = N_("Objectives")
CONTEXT = N_("Current context")
REVENUE = N_("Revenue")
MIND_MAP = N_("Mind map")

HUNDRED = Decimal(100)
# Where a plan came from: they say nothing about the plan itself.
ORIGINS = frozenset({"template_id", "previous_plan_id"})

PLAN = Record(
    name="plan",
    label=N_("Plan"),
    label_plural=N_("Plans"),
    title="subject",
    has_trash=True,
    extra_columns=("period_end", "revision", "next_open_deadline", "touched_at", "approved_revision"),
    fields=(
        reference("client_id", N_("Client"), "client", required=True, section=BASICS, in_list=True),
        Field("subject", N_("Subject"), max_length=255, section=BASICS, width=260, in_list=True),
        choice("period_type", N_("Period type"), PERIOD_TYPES, required=True, section=BASICS),
        Field("period_start", N_("Period start"), Kind.DATE, required=True, section=BASICS),
        choice("status", N_("Plan status"), STATUSES, required=True, section=BASICS, in_list=True, width=130),
        choice("client_status", N_("Client status"), CLIENT_STATUSES, section=BASICS, in_list=True, width=130),
        choice("bcg", N_("BCG model"), BCG_MODELS, section=BASICS, in_list=True, width=140),
        reference("person_in_charge_id", N_("Person in charge"), "staff", section=BASICS),
        Field("industry", N_("Industry"), max_length=255, section=BASICS),
        Field("product", N_("Product"), max_length=255, section=BACKGROUND),
        Field("sales_channel_online", N_("Sales channel online"), max_length=255, section=BACKGROUND),
        Field("sales_channel_offline", N_("Sales channel offline"), max_length=255, section=BACKGROUND),
        Field("known_partners", N_("Known partners"), max_length=2000, section=BACKGROUND),
        long_text("vision", N_("Vision"), section=BACKGROUND),
        long_text("mission", N_("Mission"), section=BACKGROUND),
        long_text("objective", N_("Objective"), section=OBJECTIVES, in_list=True),
        long_text("threat", N_("Threat"), section=CONTEXT),
        long_text("opportunity", N_("Opportunity"), section=CONTEXT),
        long_text("success_criteria", N_("Success criteria"), section=CONTEXT),
        long_text("constraints", N_("Constraints"), section=CONTEXT),
        money("revenue_next_year", N_("Revenue next year"), section=REVENUE, in_list=True),
        Field("margin", N_("Margin"), Kind.PERCENT, minimum=-HUNDRED, maximum=HUNDRED, section=REVENUE, in_list=True, width=100),
        Field(
            "wallet_share", N_("Wallet share"), Kind.PERCENT, minimum=Decimal(0), maximum=HUNDRED, section=REVENUE, in_list=True, width=120
        ),
        Field("mind_map", N_("Mind map"), Kind.TREE, section=MIND_MAP),
        reference("approved_by_id", N_("Approved by"), "staff", read_only=True),
        Field("approved_at", N_("Approved at"), Kind.TIME, read_only=True),
        reference("template_id", N_("Template"), "template", read_only=True),
        reference("previous_plan_id", N_("Previous plan"), "plan", read_only=True),
    ),
)
