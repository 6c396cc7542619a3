"""A saved view of the list of plans."""

from __future__ import annotations

from data.records.fields import N_, Field, Kind, Record, choice, reference

SCOPES = (N_("personal"), N_("team"))

VIEW = Record(
    name="view",
    label=N_("View"),
    label_plural=N_("Views"),
    fields=(
        Field("name", N_("Name"), required=True, max_length=100, width=220),
        choice("scope", N_("Scope"), SCOPES, required=True),
        reference("owner_id", N_("Owner"), "staff", read_only=True),
        Field("filters", N_("Filters"), Kind.TREE),
        Field("sort", N_("Sort"), max_length=1000),
        Field("columns", N_("Columns"), Kind.TREE),
        Field("layout", N_("Layout"), Kind.TREE),
    ),
)
