"""Questions to a SAM model about an image: an object under points or in a box, for one click at a time or for many shapes."""

import contextlib
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from desktop_app.annotation.assist.embeddings import kept_file, seen_by
from desktop_app.annotation.assist.models import AssistError, Progress, first_line, loaded_model, osam_part
from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.imagery.archive import image_file
from desktop_app.annotation.imagery.decoding import decode_whole
from desktop_app.annotation.imagery.pictures import Picture, PictureStore
from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.annotation.shapes.converting import converted
from desktop_app.annotation.shapes.geometry import area_of
from desktop_app.annotation.shapes.masks import trimmed
from desktop_app.annotation.shapes.regions import Answer, Prompt, Request

_SPECK: Final = 0.05
"""Parts of an outline smaller than this share of its largest are noise of the model."""


def prompt_of(shape: Shape) -> Prompt | None:
    """A box asks for what it encloses, points for what they lie on; other kinds ask nothing."""
    if shape.kind in ("point", "points"):
        return Prompt(points=tuple((float(x), float(y)) for x, y in shape.points))
    if shape.kind in ("rectangle", "rotated_rectangle", "ellipse", "circle"):
        return Prompt(box=shape.box)
    return None


def look_at(picture: Picture, name: str) -> None:
    """Let the model look at an image, so that questions about it are answered at once."""
    seen_by(loaded_model(name), name, picture)


def look_ahead(folder: ImageFolder, names: Sequence[str], store: PictureStore, name: str) -> None:
    """Let the model look at images that will be wanted soon; what goes wrong is told when they come to the front."""
    for image in names:
        with contextlib.suppress(Exception):
            picture = decode_whole(image_file(folder, image), store)
            if not kept_file(picture, name).exists():
                look_at(picture, name)


def guess(picture: Picture, request: Request, name: str) -> Answer:
    """The object that a `Prompt` means, as a mask and as polygons; nothing where the model sees none."""
    prompt = request.work
    if not isinstance(prompt, Prompt) or not (prompt.points or prompt.box):
        raise AssistError("A place on the object, or a box around it, is needed.")
    model = loaded_model(name)
    embedding, scale = seen_by(model, name, picture)
    mask = _mask(model, embedding, scale, prompt, picture)
    if mask is None:
        return Answer(request.number)
    return Answer(request.number, (mask,), shapes=_polygons(Shape("mask", (), points_of([[0, 0], [1, 1]])), mask))


def guessed(
    picture: Picture, shapes: Sequence[Shape], name: str, *, as_mask: bool = False, progress: Progress | None = None
) -> Generator[tuple[str, Shape], None, int]:
    """For each shape that asks something, its id and the outline that the model sees there; AssistError when there is none."""
    asked = [(shape, prompt) for shape in shapes if (prompt := prompt_of(shape)) is not None]
    if not asked:
        raise AssistError("Select boxes around objects, or points on them.")
    model = loaded_model(name)
    embedding, scale = seen_by(model, name, picture)
    found = 0
    for place, (shape, prompt) in enumerate(asked):
        if progress is not None:
            progress(place, len(asked), shape.label)
        mask = _mask(model, embedding, scale, prompt, picture)
        if mask is None:
            continue
        found += 1
        yield shape.id, _outlined(shape, mask, as_mask=as_mask)
    return found


def _mask(model: Any, embedding: Any, scale: float, prompt: Prompt, picture: Picture) -> Mask | None:
    types = osam_part("osam.types")
    points = [*prompt.points, *prompt.background]
    labels = [1] * len(prompt.points) + [0] * len(prompt.background)
    if prompt.box is not None:
        left, top, right, bottom = prompt.box
        points += [(left, top), (right, bottom)]
        labels += [2, 3]
    wanted = types.Prompt(points=np.array(points, np.float32) * scale, point_labels=np.array(labels, np.int32))
    request = types.GenerateRequest(model=model.name, image_embedding=embedding, prompt=wanted)
    try:
        answer = model.generate(request=request)
    except Exception as error:
        raise AssistError(f"The model gave no answer: {first_line(error)}") from None
    best = next((one for one in answer.annotations if one.mask is not None), None)
    if best is None or not best.mask.any():
        return None
    box = best.bounding_box
    return _at_full_size(best.mask, box.xmin, box.ymin, scale, picture)


def _at_full_size(bits: "np.ndarray[Any, Any]", left: int, top: int, scale: float, picture: Picture) -> Mask | None:
    if scale == 1:
        return trimmed(bits, left, top) if bits.any() else None
    x0, y0 = int(left / scale), int(top / scale)
    x1 = min(picture.width, round((left + bits.shape[1]) / scale))
    y1 = min(picture.height, round((top + bits.shape[0]) / scale))
    columns = np.clip(((np.arange(x0, x1) + 0.5) * scale - left).astype(int), 0, bits.shape[1] - 1)
    rows = np.clip(((np.arange(y0, y1) + 0.5) * scale - top).astype(int), 0, bits.shape[0] - 1)
    full = bits[np.ix_(rows, columns)]
    return trimmed(full, x0, y0) if full.any() else None


def _as_mask(shape: Shape, mask: Mask) -> Shape:
    box = [[mask.left, mask.top], [mask.left + mask.width, mask.top + mask.height]]
    return replace(shape, kind="mask", mask=mask, points=points_of(box), holes=(), visibility=())


def _polygons(shape: Shape, mask: Mask) -> tuple[Shape, ...]:
    """The mask's outlines without specks, the largest first."""
    pieces = sorted(converted(_as_mask(shape, mask), "polygon", 1.0), key=area_of, reverse=True)
    kept = [piece for piece in pieces if area_of(piece) >= _SPECK * area_of(pieces[0])]
    return tuple(replace(kept[0], group=shape.group) if len(kept) == 1 else piece for piece in kept)


def _outlined(shape: Shape, mask: Mask, *, as_mask: bool) -> Shape:
    if as_mask:
        return _as_mask(shape, mask)
    return replace(_polygons(shape, mask)[0], id=shape.id, group=shape.group)
