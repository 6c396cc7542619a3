"""How a plan stands, over HTTP: health part by part, at-risk flags, goals with their pace, revenue, approval."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, RecordId
from data.records import GOAL
from services.approvals import approve_plan, read_approval, withdraw_approval
from services.goal_history import GoalState, goals_of_plan
from services.plan_health import health_of_plan
from services.revenue import read_revenue
from services.risks import find_flags
from services.values import to_wire

router = APIRouter(prefix="/v1/plans/{plan_id}", tags=["plans"], responses=RESPONSES)


class HealthPartModel(BaseModel):
    name: str
    score: float | None
    weight: int
    advice: str


class FlagModel(BaseModel):
    rule_id: int
    name: str
    severity: str


class HealthModel(BaseModel):
    score: int | None
    parts: list[HealthPartModel]
    flags: list[FlagModel]


class YearModel(BaseModel):
    year: int
    revenue: Decimal | None
    sales_spent: Decimal | None
    loss: Decimal | None


class RevenueModel(BaseModel):
    """Amounts in the base currency, as decimal strings."""

    planned_year: Decimal | None = ModelField(description="Planned for the twelve months from the period start.")
    planned_period: Decimal | None = ModelField(description="Its share for the period of the plan.")
    planned_margin: Decimal | None
    years: list[YearModel] = ModelField(description="What the financial grid holds, one entry a year.")


class ApprovalModel(BaseModel):
    approved_by_id: int | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    approved_revision: int | None = None
    is_changed_since: bool = False
    change_set_id: int | None = None


class ApprovalRequest(Model):
    """The revision that was read; left out, the plan is approved as it stands."""

    revision: int | None = None


class GoalStateModel(BaseModel):
    goal: dict[str, Any]
    progress: float | None
    expected: float | None
    pace: float | None
    history: list[dict[str, str | None]]


class GoalStates(BaseModel):
    items: list[GoalStateModel]
    total: int


@router.get("/health", response_model=HealthModel)
def read_health(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Health from 0 to 100 (null where nothing can be measured), each part with what would raise it, and the rules that flag the plan."""
    health = health_of_plan(db, actor, plan_id)
    flags = find_flags(db, actor, [plan_id]).get(plan_id, [])
    return {"score": health.score, "parts": [part.__dict__ for part in health.parts], "flags": [flag.__dict__ for flag in flags]}


@router.get("/goals", response_model=GoalStates)
def read_goals(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Goals with progress, the progress expected by today, their ratio, and the past actual values."""
    states = goals_of_plan(db, actor, plan_id)
    return {"items": [_goal(state) for state in states], "total": len(states)}


def _goal(state: GoalState) -> dict[str, Any]:
    goal = {"id": state.goal["id"], "version": state.goal["version"]}
    goal |= {field.name: to_wire(field, state.goal[field.name]) for field in GOAL.fields}
    history = [
        {"at": at.isoformat(timespec="seconds") + "Z", "actual": None if value is None else format(value, "f")}
        for at, value in state.history
    ]
    return {"goal": goal, "progress": state.progress, "expected": state.expected, "pace": state.pace, "history": history}


@router.get("/approval", response_model=ApprovalModel)
def get_approval(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Who approved the plan, when and which revision; everything null where nobody has."""
    found = read_approval(db, actor, plan_id)
    if found is None:
        return {}
    return {
        "approved_by_id": found.by_id,
        "approved_by": found.by,
        "approved_at": found.at,
        "approved_revision": found.revision,
        "is_changed_since": found.is_changed_since,
    }


@router.post("/approval", status_code=201, response_model=ApprovalModel)
def post_approval(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: ApprovalRequest) -> dict[str, Any]:
    """Approve the plan. 409 where it has moved on since the revision given."""
    change_set_id = approve_plan(db, actor, plan_id, revision=body.revision)
    return {**get_approval(plan_id, db, actor), "change_set_id": change_set_id}


@router.delete("/approval", status_code=204)
def delete_approval(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Take the approval back. The header `X-Change-Set-Id` names what to undo; it is left out where there was none."""
    change_set_id = withdraw_approval(db, actor, plan_id)
    return Response(status_code=204, headers={} if change_set_id is None else {"x-change-set-id": str(change_set_id)})


@router.get("/revenue", response_model=RevenueModel)
def get_revenue(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> RevenueModel:
    """Planned revenue of the plan's period and of twelve months, and the years of its financial grid."""
    return RevenueModel.model_validate(asdict(read_revenue(db, actor, plan_id)))
