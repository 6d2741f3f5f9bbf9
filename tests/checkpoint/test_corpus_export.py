"""Real weight files of many projects: a prefix stripped or added, cast, exported in both formats, loaded with torch."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from desktop_app.checkpoint.editing.draft import Draft, Step, state_dict_items
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Sources
from desktop_app.checkpoint.editing.operations import apply
from desktop_app.checkpoint.editing.regions import whole
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.snippets import inner_keys
from desktop_app.checkpoint.writers.export import export_draft
from desktop_app.checkpoint.writers.output import ExportError
from tests.checkpoint.test_corpus import corpus  # noqa: F401


def renamed(draft):
    """A step that fits: the first segment of the names stripped where they stay apart, else a prefix added."""
    first = next(name for name, _ in state_dict_items(draft))
    for step in (Step("strip-prefix", (f"{first.partition('.')[0]}.",)), Step("add-prefix", ("model.",))):
        try:
            return step, apply(draft, step)
        except EditError:
            continue
    raise AssertionError("no name can be changed")


def as_torch_has_it(path, checkpoint):
    """The state_dict as torch loads it without running anything; None where torch refuses the file."""
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception:
        return None
    for key in inner_keys(checkpoint):
        found = found[key]
    return found


def values(draft):
    """What the draft says, in float32, read by our own reader."""
    with Sources() as sources:
        return {
            name: torch.from_numpy(item.value.read(sources, whole(item.shape)).copy()).float()
            for name, item in state_dict_items(draft)
        }


def exported(path: Path, folder: Path) -> tuple[str, list[str]]:
    """A line of the table, and what was wrong."""
    checkpoint = open_checkpoint(path)
    draft = Draft.of(checkpoint)
    if not checkpoint.tensors:
        with pytest.raises(ExportError, match="no tensor"):
            export_draft(draft, folder / "x.pth")
        return "no tensors: refused with a sentence", []
    step, after = renamed(draft)
    floating = any(item.dtype in ("float32", "float64") for _, item in state_dict_items(after))
    final = apply(after, Step("cast", ("*", "float16"))) if floating else after
    wrong: list[str] = []
    pth = export_draft(final, folder / "x.pth")
    safe = export_draft(final, folder / "x.safetensors", tied="copy")
    loaded = torch.load(folder / "x.pth", map_location="cpu", weights_only=True)
    dense = load_file(folder / "x.safetensors")
    told = values(final)
    if list(loaded) != list(told) or set(dense) != set(told):
        wrong.append("other names")
    for name, expected in told.items():
        for found in (loaded[name], dense[name]):
            plain = (
                found.dequantize()
                if found.is_quantized
                else found.to_dense()
                if found.layout != torch.strided
                else found
            )
            if not torch.equal(plain.float().nan_to_num(), expected.nan_to_num()):
                wrong.append(f"{name} differs")
    judged = as_torch_has_it(path, checkpoint)
    if isinstance(judged, dict):
        origin = {item.origin: name for name, item in state_dict_items(final)}
        for key, tensor in judged.items():
            if isinstance(tensor, torch.Tensor) and key in origin:
                plain = tensor.dequantize() if tensor.is_quantized else tensor
                plain = plain.half() if floating and plain.dtype in (torch.float32, torch.float64) else plain
                if not torch.equal(plain.float().nan_to_num(), told[origin[key]].nan_to_num()):
                    wrong.append(f"{key} is not what torch makes of it")
    notes = sorted({note.code for note in (*pth.notes, *safe.notes)})
    by = "torch" if isinstance(judged, dict) else "our reader (torch refuses the original)"
    line = f"{step.operation} {step.arguments[0]!r}, {pth.tensors} tensors, {pth.nbytes / 1e6:.1f} MB, judged by {by}"
    return f"{line}{', ' + ', '.join(notes) if notes else ''}", wrong


@pytest.mark.timeout(1800)
def test_that_every_real_file_is_edited_exported_and_loaded_by_torch(corpus: Path, tmp_path: Path) -> None:  # noqa: F811
    failures: list[str] = []
    for row in json.loads((corpus / "manifest.json").read_text()):
        line, wrong = exported(corpus / row["file"], tmp_path)
        print(f"{row['file']}: {line}{' WRONG ' + str(wrong[:3]) if wrong else ''}")
        failures += [f"{row['file']}: {problem}" for problem in wrong]
    assert not failures, "\n".join(failures)
