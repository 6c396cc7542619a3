"""`load-demo [--plans N]`: fictitious clients with plans in all states, or many plans to measure with."""

from __future__ import annotations

import argparse

from data.database import Database
from services.commands.command import DONE, Command, Options, Say, count
from services.demo import load_demo, load_many_plans


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plans", type=count, default=0, metavar="N", help="make plans of full width until there are N, to measure with")


def _run(db: Database, options: Options, say: Say) -> int:
    if options["plans"]:
        made = load_many_plans(db, options["plans"])
        say(f"{made:,} plans were made." if made else f"There are {options['plans']:,} such plans already.")
        return DONE
    loaded = load_demo(db)
    if loaded is None:
        say("The demo data is there already.")
        return DONE
    say(f"Loaded {loaded.clients} clients and {loaded.plans} plans. {loaded.sign_in}")
    return DONE


LOAD_DEMO = Command("load-demo", "Load the demo data; doing it again changes nothing.", _run, _declare)
