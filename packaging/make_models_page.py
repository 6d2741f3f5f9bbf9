"""Writes `docs/models.md` and its Chinese twin: every model of torchvision as a bare state_dict, recognised and given its dataflow graph.

    python packaging/make_models_page.py [--only NAME]... [-o FOLDER]

Each model is built without weights in a child process; its keys and shapes are all that is looked up. Then the model that
was recognised is traced on inputs of guessed sizes, as the window does it. A quarter of an hour on two cores.
"""

import argparse
import importlib.metadata
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from desktop_app.engine.child import Child, Limits  # noqa: E402
from desktop_app.engine.errors import EngineError  # noqa: E402
from desktop_app.engine.models import describe  # noqa: E402
from desktop_app.graph.dataflow import build_dataflow  # noqa: E402
from desktop_app.graph.recognise import Candidate, known_models, recognise  # noqa: E402
from desktop_app.graph.sources.ask import model_text  # noqa: E402
from desktop_app.graph.sources.trace import METHODS, ops_of, trace  # noqa: E402

_LIMITS = Limits(seconds=600)
_SOURCES = {"fx": "symbolic trace", "export": "`torch.export`", "record": "recorder", "": "–"}
_IN_CHINESE = {
    "yes, equal to ": "是，等同于 ", "yes": "是", "resembles ": "近似 ", "as ": "识别为 ", "no": "否",
    "symbolic trace": "符号追踪", "recorder": "记录器",
}  # fmt: skip
"""What a cell begins with, the longer first; names of models stay as they are."""


@dataclass(frozen=True)
class Row:
    """What became of one model."""

    name: str
    tensors: int
    recognised: str
    """`yes`, `yes, equal to …`, or what was said instead."""
    right: bool
    lookup_ms: float
    method: str = ""
    nodes: int = 0
    seconds: float = 0.0
    trouble: str = ""


def names_of_models(library: str = "torchvision") -> list[str]:
    """Models of the index, without those that repeat others in integers."""
    names = {name.partition(".")[2] for row in known_models().rows for name in row.names if name.startswith(library)}
    return sorted(names)


def said_of(name: str, found: Sequence[Candidate]) -> tuple[str, bool]:
    """How the answer reads in the table, and whether it is right."""
    if not found or found[0].match < 1:
        return (f"resembles {found[0].name}" if found else "no"), False
    wanted = f"torchvision.{name}"
    equals = [one for one in (found[0].name, *found[0].twins) if one != wanted]
    if wanted not in (found[0].name, *found[0].twins):
        return f"as {found[0].name}", False
    near = [one.removeprefix("torchvision.") for one in equals if one.startswith("torchvision.")]
    return f"yes, equal to {', '.join(near)}" if near else "yes", True


def look_up(shapes: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[tuple[Candidate, ...], float]:
    """What it is, and milliseconds of the processor that the best of three answers took."""
    best, found = 1e9, ()
    for _ in range(3):
        began = time.process_time()
        found = recognise(shapes)
        best = min(best, (time.process_time() - began) * 1000)
    return found, best


def row_of(name: str, child: Child) -> Row:
    """One model: described, recognised, traced."""
    keys = child.call(describe, f"torchvision:{name}", "")["keys"]
    shapes = [(str(one["name"]), tuple(one["shape"])) for one in keys if one["shape"] is not None]
    found, milliseconds = look_up(shapes)
    said, right = said_of(name, found)
    if not right:
        return Row(name, len(shapes), said, False, milliseconds)
    text = model_text(Candidate(f"torchvision.{name}", 1.0))
    began = time.monotonic()
    try:
        ops, classes, numels, method = ops_of(child.call(trace, text, "", [], list(METHODS)))
    except EngineError as error:
        return Row(name, len(shapes), said, True, milliseconds, trouble=str(error))
    graph = build_dataflow(ops, name, classes=classes, numels=numels)
    nodes = sum(not node.children for node in graph.nodes)
    return Row(name, len(shapes), said, True, milliseconds, method, nodes, time.monotonic() - began)


_HEADS = {
    "en": (
        "# Models that are recognised", "",
        "A bare `state_dict` holds names and shapes, and no edges. Weightsmith looks the names and shapes up in an index that it "
        "brings along, builds the model that fits without weights, and follows one forward pass through it. This page is made by "
        "`packaging/make_models_page.py` (torch {torch}, torchvision {torchvision}).", "",
        "- **{right} of {all}** models of torchvision are recognised by keys and shapes alone; the slowest look-up took "
        "{slowest} ms. Models whose keys and shapes are the very same are named together.",
        "- **{traced} of {all}** get their dataflow graph: {fx} by a symbolic trace, {export} by `torch.export`, {record} by a "
        "recorder of what really runs.",
        "- *Nodes* are the operators, inputs and outputs of the graph with every group open. *Seconds* are those of building, tracing "
        "and drawing up the graph on two shared cores, torch being imported already.",
        "- The index also holds the models of timm; their graphs need timm to be installed.", "",
        "| model | tensors | recognised | look-up, ms | exported by | nodes | seconds |",
        "|---|--:|---|--:|---|--:|--:|",
    ),
    "zh_CN": (
        "# 能识别的模型", "",
        "单独的 `state_dict` 只有名字和形状，没有边。Weightsmith 在自带的索引中查找这些名字和形状，构建相符的模型（不含权重），并跟随一次前向传播。"
        "本页由 `packaging/make_models_page.py` 生成（torch {torch}，torchvision {torchvision}）。", "",
        "- torchvision 的 {all} 个模型中有 **{right}** 个仅凭键名和形状即可识别；最慢的一次查找用了 {slowest} 毫秒。键名和形状完全相同的模型一起列出。",
        "- 其中 **{traced}** 个得到数据流图：{fx} 个由符号追踪，{export} 个由 `torch.export`，{record} 个由记录实际运行的记录器。",
        "- *节点*是展开所有分组后图中的算子、输入和输出。*秒*是在两个共享的核心上构建、追踪和绘制图的时间，torch 已经导入。",
        "- 索引中也有 timm 的模型；它们的图需要安装 timm。", "",
        "| 模型 | 张量 | 识别 | 查找，毫秒 | 由谁导出 | 节点 | 秒 |",
        "|---|--:|---|--:|---|--:|--:|",
    ),
}  # fmt: skip
"""What stands above the table, by language."""


def rows_of(names: Sequence[str]) -> Iterator[Row]:
    """All of them, in one child; a model that takes it down gets another."""
    recognise([("a.weight", (1, 1))])  # the index is read
    child = Child(limits=_LIMITS)
    child.call(describe, "torchvision:alexnet", "")  # torch is imported
    for name in names:
        try:
            yield row_of(name, child)
        except EngineError as error:
            yield Row(name, 0, "–", False, 0.0, trouble=str(error))
            child.close()
            child = Child(limits=_LIMITS)
    child.close()


def _cell(text: str, language: str) -> str:
    begins = next((english for english in _IN_CHINESE if text.startswith(english)), "") if language == "zh_CN" else ""
    return _IN_CHINESE[begins] + text.removeprefix(begins) if begins else text


def page_of(rows: Sequence[Row], language: str = "en") -> str:
    """The page as Markdown, in English or Chinese."""
    right, traced = sum(row.right for row in rows), sum(bool(row.method) for row in rows)
    slowest = max((row.lookup_ms for row in rows), default=0.0)
    ways = {way: sum(row.method == way for row in rows) for way in METHODS}
    versions = {name: importlib.metadata.version(name).partition("+")[0] for name in ("torch", "torchvision")}
    values = {"right": right, "traced": traced, "all": len(rows), "slowest": f"{slowest:.1f}", **ways, **versions}
    lines = [line.format(**values) for line in _HEADS[language]]
    for row in rows:
        recognised, way = _cell(row.recognised, language), row.trouble or _cell(_SOURCES[row.method], language)
        numbers = (f"{row.nodes:,}", f"{row.seconds:.2f}") if row.method else ("–", "–")
        lines.append(
            f"| {row.name} | {row.tensors:,} | {recognised} | {row.lookup_ms:.1f} | {way} | {numbers[0]} | {numbers[1]} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Make the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", default=[])
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs", metavar="FOLDER")
    options = parser.parse_args()
    rows: list[Row] = []
    for row in rows_of(options.only or names_of_models()):
        rows.append(row)
        print(f"{len(rows):3} {row.name:40} {row.recognised:30} {row.method:7} {row.nodes:6} {row.seconds:7.2f} s {row.trouble}", file=sys.stderr, flush=True)  # fmt: skip
    for language, place in (("en", "models.md"), ("zh_CN", "zh/models.md")):
        page = options.output / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(page_of(rows, language), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
