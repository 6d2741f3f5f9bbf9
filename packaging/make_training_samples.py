"""Makes labelled pictures to learn from: blood-like cells (boxes), tissue (masks), a mouse (keypoints), leaves (classes).

`python packaging/make_training_samples.py` writes resources/sample/images, the small set that the program brings along;
the tests make larger ones. Everything is drawn here; nothing is taken from a photo.
"""

import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

OUT = Path(__file__).parents[1] / "resources" / "sample" / "images"
SIZE = (320, 240)
CELLS = ("red", "white", "platelet")
LEAVES = ("round", "toothed", "lobed")
BODY = ("snout", "left_ear", "right_ear", "tail_base")


@dataclass
class Picture:
    """A drawn image, the labelme shapes on it, and its image-level flags."""

    image: Image.Image
    shapes: list[dict[str, object]] = field(default_factory=list)
    flags: dict[str, bool] = field(default_factory=dict)


def shape(label: str, kind: str, points: object) -> dict[str, object]:
    """A shape as labelme writes it."""
    rounded = [[round(float(x), 2), round(float(y), 2)] for x, y in points]  # type: ignore[attr-defined]
    return {"label": label, "points": rounded, "group_id": None, "description": "", "shape_type": kind, "flags": {}, "mask": None}  # fmt: skip


def ground(random: np.random.Generator, size: tuple[int, int], colour: tuple[int, int, int]) -> Image.Image:
    """An unevenly lit, slightly blotchy ground."""
    width, height = size
    coarse = random.normal(0, 9, (height // 40 + 2, width // 40 + 2))
    blotches = np.asarray(Image.fromarray(coarse.astype(np.float32)).resize(size, Image.Resampling.BICUBIC))
    y, x = np.mgrid[0:height, 0:width]
    slope = random.uniform(-16, 16) * (x / width - 0.5) + random.uniform(-16, 16) * (y / height - 0.5)
    values = np.array(colour)[None, None] + (blotches + slope)[..., None] + random.uniform(-10, 10)
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def photographed(random: np.random.Generator, image: Image.Image) -> Image.Image:
    """The drawing as through a lens: a little unsharp, a little noisy."""
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.1))), np.float32)
    return Image.fromarray(np.clip(soft + random.normal(0, 5, soft.shape), 0, 255).astype(np.uint8))


def blob(random: np.random.Generator, x: float, y: float, radius: float, roughness: float) -> np.ndarray:
    """A closed wavy outline, shape (40, 2)."""
    angle = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    wave = sum(random.normal(0, roughness / k) * np.cos(k * angle + random.uniform(0, 6.3)) for k in range(2, 6))
    stretch, turn = random.uniform(0.78, 1.0), random.uniform(0, math.pi)
    along, across = radius * (1 + wave) * np.cos(angle), radius * stretch * (1 + wave) * np.sin(angle)
    return np.stack(
        [x + along * math.cos(turn) - across * math.sin(turn), y + along * math.sin(turn) + across * math.cos(turn)], 1
    )


def tint(random: np.random.Generator, colour: tuple[int, int, int], spread: float = 12) -> tuple[int, ...]:
    """A colour near the given one."""
    return tuple(int(c) for c in np.clip(np.array(colour) + random.normal(0, spread, 3), 0, 255))


def fill(draw: ImageDraw.ImageDraw, outline: np.ndarray, colour: tuple[int, ...], edge: tuple[int, ...] | None = None) -> None:  # fmt: skip
    """Fill a closed outline."""
    draw.polygon([tuple(point) for point in outline], fill=colour, outline=edge)


def cells(random: np.random.Generator, size: tuple[int, int] = SIZE) -> Picture:
    """A smear: many red cells that touch, few white ones with a dark nucleus, small platelets, and dirt that is none of them."""
    width, height = size
    picture = Picture(ground(random, size, (214, 196, 200)))
    draw = ImageDraw.Draw(picture.image)
    placed: list[tuple[float, float, float]] = []
    wanted = [("red", random.integers(7, 15)), ("white", random.integers(0, 3)), ("platelet", random.integers(0, 5))]
    radii = {"red": (15, 20), "white": (23, 32), "platelet": (5, 8)}
    for label, count in wanted:
        for _ in range(count):
            spot = _free_spot(random, size, radii[label], placed)
            if spot is None:
                continue
            x, y, radius = spot
            placed.append(spot)
            outline = blob(random, x, y, radius, 0.05 if label == "red" else 0.1)
            _cell(random, draw, label, outline, spot)
            low, high = outline.min(0), outline.max(0)
            box = np.clip([low, high], 0, [width, height])
            if (box[1] - box[0]).min() > 0.4 * radius:
                picture.shapes.append(shape(label, "rectangle", box))
    for _ in range(random.integers(3, 9)):  # dirt: rings, smears and dots in the colours of cells
        x, y, radius = random.uniform(0, width), random.uniform(0, height), random.uniform(2, 5)
        draw.ellipse([x - radius, y - radius / 3, x + radius, y + radius / 3], fill=tint(random, (190, 165, 178)))
    picture.image = photographed(random, picture.image)
    return picture


def _free_spot(random: np.random.Generator, size: tuple[int, int], radii: tuple[float, float], placed: list[tuple[float, float, float]]) -> tuple[float, float, float] | None:  # fmt: skip
    for _ in range(30):
        radius = random.uniform(*radii)
        x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
        if all(math.hypot(x - a, y - b) > 0.78 * (radius + r) for a, b, r in placed):
            return x, y, radius
    return None


def _cell(random: np.random.Generator, draw: ImageDraw.ImageDraw, label: str, outline: np.ndarray, spot: tuple[float, float, float]) -> None:  # fmt: skip
    x, y, radius = spot
    if label == "red":
        body = tint(random, (205, 140, 142))
        fill(draw, outline, body, tint(random, (180, 110, 118)))
        if random.random() < 0.7:  # the pale middle
            fill(draw, blob(random, x, y, radius * 0.4, 0.05), tuple(min(255, c + 22) for c in body))
    elif label == "white":
        fill(draw, outline, tint(random, (196, 176, 204)), tint(random, (160, 140, 180)))
        for _ in range(random.integers(1, 4)):
            dx, dy = random.normal(0, radius * 0.25, 2)
            fill(draw, blob(random, x + dx, y + dy, radius * 0.45, 0.12), tint(random, (112, 74, 150)))
    else:
        fill(draw, outline, tint(random, (150, 108, 160)))


def tissue(random: np.random.Generator, size: tuple[int, int] = SIZE) -> Picture:
    """Nuclei of very different size and darkness on a ground with pale impostors; polygons of one class."""
    width, height = size
    dark = random.random() < 0.4
    base, object_colour = ((26, 24, 40), (120, 120, 160)) if dark else ((216, 190, 214), (128, 84, 150))
    picture = Picture(ground(random, size, base))
    draw = ImageDraw.Draw(picture.image)
    for _ in range(random.integers(3, 9)):  # impostors: fibres
        x, y = random.uniform(0, width), random.uniform(0, height)
        draw.line([x, y, x + random.normal(0, 60), y + random.normal(0, 60)], fill=tint(random, tuple(int(0.7 * b + 0.3 * o) for b, o in zip(base, object_colour, strict=True))), width=int(random.integers(2, 6)))  # fmt: skip
    for _ in range(random.integers(2, 7)):  # and cells that lie out of focus, which nobody labels
        strength = random.uniform(0.1, 0.2)
        pale = tuple(int(b + (o - b) * strength) for b, o in zip(base, object_colour, strict=True))
        x, y = random.uniform(0, width), random.uniform(0, height)
        fill(draw, blob(random, x, y, random.uniform(8, 24), 0.12), tint(random, pale, 4))
    placed: list[tuple[float, float, float]] = []
    for _ in range(random.integers(6, 22)):
        spot = _free_spot(random, size, (7, 22), placed)
        if spot is None:
            continue
        placed.append(spot)
        outline = np.clip(blob(random, *spot, 0.12), 0, [width, height])
        if np.ptp(outline, axis=0).min() < 6:
            continue
        strength = random.uniform(0.35, 1.0)
        colour = tuple(int(b + (o - b) * strength) for b, o in zip(base, object_colour, strict=True))
        fill(draw, outline, tint(random, colour, 8))
        picture.shapes.append(shape("nucleus", "polygon", outline))
    picture.image = photographed(random, picture.image)
    return picture


def mouse(random: np.random.Generator, size: tuple[int, int] = SIZE) -> Picture:
    """A mouse from above on an arena with bedding and droppings; four points, a left and a right among them."""
    width, height = size
    picture = Picture(ground(random, size, (150, 146, 138)))
    draw = ImageDraw.Draw(picture.image)
    for _ in range(random.integers(10, 40)):
        x, y = random.uniform(0, width), random.uniform(0, height)
        draw.line([x, y, x + random.normal(0, 9), y + random.normal(0, 9)], fill=tint(random, (120, 112, 100), 20), width=2)  # fmt: skip
    turn, scale = random.uniform(0, 2 * math.pi), random.uniform(0.8, 1.15)
    centre = np.array([random.uniform(60, width - 60), random.uniform(60, height - 60)])
    ahead = np.array([math.cos(turn), math.sin(turn)])
    left = np.array([ahead[1], -ahead[0]])  # y runs down
    bend = random.normal(0, 6)

    def place(forward: float, side: float) -> np.ndarray:
        return centre + scale * (forward * ahead + (side + bend * (forward / 40) ** 2) * left)

    coat = tint(random, (70, 62, 58), 10)
    tail = [place(-34 - 10 * k, random.normal(0, 1.5) + 6 * math.sin(k / 2 + turn)) for k in range(6)]
    draw.line([tuple(point) for point in tail], fill=tint(random, (120, 92, 90), 6), width=3)
    for forward, radius in ((-18, 17), (0, 16), (18, 12), (30, 8)):
        x, y = place(forward, 0)
        r = radius * scale
        draw.ellipse([x - r, y - r, x + r, y + r], fill=coat)
    spots = {"snout": place(39, 0), "left_ear": place(21, 11), "right_ear": place(21, -11), "tail_base": place(-34, 0)}
    for name in ("left_ear", "right_ear"):
        x, y = spots[name]
        draw.ellipse([x - 5, y - 5, x + 5, y + 5], fill=tint(random, (128, 104, 100), 8))
    x, y = spots["snout"]
    draw.ellipse([x - 3, y - 3, x + 3, y + 3], fill=tint(random, (150, 110, 108), 8))
    picture.shapes = [shape(name, "point", [spots[name]]) for name in BODY]
    picture.image = photographed(random, picture.image)
    return picture


def leaf(random: np.random.Generator, size: tuple[int, int] = (96, 96), kind: int | None = None) -> Picture:
    """One leaf whose edge is smooth, toothed or lobed; its class is a flag of the image."""
    kind = int(random.integers(len(LEAVES))) if kind is None else kind
    width, height = size
    picture = Picture(ground(random, size, (190, 186, 170)))
    angle = np.linspace(0, 2 * math.pi, 160, endpoint=False)
    edge = {0: 0 * angle, 1: 0.07 * np.abs((angle * 9 / math.pi) % 2 - 1), 2: 0.28 * np.cos(random.integers(4, 6) * angle)}[kind]  # fmt: skip
    radius = random.uniform(0.24, 0.36) * min(size) * (1 + edge)
    turn = random.uniform(0, 6.3)
    points = np.stack([np.cos(angle) * radius * random.uniform(0.75, 1), np.sin(angle) * radius], 1)
    turned = points @ np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    middle = np.array([width, height]) * random.uniform(0.42, 0.58, 2)
    draw = ImageDraw.Draw(picture.image)
    fill(draw, turned + middle, tint(random, (96, 130, 70), 16), tint(random, (70, 100, 52), 10))
    vein = np.array([math.cos(turn), math.sin(turn)]) * 25
    draw.line([tuple(middle - vein), tuple(middle + vein)], fill=tint(random, (140, 160, 110)), width=2)
    picture.flags = {name: place == kind for place, name in enumerate(LEAVES)}
    picture.image = photographed(random, picture.image)
    return picture


MAKERS: dict[str, Callable[..., Picture]] = {"cells": cells, "tissue": tissue, "mouse": mouse, "leaf": leaf}


def pictures(kind: str, count: int, seed: int = 0, **options: object) -> Iterator[Picture]:
    """`count` different pictures of a kind, always the same for a seed."""
    for number in range(count):
        yield MAKERS[kind](np.random.default_rng((seed, number)), **options)


def write(folder: Path, kind: str, count: int, seed: int = 0, labelled: int | None = None, ending: str = ".jpg", **options: object) -> Path:  # fmt: skip
    """Write pictures with labelme files beside them; only the first `labelled` get one."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures(kind, count, seed, **options)):
        name = f"{kind}_{number:03d}"
        picture.image.save(folder / (name + ending), quality=88)
        if labelled is None or number < labelled:
            document = {
                "version": "5.5.0", "flags": picture.flags, "shapes": picture.shapes, "imagePath": name + ending, "imageData": None,
                "imageHeight": picture.image.height, "imageWidth": picture.image.width,
            }  # fmt: skip
            (folder / (name + ".json")).write_text(json.dumps(document, indent=1), encoding="utf-8")
    return folder


def main() -> int:
    """Write the set that the program brings along: 36 smears, 24 of them labelled."""
    write(OUT, "cells", 36, seed=7, labelled=24)
    return 0


if __name__ == "__main__":
    sys.exit(main())
