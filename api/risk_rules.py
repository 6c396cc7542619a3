"""At-risk rules over HTTP: everybody signed in may read them, administrators change them."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, RecordId
from data.database import Row
from services.risk_subjects import label_of, operators_of
from services.risks import delete_rule, list_rules, list_subjects, save_rule

router = APIRouter(prefix="/v1/risk-rules", tags=["settings"], responses=RESPONSES)


class Condition(Model):
    subject: str
    operator: str
    value: str | int | float | None = None


class RuleBody(Model):
    name: str | None = None
    severity: str | None = None
    is_active: bool | None = None
    conditions: list[Condition] | None = None
    version: int | None = None

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True, exclude={"version"})


class RuleModel(BaseModel):
    id: int
    version: int
    name: str
    severity: str
    is_active: bool
    conditions: list[dict[str, Any]]
    change_set_id: int | None = None


class Rules(BaseModel):
    items: list[RuleModel]
    total: int


class SubjectModel(BaseModel):
    name: str
    label: str
    type: str
    operators: list[str]
    choices: list[str]


class Subjects(BaseModel):
    items: list[SubjectModel]
    total: int


def _wire(rule: Row, change_set_id: int | None = None) -> dict[str, Any]:
    kept = {name: rule[name] for name in ("id", "version", "name", "severity")}
    return {**kept, "is_active": bool(rule["is_active"]), "conditions": json.loads(rule["conditions"]), "change_set_id": change_set_id}


@router.get("", response_model=Rules)
def read_rules(db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Every rule that flags plans at risk."""
    rules = [_wire(rule) for rule in list_rules(db, actor)]
    return {"items": rules, "total": len(rules)}


@router.get("/subjects", response_model=Subjects)
def read_subjects(db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """What a condition may look at, custom fields included, with the operators and choices of each. A reference takes the id."""
    subjects = [
        {"name": name, "label": label_of(each), "type": each.kind, "operators": operators_of(each), "choices": each.choices}
        for name, each in list_subjects(db, actor).items()
    ]
    return {"items": subjects, "total": len(subjects)}


@router.post("", status_code=201, response_model=RuleModel)
def post_rule(db: CurrentDatabase, actor: CurrentActor, body: RuleBody) -> dict[str, Any]:
    """Add a rule: all of its conditions must hold. Administrators only."""
    return _wire(*save_rule(db, actor, body.given()))


@router.patch("/{rule_id}", response_model=RuleModel)
def patch_rule(rule_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: RuleBody) -> dict[str, Any]:
    """Change what is given of a rule; with `version`, nothing that was changed since. Administrators only."""
    return _wire(*save_rule(db, actor, body.given(), rule_id=rule_id, version=body.version))


@router.delete("/{rule_id}", status_code=204)
def remove_rule(rule_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Delete a rule. Administrators only. The header `X-Change-Set-Id` names what to undo."""
    return Response(status_code=204, headers={"x-change-set-id": str(delete_rule(db, actor, rule_id))})
