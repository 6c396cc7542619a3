"""Goals of all plans over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import page_model, record_model, values_model
from api.paging import Limit, Offset
from api.plan_rows import OF_PLAN, From, PlanId, Texts, add_row_routes, filter_pairs
from data.database import Database, Row
from data.records import GOAL
from services.goal_list import list_goals
from services.plan_rows import plan_row_to_wire

router = APIRouter(prefix="/v1/goals", tags=["goals"], responses=RESPONSES)

GoalModel = record_model("Goal", GOAL, **OF_PLAN)
GoalPage = page_model("GoalPage", GoalModel)
NewGoal = values_model("NewGoal", GOAL, plan_id=(PlanId, ...))


@router.get("", response_model=GoalPage)
def read_all_goals(
    request: Request,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    plan: Texts = [],
    plan_status: Texts = [],
    person: Texts = [],
    from_: From = "",
    to: str = "",
    sort: str = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> JSONResponse:
    """Goals of a filter by due date, or by `sort`. A repeated parameter means "or"; `person` (an id, `me` or `none`) is in charge of the
    plan; `from` and `to` bound the due date; `q` finds words in the name or the names of plan and client."""
    page = list_goals(db, actor, filter_pairs(request), sort, offset=offset, limit=limit)
    return JSONResponse({"items": [plan_row_to_wire(GOAL, each) for each in page.items], "total": page.total})


def _wire(_db: Database, goal: Row) -> Row:
    return plan_row_to_wire(GOAL, goal)


add_row_routes(router, "", GOAL, model=GoalModel, new=NewGoal, to_wire=_wire)
