"""The PDF of a plan fetches nothing, runs nothing, and is made within bounds: time, places, cancelling."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from services import pdf_printer
from services.errors import TooManyAttempts
from services.jobs import State, cancel_job, find_job
from services.pdf_printer import PdfNotAvailable, print_html
from services.plan_pdf import export_plan_pdf, start_plan_pdf
from tests.conftest import ApiClient
from tests.pdf_text import read, words
from tests.plan_filler import fill_plan
from tests.world import World

SECRET = "Never to be read"


@dataclass
class Trap:
    """A loopback server that notes who comes, and a file that nobody may read."""

    url: str
    file: Path
    visits: list[str]

    @property
    def attacks(self) -> list[str]:
        url, file = self.url, self.file
        return [
            f'<img src="{url}/i.png"><img src="file://{file}">',
            f'<script src="{url}/s.js"></script><script>fetch("{url}")</script>',
            f'<link rel="stylesheet" href="{url}/c.css"><style>@import "{url}/x.css";</style>',
            f'<iframe src="{url}/f"></iframe><iframe src="file://{file}"></iframe>',
            f'<object data="{url}/o"></object><embed src="file://{file}">',
            f'<meta name="pdfkit-enable-local-file-access" content=""><base href="{url}">',
            f'"><svg><image href="{url}/v.png" xlink:href="{url}/w.png"/></svg>',
            f"![i]({url}/m.png) ![i](file://{file}) [l](file://{file})",
            f"[ref]: {url}/r\n\n![ref] <{url}/auto> {{{{ 7 * 7 }}}} {{% raw %}}",
            "<script>document.body.innerHTML=location</script>\u202egpj.exe =HYPERLINK('x')",
        ]


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    visits: list[str] = []

    class Visit(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Visit)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    file = tmp_path / "marker.html"
    file.write_text(f"<p>{SECRET}</p>", encoding="utf-8")
    yield Trap(f"http://127.0.0.1:{server.server_port}", file, visits)
    server.shutdown()
    server.server_close()


def test_hostile_text_everywhere_is_printed_as_text_and_fetches_nothing(world: World, trap: Trap) -> None:
    assert httpx.get(trap.url).status_code == 404
    assert trap.visits.pop()
    attacks = trap.attacks
    filled = fill_plan(world, lambda number: attacks[number % len(attacks)])
    reader, text = read(export_plan_pdf(world.db, world.actor("charlie"), world.plan_id))
    assert trap.visits == []
    found = words(text)
    assert words(SECRET) not in found
    assert all(words(attack) in found for attack in attacks if "](" not in attack and "ref" not in attack and "\u202e" not in attack)
    assert words("{{ 7 * 7 }} {% raw %}") in found
    assert filled.rows["competitor"]
    links = [str(held.get_object().get("/A", {}).get("/URI", "")) for page in reader.pages for held in page.get("/Annots", [])]
    assert [each for each in links if each and not each.startswith("http")] == []


def test_even_a_page_that_asks_for_it_reaches_neither_network_nor_files(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<html><head></head><body>Page" + "".join(trap.attacks) + "</body></html>"
    with contextlib.suppress(PdfNotAvailable):
        assert words(SECRET) not in words(read(print_html(page))[1])
    assert trap.visits == []
    monkeypatch.setattr(pdf_printer, "OPTIONS", {"enable-local-file-access": "", "load-error-handling": "ignore"})
    with contextlib.suppress(PdfNotAvailable):
        print_html(page)
    assert trap.visits, "without the options it would come: the trap works"


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wkhtmltopdf that never ends; the file it writes its process id to, which waits for a reader."""
    started = tmp_path / "started"
    os.mkfifo(started)
    _pretend(tmp_path, monkeypatch, f"echo $$ > {started}; exec sleep 600")
    return started


def _pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    programs = folder / "programs"
    programs.mkdir()
    program = programs / "wkhtmltopdf"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")


def assert_is_gone(process: int) -> None:
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_one_that_hangs_is_ended_and_told(hanging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer, "LONGEST_PRINT", 3.0)
    processes: list[int] = []
    reader = threading.Thread(target=lambda: processes.append(int(hanging.read_text())), daemon=True)
    reader.start()
    with pytest.raises(PdfNotAvailable, match="takes too long to make"):
        print_html("<p>Page</p>")
    reader.join(timeout=20)
    assert_is_gone(processes[0])


def test_cancelling_the_work_ends_it(world: World, hanging: Path) -> None:
    actor = world.actor("charlie")
    job = start_plan_pdf(world.db, actor, world.plan_id)
    process = int(hanging.read_text())
    assert "row" in find_job(actor, job.id).progress.step
    cancel_job(actor, job.id)
    assert job.ended.wait(20)
    assert job.state is State.CANCELLED
    assert_is_gone(process)


def test_one_that_begins_to_read_late_gets_the_whole_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(tmp_path, monkeypatch, 'sleep 1; printf "%%PDF "; wc -c')
    assert print_html("é" * 200_000) == b"%PDF 400000\n"


@pytest.mark.parametrize("script", ["cat > /dev/null; echo half; exit 1", "exit 0", "kill -9 $$"])
def test_one_that_fails_is_told(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, client: ApiClient) -> None:
    _pretend(tmp_path, monkeypatch, script)
    answer = client("charlie").get(f"/v1/plans/{world.plan_id}/pdf")
    assert answer.json()["detail"] == "The PDF could not be made. Leave out a section and try again."


def test_one_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PdfNotAvailable, match="needs wkhtmltopdf"):
        print_html("<p>Page</p>")


def test_only_a_few_print_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(pdf_printer, "_printing", threading.BoundedSemaphore(1))
    with pdf_printer._printing, pytest.raises(TooManyAttempts):
        print_html("<p>Page</p>")
    assert print_html("<p>Page</p>").startswith(b"%PDF")


def test_as_long_work_it_is_a_file_of_the_person_who_asked(client: ApiClient, world: World) -> None:
    job = start_plan_pdf(world.db, world.actor("charlie"), world.plan_id, sections=["summary"])
    made = job.wait()
    answer = client("charlie").get(f"/v1/jobs/{job.id}/file")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert "Nordwind" in answer.headers["content-disposition"]
    assert made.rows == len(read(answer.content)[0].pages)
    assert client("bob").get(f"/v1/jobs/{job.id}/file").status_code == 404
