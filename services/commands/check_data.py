"""`check-data`: prove that the data is whole, or tell what is not."""

from __future__ import annotations

from data.database import Database
from services.commands.command import DONE, Command, CommandFailed, Options, Say
from services.integrity import check_data


def _run(db: Database, _options: Options, say: Say) -> int:
    report = check_data(db)
    if not report.findings:
        say(f"Checked {sum(report.rows.values()):,} rows in {len(report.rows)} tables; nothing is wrong.")
        return DONE
    for finding in report.findings:
        say(str(finding))
    raise CommandFailed(f"{len(report.findings)} {'rule is' if len(report.findings) == 1 else 'rules are'} broken.")


CHECK_DATA = Command("check-data", "Check that the data is whole: references, derived columns, log, ids.", _run)
