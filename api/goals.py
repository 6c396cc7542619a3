"""Goals of all plans over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, RecordId, page_model, record_model, values_model
from api.paging import Limit, Offset
from api.tasks import OF_PLAN, From, PlanId, Texts, filter_pairs
from data.records import GOAL
from services.goal_list import list_goals
from services.plan_rows import create_plan_row, delete_plan_row, get_plan_row, plan_row_to_wire, update_plan_row

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


@router.post("", status_code=201, response_model=GoalModel)
def post_goal(db: CurrentDatabase, actor: CurrentActor, body: NewGoal) -> JSONResponse:  # type: ignore[valid-type]
    """Add a goal at the end of a plan's goals; only `plan_id` is required."""
    goal, change_set_id = create_plan_row(db, actor, GOAL, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
    return JSONResponse({**plan_row_to_wire(GOAL, goal), "change_set_id": change_set_id}, status_code=201)


@router.get("/{goal_id}", response_model=GoalModel)
def read_goal(goal_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One goal."""
    return JSONResponse(plan_row_to_wire(GOAL, get_plan_row(db, actor, GOAL, goal_id)))


@router.patch("/{goal_id}", response_model=GoalModel)
def patch_goal(goal_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change fields of a goal, all or nothing; 409 shows both values where somebody else changed one meanwhile."""
    goal, change_set_id = update_plan_row(db, actor, GOAL, goal_id, body.as_edits(), version=body.version)
    return JSONResponse({**plan_row_to_wire(GOAL, goal), "change_set_id": change_set_id})


@router.delete("/{goal_id}", status_code=204)
def remove_goal(goal_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Delete a goal. `X-Change-Set-Id` names what to undo."""
    return Response(status_code=204, headers={"x-change-set-id": str(delete_plan_row(db, actor, GOAL, goal_id))})
