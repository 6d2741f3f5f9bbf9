"""The main job without a screen: the summary of a file, its graph and its histograms as pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.checkpoint.model import Checkpoint, CheckpointError, Finding
from desktop_app.graph import colours
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.drawing import Drawing, Item, Polygon, Rect, Text, draw_graph, fitted

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics

_LISTED = 48
_ROW, _LEFT, _WIDTH, _RIGHT = 34.0, 250.0, 430.0, 190.0


def run_without_display(paths: Sequence[str]) -> int:
    """Print and draw each file (the sample when none is given); returns the exit status."""
    from desktop_app.cli.output import complain
    from desktop_app.places import sample

    status = 0
    for path in paths or [str(sample())]:
        try:
            _one(path)
        except CheckpointError as error:
            complain(str(error))
            status = 3
        except OSError as error:
            complain(f"{path}: the pictures could not be written: {error.strerror or error}.")
            status = 4
    return status


def _one(path: str) -> None:
    from desktop_app.checkpoint.measuring.statistics import statistics_of_many
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.checkpoint.replacing import replace_file
    from desktop_app.cli.inspect import summary
    from desktop_app.cli.output import write_lines
    from desktop_app.graph.hierarchy import build_hierarchy
    from desktop_app.graph.renderers import to_png, to_svg

    checkpoint = open_checkpoint(path)
    write_lines(summary(checkpoint))
    stem = Path(path).name.removesuffix(Path(path).suffix) or "model"
    written: list[Path] = []
    graph = draw_graph(Arrangement(build_hierarchy(checkpoint)))
    chosen = drawn_tensors(checkpoint)
    found: dict[int, Statistics | Finding] = {}
    for batch in statistics_of_many(
        checkpoint.files, [(index, checkpoint.tensors[index]) for index in chosen], bins=80
    ):
        found.update(batch)
    ridge = draw_histograms(checkpoint, chosen, found)
    for name, drawing in (("graph", graph), ("histograms", ridge)):
        for ending, data in ((".svg", to_svg(drawing)), (".png", to_png(drawing))):
            target = _free(Path.cwd() / f"{stem}.{name}{ending}")
            replace_file(target, data)
            written.append(target)
    write_lines(
        ["", "There is no display here; these pictures were written instead:", *(f"  {target}" for target in written)]
    )


def _free(path: Path) -> Path:
    """The path, or one with a number where there is a file already."""
    number, target = 2, path
    while target.exists():
        target = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return target


def drawn_tensors(checkpoint: Checkpoint) -> list[int]:
    """The largest tensors of the model, in file order."""
    whole = [index for index, info in enumerate(checkpoint.tensors) if info.status == "ok" and info.numel > 1]
    model = [index for index in whole if checkpoint.tensors[index].role in ("parameter", "buffer")] or whole
    return sorted(sorted(model, key=lambda index: -checkpoint.tensors[index].numel)[:_LISTED])


def draw_histograms(checkpoint: Checkpoint, chosen: Sequence[int], found: "dict[int, Statistics | Finding]") -> Drawing:
    """One row per tensor: name, histogram over its finite range, mean and standard deviation."""
    items: list[Item] = [
        Text(
            20,
            30,
            fitted(f"Histograms of {Path(checkpoint.path).name}", 700, 1.4),
            colours.TEXT["light"],
            16,
            bold=True,
        )
    ]
    y = 52.0
    for index in chosen:
        info, result = checkpoint.tensors[index], found.get(index)
        items.append(Rect(16, y, _LEFT + _WIDTH + _RIGHT, _ROW - 4, "#ffffff", colours.BORDER["light"], 4))
        items.append(Text(24, y + 13, fitted(info.name, _LEFT - 24), colours.TEXT["light"], 11, bold=True))
        items.append(Text(24, y + 26, f"{'×'.join(map(str, info.shape))}  {info.dtype}", colours.QUIET["light"], 10))
        items += _row(result, y)
        y += _ROW
    return Drawing(_LEFT + _WIDTH + _RIGHT + 32, y + 16, colours.CANVAS["light"], tuple(items))


def _row(result: "Statistics | Finding | None", y: float) -> list[Item]:
    quiet = colours.QUIET["light"]
    if result is None or isinstance(result, Finding):
        return [Text(_LEFT, y + 19, result.message if result else "not read", "#b3261e", 11)]
    if result.min is None or result.max is None or result.mean is None or result.std is None:
        return [Text(_LEFT, y + 19, f"no finite value ({result.nan:,} NaN)", "#b3261e", 11)]
    base = y + _ROW - 6
    counts = result.histogram.counts
    top = max(int(counts.max()), 1)
    step = _WIDTH / len(counts)
    outline = [(_LEFT, base)]
    for place, count in enumerate(counts.tolist()):
        level = base - count / top * (_ROW - 10)
        outline += [(_LEFT + place * step, level), (_LEFT + (place + 1) * step, level)]
    outline.append((_LEFT + _WIDTH, base))
    special = result.nan + result.posinf + result.neginf
    items: list[Item] = [
        Polygon(tuple(outline), colours.STRIPE["light"]["conv"]),
        Text(_LEFT + _WIDTH + 12, y + 13, f"{result.mean:.3g} ± {result.std:.3g}", colours.TEXT["light"], 11),
        Text(_LEFT + _WIDTH + 12, y + 26, f"{result.min:.3g} … {result.max:.3g}", quiet, 10),
    ]
    if special:
        items.append(Text(_LEFT + _WIDTH + 120, y + 13, f"{special:,} NaN/Inf", "#b3261e", 10, bold=True))
    return items
