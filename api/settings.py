"""Settings of the installation over HTTP: everybody signed in may read them, administrators change them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits
from services.actors import Permission
from services.settings import read_settings
from services.settings_changes import update_settings

router = APIRouter(prefix="/v1/settings", tags=["settings"], responses=RESPONSES)


class SettingsModel(BaseModel):
    default_status: str
    default_period_type: str
    currency: str
    time_zone: str
    language: str
    industries: list[str]
    health_weights: dict[str, int]
    change_set_id: int | None = None


@router.get("", response_model=SettingsModel)
def read(db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Every setting."""
    actor.require(Permission.VIEW)
    return asdict(read_settings(db))


@router.patch("", response_model=SettingsModel)
def patch(db: CurrentDatabase, actor: CurrentActor, body: Edits) -> dict[str, Any]:
    """Change settings, all or nothing. Administrators only."""
    settings, change_set_id = update_settings(db, actor, body.as_edits())
    return {**asdict(settings), "change_set_id": change_set_id}
