"""`weightsmith check`: whether a state_dict loads into a model strictly, why not, and what would make it load."""

import argparse
from typing import TYPE_CHECKING

from desktop_app.cli.edit import opened
from desktop_app.cli.output import Json, Progress, UsageError, complain, shape_text, table, write_json, write_lines

if TYPE_CHECKING:
    from desktop_app.checkpoint.checking.check import Report, Row
    from desktop_app.checkpoint.checking.check_cures import Cure
    from desktop_app.checkpoint.checking.check_model import Proof
    from desktop_app.engine.errors import EngineError
    from desktop_app.engine.sources import ModelSource

DONE, NO, UNREADABLE = 0, 1, 3
_LISTED = 20
_USAGE_CODES = frozenset({"model-text", "model-arguments", "model-name", "model-option", "model-class", "model-kind"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "models:\n"
        "  torchvision:resnet50            a model of torchvision; nothing is downloaded\n"
        "  torchvision:resnet50?num_classes=10\n"
        "  timm:vit_tiny_patch16_224       a model of timm, when it is installed\n"
        "  path/to/model.py:Net(64, 10)    a class or function of yours; the file is run, which needs --trust\n\n"
        "The model is built in a process of its own, which needs PyTorch; WEIGHTSMITH_ENGINE names another Python for it."
    )
    parser.add_argument("file", metavar="FILE", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument("--model", metavar="MODEL", required=True, help="what it is to be loaded into")
    parser.add_argument("--trust", action="store_true", help="run the .py of --model: it can do anything that you can")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, default=120.0, help="for the model's process (default: 120)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def seconds(text: str) -> float:
    """For argparse, which says `invalid seconds value` where it is no number."""
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def run(options: argparse.Namespace) -> int:
    """Check, and prove it by a real strict load when nothing stands in the way; 1 when it does not load."""
    from desktop_app.engine.errors import EngineError
    from desktop_app.engine.sources import look_at, parse_source

    try:
        source = parse_source(options.model)
        trusted = ""
        if source.runs_code:
            if not options.trust:
                raise UsageError(
                    f"{source.path} would be run to build {source.name}, and Python code can do anything that you can. "
                    "Read it, and add --trust when you trust it."
                )
            trusted = look_at(source.path).sha256
        report, proof = _ask(options, source, trusted)
    except EngineError as error:
        if error.code in _USAGE_CODES:
            raise UsageError(str(error)) from None
        return _failed(error)
    loads = report.loads and proof is not None and proof.loads
    if options.json:
        write_json(_document(options.file, report, proof, loads=loads))
    else:
        write_lines(_lines(options.file, report, proof))
    return DONE if loads else NO


def _ask(options: argparse.Namespace, source: "ModelSource", trusted: str) -> "tuple[Report, Proof | None]":
    from desktop_app.checkpoint.checking.check import check
    from desktop_app.checkpoint.checking.check_model import ask_expected, ask_proof
    from desktop_app.checkpoint.comparing.sides import Origin
    from desktop_app.checkpoint.editing.draft import Draft

    draft = Draft.of(opened(options.file))
    with Progress() as progress:
        expected = ask_expected(source.text, trusted, seconds=options.timeout, progress=progress)
        report = check(draft, expected)
        if not report.loads:
            return report, None
        return report, ask_proof(source.text, Origin.of(draft), trusted, seconds=options.timeout, progress=progress)


def _failed(error: "EngineError") -> int:
    complain(str(error))
    return UNREADABLE


# ---------------------------------------------------------------------- as JSON


def _document(file: str, report: "Report", proof: "Proof | None", *, loads: bool) -> Json:
    return {
        "file": file,
        "model": report.expected.source.text,
        "loads": loads,
        "missing": report.missing,
        "unexpected": report.unexpected,
        "mismatched": [
            {"name": row.model, "file_shape": row.file_shape, "model_shape": row.model_shape}
            for row in report.mismatched
        ],
        "suggested_renames": [
            {"from": one.file, "to": one.model, "reason": one.reason, "match": one.match} for one in report.renames
        ],
        "suggested_operations": _operations(report),
        "heads": [
            {
                "module": misfit.module,
                "kind": misfit.kind,
                "tensors": misfit.names,
                "file": misfit.have,
                "model": misfit.want,
                "cures": [_cure(cure) for cure in misfit.cures],
            }
            for misfit in report.misfits
        ],
        "explanation": [note.sentence for note in report.notes],
        "proof": None
        if proof is None
        else {
            "loads": proof.loads,
            "with_values": proof.with_values,
            "tensors": proof.tensors,
            "complaint": proof.complaint,
            "torch": proof.torch,
        },
    }


def _cure(cure: "Cure") -> dict[str, Json]:
    from desktop_app.checkpoint.editing.recipes import text_of

    if cure.source is not None:
        return {"cure": cure.code, "model": cure.source.text}
    return {"cure": cure.code, "operations": [text_of(step) for step in cure.steps]}


def _operations(report: "Report") -> list[str]:
    """Edit operations after which the renames are done and shapes agree."""
    from desktop_app.checkpoint.editing.recipes import text_of

    cures = [next((one for one in misfit.cures if one.steps), None) for misfit in report.misfits]
    steps = [*report.rename_steps, *(step for cure in cures if cure is not None for step in cure.steps)]
    return [text_of(step) for step in steps]


# ---------------------------------------------------------------------- as text


def _lines(file: str, report: "Report", proof: "Proof | None") -> list[str]:
    lines = [note.sentence for note in report.notes]
    if proof is not None:
        lines.append(_verdict(report, proof))
    groups = (
        ("not in the file", [row for row in report.rows if row.outcome == "missing" and not row.filled]),
        ("no place in the model", [row for row in report.rows if row.outcome == "unexpected"]),
        ("of another shape", [row for row in report.rows if row.outcome == "mismatched"]),
        ("under another name", [row for row in report.rows if row.outcome == "renamed"]),
    )
    for title, rows in groups:
        if rows:
            lines += ["", *table((title, "file", "model"), [_cells(row) for row in rows[:_LISTED]])]
            if len(rows) > _LISTED:
                lines.append(f"and {len(rows) - _LISTED} more")
    return lines + _advice(file, report)


def _verdict(report: "Report", proof: "Proof") -> str:
    if not proof.loads:
        return f"torch {proof.torch} refused it: {proof.complaint}"
    how = "with its values" if proof.with_values else "by its shapes alone"
    return f"Proved: torch {proof.torch} loaded it strictly into {report.expected.source.name}, {how}."


def _cells(row: "Row") -> tuple[str, str, str]:
    name = f"{row.file} -> {row.model}" if row.file and row.model and row.file != row.model else row.file or row.model
    shapes = ("-" if shape is None else shape_text(shape) for shape in (row.file_shape, row.model_shape))
    return (name or '""', *shapes)  # type: ignore[return-value]


def _advice(file: str, report: "Report") -> list[str]:
    from shlex import quote

    from desktop_app.checkpoint.editing.recipes import text_of

    lines: list[str] = []
    for misfit in report.misfits[:_LISTED]:
        for cure in misfit.cures:
            if cure.source is not None:
                lines.append(f"  {misfit.module}: check against {cure.source.text} instead")
            elif cure.code == "drop":
                lines.append(
                    f"  {misfit.module}: {'; '.join(map(text_of, cure.steps))} (then it loads with strict=False)"
                )
            else:
                lines.append(f"  {misfit.module}: {'; '.join(map(text_of, cure.steps))}")
    if lines:
        lines = ["", "What can be done about shapes:", *lines]
    operations = _operations(report)
    if operations and len(operations) <= _LISTED:
        options = " ".join(f"--op {quote(operation)}" for operation in operations)
        lines += ["", "To make it fit:", f"  weightsmith edit {quote(file)} {options} -o fixed.pth"]
    return lines
