"""From a net's maps to guesses: peaks of heat maps, boxes around them, classes of pixels, keypoints of objects."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from desktop_app.training.data.targets import STRIDE
from desktop_app.training.data.training_set import Body
from desktop_app.training.guesses import Floats, Guess

MOST_OBJECTS: Final = 200
LEAST_SCORE: Final = 0.02
"""Less sure objects are not worth listing; evaluation needs many, a person none of them."""
_OVERLAP: Final = 0.55


def peaks(heat: Tensor, most: int = MOST_OBJECTS) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Local maxima of probabilities (n, c, h, w): scores, channels, rows and columns, each (n, most), the highest first."""
    highest = functional.max_pool2d(heat, 3, stride=1, padding=1)
    kept = (heat * (heat >= highest)).flatten(1)
    scores, places = kept.topk(min(most, kept.shape[1]), dim=1)
    cells = heat.shape[2] * heat.shape[3]
    width = heat.shape[3]
    return scores, places // cells, (places % cells) // width, places % width


def decoded_boxes(logits: Tensor, edges: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Boxes (n, most, 4) in pixels of the canvas, their classes and scores (n, most); pure tensor code, so that it exports."""
    scores, labels, rows, columns = peaks(logits.sigmoid())
    place = rows * logits.shape[3] + columns
    around = edges.flatten(2).gather(2, place[:, None].expand(-1, 4, -1))
    x, y = columns.to(edges.dtype) + 0.5, rows.to(edges.dtype) + 0.5
    boxes = torch.stack([x - around[:, 0], y - around[:, 1], x + around[:, 2], y + around[:, 3]], 2) * STRIDE
    return boxes, labels, scores


def box_guesses(logits: Tensor, edges: Tensor) -> list[Guess]:
    """The box head's maps as guesses, doubles removed."""
    from torchvision.ops import batched_nms

    found: list[Guess] = []
    for boxes, labels, scores in zip(*decoded_boxes(logits.float(), edges.float()), strict=True):
        sure = scores >= LEAST_SCORE
        boxes, labels, scores = boxes[sure], labels[sure], scores[sure]
        kept = batched_nms(boxes, scores, labels, _OVERLAP)
        found.append(guess_of_boxes(boxes[kept], labels[kept], scores[kept]))
    return found


def guess_of_boxes(boxes: Tensor, labels: Tensor, scores: Tensor) -> Guess:
    """Boxes (n, 4), classes and scores (n,) as one guess."""
    return Guess(boxes=_floats(boxes), labels=labels.cpu().numpy().astype(np.int64), scores=_floats(scores))


def class_guesses(logits: Tensor, multi_label: bool) -> list[Guess]:
    """Logits (n, classes) as guesses."""
    sure = logits.float().sigmoid() if multi_label else logits.float().softmax(1)
    return [Guess(classes=row) for row in _floats(sure)]


def area_guesses(logits: Tensor) -> list[Guess]:
    """Logits (n, 1 + classes, h, w) as guesses."""
    sure, areas = logits.float().softmax(1).max(1)
    numbers = areas.to(torch.uint8).cpu().numpy()
    return [Guess(areas=area, sure=probability) for area, probability in zip(numbers, _floats(sure), strict=True)]


def keypoint_guesses(logits: Tensor, offsets: Tensor, bodies: Sequence[Body], single: bool) -> list[Guess]:
    """The keypoint head's maps as guesses; `single` when an image holds at most one object of each kind."""
    heat = logits.float().sigmoid()
    starts = np.cumsum([0, *(len(body.names) for body in bodies)])
    most = max(len(body.names) for body in bodies)
    scores, channels, rows, columns = (part.cpu().numpy() for part in peaks(heat[:, int(starts[-1]) :], 50))
    found: list[Guess] = []
    for image, (maps, ways) in enumerate(zip(_floats(heat), _floats(offsets), strict=True)):
        rows_of: list[tuple[Floats, Floats, int, float]] = []
        for number, body in enumerate(bodies):
            part = slice(int(starts[number]), int(starts[number]) + len(body.names))
            middles = [place for place in range(scores.shape[1]) if channels[image, place] == number and scores[image, place] > LEAST_SCORE]  # fmt: skip
            if single:
                points, sure = _highest(maps[part])
                score = float(scores[image, middles[0]]) if middles else 0.0
                rows_of.append((points, sure, number, max(score, float(sure.mean()))))
                continue
            for place in middles:
                middle = (int(rows[image, place]), int(columns[image, place]))
                points, sure = _near(maps[part], ways[2 * part.start : 2 * part.stop], middle)
                rows_of.append((points, sure, number, float(scores[image, place])))
        found.append(_keypoint_guess(rows_of, most))
    return found


def _keypoint_guess(objects: list[tuple[Floats, Floats, int, float]], most: int) -> Guess:
    points, sure = np.zeros((len(objects), most, 2), np.float32), np.zeros((len(objects), most), np.float32)
    for row, (places, scores, _, _) in enumerate(objects):
        points[row, : len(places)], sure[row, : len(places)] = places * STRIDE, scores
    labels = np.array([body for _, _, body, _ in objects], np.int64)
    return Guess(labels=labels, scores=np.array([score for *_, score in objects], np.float32), points=points, point_scores=sure)  # fmt: skip


def _highest(maps: Floats) -> tuple[Floats, Floats]:
    """The highest place of each map, in cells, and how high it is."""
    width = maps.shape[2]
    places = maps.reshape(len(maps), -1).argmax(1)
    points = [_between_cells(map_, int(place) // width, int(place) % width) for map_, place in zip(maps, places, strict=True)]  # fmt: skip
    return np.array(points, np.float32), maps.reshape(len(maps), -1).max(1)


def _near(maps: Floats, ways: Floats, middle: tuple[int, int], reach: int = 3) -> tuple[Floats, Floats]:
    """Where the middle of an object says its keypoints are, moved to the highest place within `reach` cells."""
    row, column = middle
    height, width = maps.shape[1:]
    points, sure = np.zeros((len(maps), 2), np.float32), np.zeros(len(maps), np.float32)
    for number, map_ in enumerate(maps):
        x = column + 0.5 + float(ways[2 * number, row, column])
        y = row + 0.5 + float(ways[2 * number + 1, row, column])
        top, left = int(np.clip(y - reach, 0, height - 1)), int(np.clip(x - reach, 0, width - 1))
        window = map_[top : int(np.clip(y + reach + 1, top + 1, height)), left : int(np.clip(x + reach + 1, left + 1, width))]  # fmt: skip
        place = int(window.argmax())
        best = (top + place // window.shape[1], left + place % window.shape[1])
        sure[number] = map_[best]
        points[number] = _between_cells(map_, *best) if map_[best] > 0.1 else (x, y)
    return points, sure


def _between_cells(map_: Floats, row: int, column: int) -> tuple[float, float]:
    """The top of the parabolas through the logarithms of a peak and its neighbours, in cells."""
    height, width = map_.shape

    def shift(before: float, here: float, after: float) -> float:
        a, b, c = (float(np.log(max(value, 1e-6))) for value in (before, here, after))
        bend = 2 * b - a - c
        return 0.0 if bend <= 1e-6 else float(np.clip((c - a) / (2 * bend), -0.5, 0.5))

    dx = shift(map_[row, column - 1], map_[row, column], map_[row, column + 1]) if 0 < column < width - 1 else 0.0
    dy = shift(map_[row - 1, column], map_[row, column], map_[row + 1, column]) if 0 < row < height - 1 else 0.0
    return (column + 0.5 + dx, row + 0.5 + dy)


def _floats(values: Tensor) -> Floats:
    return values.detach().float().cpu().numpy()
