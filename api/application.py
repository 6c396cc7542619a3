"""The HTTP side of the product: one FastAPI application under /api, and the assets the components import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from streamlit import config

from api import (
    activity,
    board,
    bulk,
    calendar_feed,
    changes,
    clients,
    commands,
    compare,
    contacts,
    crm_imports,
    cron,
    custom_fields,
    docs,
    errors,
    goals,
    imports,
    jobs,
    me,
    mind_maps,
    plan_documents,
    plan_exports,
    plan_standing,
    plan_workbooks,
    plans,
    references,
    risk_rules,
    roles,
    sessions,
    settings,
    sheets,
    staff,
    tasks,
    templates,
    tokens,
    trash,
    views,
)
from api.assets import COMPONENTS, Assets
from api.identity import Identity
from api.limits import BodyLimit
from api.packed_files import PackedFiles
from api.security import Security
from api.sockets import send_without_delay
from api.start_page import StartPage
from services import command_channel
from services.configuration import read_configuration
from services.installation import close_database, database
from services.jobs import stop_all_jobs
from services.start import prepare

# A fixed address stands before `/plans/ID`, which would take it for an id.
ROUTERS = (
    sessions.router,
    docs.router,
    me.router,
    jobs.router,
    clients.router,
    contacts.router,
    references.router,
    crm_imports.router,
    imports.router,
    custom_fields.router,
    plan_exports.router,
    bulk.router,
    plans.router,
    compare.router,
    board.router,
    sheets.router,
    changes.router,
    activity.router,
    trash.router,
    mind_maps.router,
    mind_maps.template_router,
    templates.router,
    plan_documents.router,
    plan_standing.router,
    plan_workbooks.router,
    tasks.router,
    goals.router,
    risk_rules.router,
    staff.router,
    roles.router,
    settings.router,
    tokens.router,
    views.router,
    commands.router,
    cron.router,
    calendar_feed.router,
)


def build_api() -> FastAPI:
    """The API application: every router, behind the identity of the request."""
    api = FastAPI(title="Account Planning", version="1", openapi_url="/openapi.json", docs_url=None, redoc_url=None, redirect_slashes=False)
    errors.install(api)
    for router in ROUTERS:
        api.include_router(router)
    api.add_middleware(BodyLimit)
    api.add_middleware(Identity)
    # Streamlit compresses whatever is not yet compressed at level 9, which costs a list of plans more time than its query.
    api.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=1)
    return api


def routes() -> list[BaseRoute]:
    return [Mount("/api", app=build_api()), Mount("/assets", app=Assets())]


def middleware(modules: str) -> list[Middleware]:
    """What stands before every route. `modules` is the prefix under which pages find the modules of components."""
    return [Middleware(Security), Middleware(PackedFiles, {modules: COMPONENTS}), Middleware(StartPage)]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open and prepare the database before the first request, close it after the last."""
    send_without_delay()
    home = read_configuration().home
    for line in await run_in_threadpool(prepare, database()):
        print(line, flush=True)
    command_channel.open_channel(home, _port())
    yield {"ready": True}
    command_channel.close_channel(home)
    stop_all_jobs()
    close_database()


def _port() -> int:
    """The port this server listens on: Streamlit's where it was told one, else that of our configuration."""
    return int(config.get_option("server.port")) if config.is_manually_set("server.port") else read_configuration().port
