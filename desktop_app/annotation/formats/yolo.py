"""YOLO data sets with a `data.yaml`: boxes, polygons, poses, rotated boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.coco_writing import objects_of
from desktop_app.annotation.formats.data_yaml import names_in, quoted, read_data_yaml
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.writing import (
    SIZES,
    pictures_of,
    put_picture,
    staged,
    unique_names,
    unique_stems,
    write_sizes,
    write_text,
)
from desktop_app.annotation.formats.yolo_lines import Task, line_of
from desktop_app.annotation.formats.yolo_reading import read_dataset, sniff_dataset, yaml_in
from desktop_app.annotation.model import HIDDEN, Annotation, Label, LabelSchema, LabelSet, Shape, Skeleton, points_of
from desktop_app.annotation.shapes.outlines import is_rectangular

_ALL: Final = Keeps(
    labels="repeat",
    one_line=True,
    clip="all",
    needs_size=True,
    tolerance_share=4e-8,
    states=frozenset({"labelled"}),
    schema=frozenset({"index"}),
)
DETECT: Final = replace(_ALL, kinds=only("rectangle") | {"skeleton": "box"}, holes="fill")
SEGMENT: Final = replace(_ALL, kinds=only("polygon"), holes="join", groups="join")
OBB: Final = replace(_ALL, kinds=only("rotated_rectangle"), holes="fill")
POSE: Final = replace(
    _ALL,
    kinds=only("rectangle", "skeleton"),
    holes="fill",
    groups="parts",
    seen_only=True,
    schema=frozenset({"index", "skeleton"}),
)
_KEEPS: Final[dict[Task, Keeps]] = {"detect": DETECT, "segment": SEGMENT, "obb": OBB, "pose": POSE}


def _lower(labels: LabelSet, task: Task) -> tuple[LabelSet, LossCounter]:
    lowered, losses = lower(labels, _KEEPS[task])
    if task == "obb":
        return as_quads(lowered), losses
    return (_padded(lowered, losses), losses) if task == "pose" else (lowered, losses)


def as_quads(labels: LabelSet) -> LabelSet:
    """Four corners are a rotated rectangle exactly when they make one: a file cannot say more."""
    images = tuple(image.with_shapes(map(_as_quad, image.shapes)) for image in labels.annotations)
    return replace(labels, annotations=images)


def _as_quad(shape: Shape) -> Shape:
    if shape.kind == "rotated_rectangle" and not is_rectangular(shape.points):
        return replace(shape, kind="polygon")
    if shape.kind == "polygon" and len(shape.points) == 4 and is_rectangular(shape.points):
        return replace(shape, kind="rotated_rectangle")
    return shape


def _padded(labels: LabelSet, losses: LossCounter) -> LabelSet:
    """Every skeleton with as many keypoints as the longest, the ones added hidden: a data set has one number of them."""
    bones = [shape for image in labels.annotations for shape in image.shapes if shape.kind == "skeleton"]
    count = max((len(shape.points) for shape in bones), default=0)

    def padded(image: Annotation, shape: Shape) -> Shape:
        missing = count - len(shape.points)
        if shape.kind != "skeleton" or not missing:
            return shape
        losses.add("skeleton given hidden keypoints to have as many as the others", image.image)
        points = points_of([*shape.points.tolist(), *[(0.0, 0.0)] * missing])
        return replace(shape, points=points, visibility=(*shape.visibility, *[HIDDEN] * missing))

    images = tuple(image.with_shapes(padded(image, shape) for shape in image.shapes) for image in labels.annotations)
    return replace(labels, annotations=images, schema=_numbered(labels.schema, count, losses))


def _numbered(schema: LabelSchema, count: int, losses: LossCounter) -> LabelSchema:
    """Keypoints have numbers and, all labels alike, partners in a mirrored image: no names and no bones."""
    flips = tuple((here, there) for here, there in enumerate(_flip_order(schema, count)) if here < there)
    skeleton = Skeleton(tuple(str(number + 1) for number in range(count)), flips=flips) if count else None

    def numbered(label: Label) -> Label:
        if label.skeleton is None or label.skeleton == skeleton:
            return label
        losses.add("names and bones of keypoints dropped", label.name)
        return replace(label, skeleton=skeleton)

    return replace(schema, labels=tuple(map(numbered, schema.labels)))


@dataclass(slots=True)
class _Writing:
    task: Task
    options: WriteOptions
    losses: LossCounter = field(default_factory=LossCounter)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    keypoints: int = 0

    def to(self, labels: LabelSet, target: Path) -> tuple[Loss, ...]:
        lowered, self.losses = _lower(labels, self.task)
        schema = (self.options.schema or lowered.schema).with_names(label.name for label in lowered.schema.labels)
        index = schema.index
        pictures = pictures_of(labels, self.options)
        names = unique_names(lowered.annotations)
        self.keypoints = self._count(lowered)
        subsets: set[str] = set()
        with staged(target) as folder:
            for image, name, stem in zip(lowered.annotations, names, unique_stems(names), strict=True):
                subset = self.options.subsets.get(image.image, "train")
                subsets.add(subset)
                if image.state != "unlabelled" or image.shapes:
                    text = "".join(f"{line}\n" for line in self._lines(image, index))
                    write_text(folder / "labels" / subset / f"{stem}.txt", text)
                place = f"images/{subset}/{name}"
                if not put_picture(image, folder / place, pictures, self.options, self.losses) and image.width:
                    self.sizes[place] = (image.width, image.height)
            if self.sizes:
                write_sizes(folder / SIZES, self.sizes)
            write_text(folder / "data.yaml", self._yaml([label.name for label in schema.labels], subsets, lowered))
        return self.losses.report()

    def _count(self, labels: LabelSet) -> int:
        if self.task != "pose":
            return 0
        longest = (len(s.points) for image in labels.annotations for s in image.shapes if s.kind == "skeleton")
        return max(longest, default=0) or 1

    def _lines(self, image: Annotation, index: Mapping[str, int]) -> list[str]:
        size = (image.width, image.height)
        return [line_of(index[members[0].label], members, size, self.keypoints) for members in objects_of(image.shapes)]

    def _yaml(self, names: Sequence[str], subsets: set[str], labels: LabelSet) -> str:
        places = {subset: f"images/{subset}" for subset in sorted(subsets)}
        first = places.get("train") or next(iter(places.values()), "images/train")
        lines = ["path: .", f"train: {first}", f"val: {places.get('val', first)}"]
        lines += [f"test: {places['test']}"] if "test" in places else []
        if self.keypoints:
            lines.append(f"kpt_shape: [{self.keypoints}, 3]")
            flips = _flip_order(labels.schema, self.keypoints)
            lines += [f"flip_idx: [{', '.join(map(str, flips))}]"] if flips else []
        lines += [f"nc: {len(names)}", "names:" if names else "names: []"]
        lines += [f"  {position}: {quoted(name)}" for position, name in enumerate(names)]
        return "\n".join(lines) + "\n"


def _flip_order(schema: LabelSchema, count: int) -> list[int]:
    """Which keypoint each becomes in a mirrored image, when the labels agree on it."""
    skeletons = [label.skeleton for label in schema.labels if label.skeleton and label.skeleton.flips]
    if not skeletons or any(skeleton.flips != skeletons[0].flips for skeleton in skeletons):
        return []
    order = list(range(count))
    for first, second in skeletons[0].flips:
        if first < count and second < count:
            order[first], order[second] = second, first
    return order


def _write(labels: LabelSet, target: Path, options: WriteOptions, task: Task) -> tuple[Loss, ...]:
    return _Writing(task, options).to(labels, target)


def _fixed_names(target: Path) -> Sequence[str]:
    """The names in the `data.yaml` of an export that is there already."""
    yaml = yaml_in(target) if target.is_dir() else None
    return names_in(read_data_yaml(yaml)) if yaml is not None else ()


def _format(name: str, title: str, task: Task) -> Format:
    keeps = _KEEPS[task]
    return Format(
        name,
        title,
        partial(sniff_dataset, task=task),
        partial(read_dataset, task=task),
        partial(_write, task=task),
        treatments=keeps.kinds,
        keeps=keeps,
        lower=partial(_lower, task=task),
        fixed_names=_fixed_names,
        extensions=(".yaml", ".yml"),
        own_folders=True,
        subsets=True,
    )


FORMATS: Final = (
    _format("yolo-detect", "YOLO boxes", "detect"),
    _format("yolo-segment", "YOLO polygons", "segment"),
    _format("yolo-pose", "YOLO poses", "pose"),
    _format("yolo-obb", "YOLO rotated boxes", "obb"),
)
