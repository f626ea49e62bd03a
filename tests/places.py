"""Where tests find the samples and, where present, the shared real documents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
SHARED = Path(os.environ.get("PLANEXTRACT_SHARED", ROOT.parent / "shared"))

needs_shared = pytest.mark.skipif(
    not (SHARED / "documents").is_dir(), reason="the shared real documents are not on this machine"
)
