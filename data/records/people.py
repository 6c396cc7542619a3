"""Clients, their contacts, and staff."""

from __future__ import annotations

from data.records.fields import N_, Field, Kind, Record, reference

CLIENT = Record(
    name="client",
    label=N_("Client"),
    label_plural=N_("Clients"),
    has_trash=True,
    fields=(
        Field("name", N_("Name"), required=True, max_length=255, width=260),
        Field("industry", N_("Industry"), max_length=255),
        Field("address", N_("Address"), max_length=2000, width=260),
        Field("website", N_("Website"), Kind.LINK, max_length=2000, width=200),
        reference("parent_client_id", N_("Parent client"), "client"),
        Field("external_id", N_("External id"), max_length=255),
    ),
)
CONTACT = Record(
    name="contact",
    label=N_("Contact"),
    label_plural=N_("Contacts"),
    has_trash=True,
    fields=(
        reference("client_id", N_("Client"), "client", required=True),
        Field("name", N_("Name"), required=True, max_length=255, width=200),
        Field("title", N_("Title"), max_length=255),
        Field("email", N_("Email"), max_length=320, width=220),
        Field("phone", N_("Phone"), max_length=255),
        Field("portal_access", N_("Portal access"), Kind.YES_NO, width=110),
    ),
)
STAFF = Record(
    name="staff",
    label=N_("Staff member"),
    label_plural=N_("Staff"),
    fields=(
        Field("name", N_("Name"), required=True, max_length=255),
        Field("email", N_("Email"), required=True, max_length=320),
        reference("role_id", N_("Role"), "role", required=True),
        Field("active", N_("Active"), Kind.YES_NO),
        Field("language", N_("Language"), max_length=5),
    ),
)
ROLE = Record(
    name="role",
    label=N_("Role"),
    label_plural=N_("Roles"),
    fields=(
        Field("name", N_("Name"), required=True, max_length=255),
        Field("can_view", N_("View"), Kind.YES_NO),
        Field("can_create", N_("Create"), Kind.YES_NO),
        Field("can_edit", N_("Edit"), Kind.YES_NO),
        Field("can_delete", N_("Delete"), Kind.YES_NO),
        Field("is_administrator", N_("Administrator"), Kind.YES_NO, read_only=True),
    ),
)
SETTING = Record(
    name="setting",
    label=N_("Setting"),
    label_plural=N_("Settings"),
    fields=(
        Field("name", N_("Name"), required=True, max_length=255, read_only=True),
        Field("value", N_("Value"), Kind.LONG_TEXT, required=True),
    ),
)
