"""Shapes as JSON values: what training needs of them, no more."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop_app.annotation.model import Mask, Shape, points_of


def shape_document(shape: Shape) -> dict[str, Any]:
    """A shape as JSON: what training needs of it."""
    document: dict[str, Any] = {"kind": shape.kind, "label": shape.label, "points": shape.points.tolist()}
    if shape.holes:
        document["holes"] = [hole.tolist() for hole in shape.holes]
    if shape.mask is not None:
        mask = shape.mask
        box = [mask.left, mask.top, mask.width, mask.height]
        document["mask"] = [*box, base64.b64encode(mask.packed).decode()]
    if shape.visibility:
        document["visibility"] = list(shape.visibility)
    if shape.group is not None:
        document["group"] = shape.group
    return document


def shape_from(document: Mapping[str, Any], number: int) -> Shape:
    """A shape from `shape_document`, with its number as id."""
    mask = None
    if (stored := document.get("mask")) is not None:
        left, top, width, height, packed = stored
        mask = Mask(left, top, width, height, base64.b64decode(packed))
    shape = Shape(document["kind"], (document["label"],), points_of(document["points"]), mask=mask, id=str(number))
    return replace(
        shape,
        holes=tuple(points_of(hole) for hole in document.get("holes", ())),
        visibility=tuple(document.get("visibility", ())),
        group=document.get("group"),
    )
