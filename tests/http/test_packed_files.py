"""Files that browsers keep: compressed once, the same to the byte, and no address beyond them."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from api.packed_files import GRID, STATIC, files_below, grid_folder, grid_script
from components.base import HERE, base
from tests.conftest import Server


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers=headers, timeout=20)


def one_of_streamlit() -> str:
    return next(address for address in files_below({"/static": STATIC}) if re.search(r"/index\.[\w-]+\.js$", address))


def file_of(address: str) -> Path:
    return {**files_below({"/static": STATIC, GRID: grid_folder()}), **files_below({base(): HERE})}[address]


@pytest.mark.parametrize("address", [grid_script(), one_of_streamlit(), f"{base()}/plan_bar.js"])
def test_a_script_comes_whole_and_compressed_and_is_kept_for_ever(server: Server, address: str) -> None:
    answer = get(server, address, **{"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == file_of(address).read_bytes()


def test_the_frame_of_a_grid_keeps_its_own_policy_for_scripts(server: Server) -> None:
    assert "'unsafe-eval'" in get(server, grid_script()).headers["content-security-policy"]
    assert "'unsafe-eval'" not in get(server, one_of_streamlit()).headers["content-security-policy"]


def test_who_takes_nothing_compressed_gets_it_plain(server: Server) -> None:
    answer = get(server, grid_script(), **{"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == file_of(grid_script()).read_bytes()


def test_a_file_that_may_change_under_its_name_is_asked_for_again(server: Server) -> None:
    assert get(server, f"{GRID}/bootstrap.min.css").headers["cache-control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", [f"{GRID}/../AgGrid.py", f"{base()}/base.py", f"{base()}/%2e%2e/app.py"])
def test_nothing_else_is_served(server: Server, path: str) -> None:
    assert "from __future__" not in get(server, path).text
