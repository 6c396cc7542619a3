"""Rules that flag plans at risk: an administrator names them and combines conditions."""

from __future__ import annotations

from data.records.fields import N_, Field, Kind, Record, choice

SEVERITIES = (N_("Low"), N_("Medium"), N_("High"))

RISK_RULE = Record(
    name="risk_rule",
    label=N_("At-risk rule"),
    label_plural=N_("At-risk rules"),
    fields=(
        Field("name", N_("Name"), required=True, max_length=255, width=260),
        choice("severity", N_("Severity"), SEVERITIES, required=True),
        Field("is_active", N_("Active"), Kind.YES_NO),
        Field("conditions", N_("Conditions"), Kind.TREE),
    ),
)
