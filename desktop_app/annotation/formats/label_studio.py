"""Label Studio's tasks written: annotations, suggestions as predictions, and the configuration that they need beside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.exchange.lowering import Keeps, lower, only
from desktop_app.annotation.formats.brush_rle import brush_of
from desktop_app.annotation.formats.label_studio_config import CLASSES, CONTROLS, IMAGE, TEXT, config_text, control_name
from desktop_app.annotation.formats.label_studio_reading import EXTRAS, read, sniff
from desktop_app.annotation.formats.reading import mapping
from desktop_app.annotation.formats.registry import Format, WriteOptions
from desktop_app.annotation.formats.turns import exact_turns, turned_box, turned_ellipse
from desktop_app.annotation.formats.writing import (
    pictures_of,
    put_picture,
    staged_file,
    unique_names,
    write_json,
    write_text,
)
from desktop_app.annotation.model import HIDDEN, Annotation, AttributeValue, LabelSet, Shape, new_id, points_of
from desktop_app.annotation.shapes.masks import area_of

KEEPS: Final = Keeps(
    kinds=only("rectangle", "rotated_rectangle", "polygon", "ellipse", "point", "mask"),
    holes="mask",
    labels="keep",
    one_line=True,
    needs_label=False,
    groups="keep",
    clip="masks",
    needs_size=True,
    tolerance=1e-6,
    fields=frozenset({"attributes", "text", "description", "score", "source"}),
    image=frozenset({"flags", "attributes", "relations"}),
    states=frozenset({"labelled", "verified", "rejected"}),
    schema=frozenset({"colour", "hotkey", "index"}),
    extras=EXTRAS,
)
_RESERVED: Final = frozenset({TEXT, "text", "ocr"})


# what can be kept


def _lower(labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    before = LossCounter()
    apart = replace(labels, annotations=tuple(_single_points(image, before) for image in labels.annotations))
    lowered, losses = lower(apart, KEEPS)
    for loss in before.report():
        losses.add(loss.what, loss.examples[0] if loss.examples else "", loss.count)
    exact = exact_turns(lowered, losses, KEEPS.kinds)
    return replace(exact, annotations=tuple(_tidied(image, losses) for image in exact.annotations)), losses


def _single_points(image: Annotation, losses: LossCounter) -> Annotation:
    """Several points are several regions that belong together."""
    if not any(shape.kind in ("points", "skeleton") for shape in image.shapes):
        return image
    following = 1 + max((shape.group for shape in image.shapes if shape.group is not None), default=0)
    made: list[Shape] = []
    for shape in image.shapes:
        if shape.kind not in ("points", "skeleton"):
            made.append(shape)
            continue
        losses.add(f"{shape.kind} became single points", image.image)
        group = following if shape.group is None else shape.group
        following += shape.group is None
        made += _places(shape, group)
    return image.with_shapes(made)


def _places(shape: Shape, group: int) -> Iterator[Shape]:
    hidden = shape.visibility if len(shape.visibility) == len(shape.points) else ()
    seen = [place for n, place in enumerate(shape.points.tolist()) if not hidden or hidden[n] != HIDDEN]
    for n, place in enumerate(seen):
        identity = shape.id if n == 0 else new_id()
        yield replace(shape, kind="point", points=points_of([place]), visibility=(), group=group, id=identity)


def _tidied(image: Annotation, losses: LossCounter) -> Annotation:
    """Without brushes that cover nothing, groups of one, and models whose proposals have no score."""
    shapes = [shape for shape in image.shapes if shape.mask is None or area_of(shape.mask)]
    if len(shapes) < len(image.shapes):
        losses.add("empty mask dropped", image.image, len(image.shapes) - len(shapes))
    sizes: dict[int | None, int] = {}
    for shape in shapes:
        sizes[shape.group] = sizes.get(shape.group, 0) + 1
    made: list[Shape] = []
    for shape in shapes:
        changes: dict[str, Any] = {}
        if shape.group is not None and sizes[shape.group] == 1:
            losses.add("group of a single shape dropped", image.image)
            changes["group"] = None
        if shape.source.startswith("model:") and shape.score is None:
            losses.add("name of the model that proposed a shape dropped", image.image)
            changes["source"] = ""
        made.append(replace(shape, **changes) if changes else shape)
    return image.with_shapes(made)


# writing


def _write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
    lowered, losses = _lower(labels)
    schema = options.schema or lowered.schema
    pictures = pictures_of(labels, options)
    names = unique_names(lowered.annotations)
    identities = _task_ids(lowered.annotations)
    tasks: list[dict[str, Any]] = []
    with staged_file(target) as place:
        for image, name, identity in zip(lowered.annotations, names, identities, strict=True):
            tasks.append(_Task(image).done(name, identity))
            put_picture(image, place.parent / name, pictures, options, losses)
        write_json(place, tasks)
        write_text(place.with_name(f"{place.stem}-config.xml"), config_text(lowered, schema))
    return losses.report()


def _task_ids(images: Sequence[Annotation]) -> list[int]:
    given = [mapping(image.extras.get(EXTRAS)).get("id") for image in images]
    known = [one for one in given if isinstance(one, int) and not isinstance(one, bool)]
    return known if len(set(known)) == len(images) else list(range(1, len(images) + 1))


@dataclass(slots=True)
class _Task:
    image: Annotation
    parents: dict[int, str] = field(default_factory=dict[int, str])
    """The first region of each group."""

    def done(self, name: str, identity: int) -> dict[str, Any]:
        """The task as a JSON object."""
        kept = mapping(self.image.extras.get(EXTRAS))
        data = {IMAGE: f"/data/local-files/?d={quote(name)}", **mapping(kept.get("data"))}
        suggested = [shape for shape in self.image.shapes if _is_suggested(shape)]
        drawn = [shape for shape in self.image.shapes if not _is_suggested(shape)]
        results = [result for shape in drawn for result in self._region(shape)]
        results += self._of_image()
        task: dict[str, Any] = {**({"meta": kept["meta"]} if kept.get("meta") else {})}
        task |= {"id": identity, "data": data, "annotations": [], "predictions": self._predictions(suggested)}
        if results or self._was_looked_at(suggested):
            task["annotations"] = [self._annotation(results)]
        return task

    def _was_looked_at(self, suggested: Sequence[Shape]) -> bool:
        state = self.image.state
        return state in ("verified", "rejected") or (state == "labelled" and not suggested)

    def _annotation(self, results: list[dict[str, Any]]) -> dict[str, Any]:
        state = self.image.state
        return {"result": results, "was_cancelled": state == "rejected", "ground_truth": state == "verified"}

    def _predictions(self, shapes: Sequence[Shape]) -> list[dict[str, Any]]:
        """One for each model."""
        by_model: dict[str, list[Shape]] = {}
        for shape in shapes:
            by_model.setdefault(shape.source.removeprefix("model:"), []).append(shape)
        return [
            {
                "model_version": model,
                "score": sum(shape.score or 0.0 for shape in own) / len(own),
                "result": [result for shape in own for result in self._region(shape)],
            }
            for model, own in by_model.items()
        ]

    def _of_image(self) -> Iterator[dict[str, Any]]:
        image = self.image
        if image.classes:
            yield _result(new_id(), CLASSES, "choices", {"choices": list(image.classes)})
        for name, value in image.attributes.items():
            yield _result(new_id(), name, *_answer(value))
        for relation in image.relations:
            labels = [relation.name] if relation.name else []
            yield {
                "type": "relation", "from_id": relation.first, "to_id": relation.second, "direction": "right",
                "labels": labels,
            }  # fmt: skip

    def _region(self, shape: Shape) -> Iterator[dict[str, Any]]:
        """A region, and one result more for each question about it."""
        tag = CONTROLS[shape.kind]
        kind = f"{tag.lower()}labels" if shape.labels else tag.lower()
        value = _value(shape, self.image.width, self.image.height)
        if shape.labels:
            value[kind] = list(shape.labels)
        common = {
            "original_width": self.image.width,
            "original_height": self.image.height,
            "image_rotation": 0,
        }
        drawn = _result(shape.id, control_name(tag, labelled=bool(shape.labels)), kind, value) | common
        drawn["origin"] = "prediction" if shape.source.startswith("model:") else "manual"
        if shape.score is not None:
            drawn["score"] = shape.score
        if shape.description:
            drawn["meta"] = {"text": [shape.description]}
        if shape.group is not None:
            first = self.parents.setdefault(shape.group, shape.id)
            drawn |= {"parentID": first} if first != shape.id else {}
        yield drawn
        if shape.text:
            yield _result(shape.id, TEXT, "textarea", {"text": [shape.text]}) | common
        for name, given in shape.attributes.items():
            kind, answer = _answer(given)
            if name.lower() in _RESERVED:  # a textarea of that name would come back as the region's text
                kind, answer = "choices", {"choices": answer.get("text", [str(answer.get("number", ""))])}
            yield _result(shape.id, name, kind, answer) | common


def _is_suggested(shape: Shape) -> bool:
    return shape.score is not None and shape.source.startswith("model:")


def _result(identity: str, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": identity, "from_name": control, "to_name": IMAGE, "type": kind, "value": dict(value)}


def _answer(value: AttributeValue) -> tuple[str, dict[str, Any]]:
    if isinstance(value, tuple):
        return "textarea", {"text": list(value)}
    if isinstance(value, bool):
        return "textarea", {"text": ["true" if value else "false"]}
    return ("textarea", {"text": [value]}) if isinstance(value, str) else ("number", {"number": value})


def _value(shape: Shape, width: int, height: int) -> dict[str, Any]:
    def percent(x: float, y: float) -> list[float]:
        return [x * 100 / width, y * 100 / height]

    match shape.kind:
        case "rectangle":
            left, top, right, bottom = shape.points.ravel().tolist()
            (x, y), (w, h) = percent(left, top), percent(right - left, bottom - top)
            return {"x": x, "y": y, "width": w, "height": h, "rotation": 0}
        case "rotated_rectangle":
            box = turned_box(shape.points)
            (x, y), (w, h) = percent(*box.corners[0].tolist()), percent(2 * box.along, 2 * box.across)
            # without an angle it would come back as a plain box
            return {"x": x, "y": y, "width": w, "height": h, "rotation": box.degrees or 360}
        case "ellipse":
            oval = turned_ellipse(shape.points)
            (x, y), (rx, ry) = percent(oval.x, oval.y), percent(oval.along, oval.across)
            return {"x": x, "y": y, "radiusX": rx, "radiusY": ry, "rotation": oval.degrees}
        case "point":
            x, y = percent(*shape.points[0].tolist())
            return {"x": x, "y": y, "width": 0.5}
        case "mask" if shape.mask is not None:
            return {"format": "rle", "rle": brush_of(shape.mask, width, height)}
        case _:
            return {"points": [percent(x, y) for x, y in shape.points.tolist()], "closed": True}


FORMAT: Final = Format(
    "label-studio", "Label Studio", sniff, read, _write, "file", ".json", KEEPS.kinds, KEEPS, _lower,
    extensions=(".json",),
)  # fmt: skip
