"""The CRM data set of ../shared, for tests that want real records; they are skipped where it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "maven_crm"
needs_maven = pytest.mark.skipif(not FOLDER.is_dir(), reason="the data set ../shared/data/maven_crm is not here")
