"""Every record type by its name, as the activity log and the API call it."""

from __future__ import annotations

from data.records.fields import Field, Kind, Record
from data.records.people import CLIENT, CONTACT, ROLE, STAFF
from data.records.plan import PLAN
from data.records.sheets import SHEETS

RECORDS: dict[str, Record] = {each.name: each for each in (PLAN, CLIENT, CONTACT, STAFF, ROLE, *SHEETS.values())}

__all__ = ["CLIENT", "CONTACT", "PLAN", "RECORDS", "ROLE", "SHEETS", "STAFF", "Field", "Kind", "Record"]
