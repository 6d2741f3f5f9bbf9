"""The held-out images measured: loss, the task's metrics, and what is said of the first few of them."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from desktop_app.training.data.batches import Samples, collated, to_device
from desktop_app.training.devices import automatic
from desktop_app.training.distributed import Team
from desktop_app.training.guesses import Manner, chosen_classes, shapes_of
from desktop_app.training.metrics import Score, meter_for
from desktop_app.training.nets.learners import Learner
from desktop_app.training.record.previews import IMAGES, PreviewImage

_BATCH = 8


@dataclass(frozen=True)
class Findings:
    """What a validation found; equal on all processes, but for `previews`."""

    score: Score
    loss: float
    previews: tuple[PreviewImage, ...]


def validated(
    learner: Learner,
    samples: Samples,
    indices: Sequence[int],
    team: Team,
    device: torch.device,
    dtype: torch.dtype,
    interrupted: Callable[[], bool],
) -> Findings | None:
    """Measure the samples at `indices`, shared out over the processes; None when a wish to stop came in between.

    The net is left in evaluation mode.
    """
    learner.eval()
    team.share_buffers(learner)
    meter = meter_for(learner.design)
    manner = Manner(learner.design.classes, learner.design.bodies, dict(learner.design.kinds))
    total = torch.zeros(2, dtype=torch.float64)
    previews: list[PreviewImage] = []
    followed = set(indices[:IMAGES])
    for start in range(0, len(indices), _BATCH * team.world):
        if team.agree([interrupted()])[0]:
            return None
        mine = indices[start : start + _BATCH * team.world][team.rank :: team.world]
        if not mine:
            continue
        batch = collated([samples[(0, index)] for index in mine])
        placed = to_device(batch, device)
        with torch.inference_mode(), automatic(device, dtype):
            losses = learner(placed).float().cpu().double()
            guesses = learner.guess(placed["image"])
        weight = batch["weight"].double()
        total += torch.stack([(losses * weight).sum(), weight.sum()])
        for index, guess, placement, loss, good in zip(mine, guesses, batch["placement"], losses.tolist(), weight.tolist(), strict=True):  # fmt: skip
            if not good:
                continue
            meter.add(index, guess, samples.drawer.draw(index, placement), placement)
            if index in followed:
                sample = samples.data.samples[index]
                classes = chosen_classes(guess, learner.design.classes, learner.design.multi_label, 0.0)
                previews.append(PreviewImage(sample.name, sample.path, shapes_of(guess, placement, manner, 0.1), classes, round(loss, 5)))  # fmt: skip
    if team.world > 1:
        meter.join(team.gathered(meter.parts()))
        total = team.total(total)
        previews = [preview for part in team.gathered(previews) for preview in part]
    loss = float(total[0] / total[1]) if total[1] > 0 else float("nan")
    return Findings(meter.score(), loss, tuple(previews))
