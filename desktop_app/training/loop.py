"""Training, from top to bottom: one process or many, from the start or from where it ended."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import contextlib
import math
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from desktop_app.training import checkpoints, starting
from desktop_app.training.config import RunConfig
from desktop_app.training.data.batches import Item, Samples, loaded
from desktop_app.training.data.cache import ImageCache, cache_for
from desktop_app.training.data.ordering import Course, steps_in
from desktop_app.training.data.pipeline import Pipeline
from desktop_app.training.data.training_set_file import load_training_set
from desktop_app.training.devices import be_nice, cores, device_for, memory_used, precision_for
from desktop_app.training.distributed import Team, joined
from desktop_app.training.errors import NotFinite, TrainingError
from desktop_app.training.gradients import Gradients
from desktop_app.training.keeping import Keeper
from desktop_app.training.nets.build import build
from desktop_app.training.nets.design import design_for
from desktop_app.training.nets.learners import Learner
from desktop_app.training.optimizers import optimizer_for
from desktop_app.training.record.events import End, Epoch, Paused, Reason, Start
from desktop_app.training.record.recording import Recorder, Silence, whereabouts
from desktop_app.training.record.watching import HistogramFiles, Layers
from desktop_app.training.run_folder import ControlFile, RunFolder, held
from desktop_app.training.schedule import rate_at
from desktop_app.training.state import Progress, mean_losses, recall, remembered
from desktop_app.training.stopping import StopWish
from desktop_app.training.task import METRICS, is_better
from desktop_app.training.validating import validated

_POLL = 0.05
"""Seconds between two looks at the order while paused."""

type Tell = Callable[[str], None]


def train(place: Callable[[], RunFolder], wish: StopWish, *, resume: bool = False, tell: Tell | None = None) -> Reason:
    """Train what lies prepared in a folder to its end, or until `wish` or the control file says stop.

    `place` gives the folder; it is asked in the leading process alone and may prepare it first. Returns how the run
    ended; raises `TrainingError` (also written as an event) when it cannot begin or go on.
    """
    be_nice()
    with joined() as team, contextlib.ExitStack() as stack:
        folder = _agreed(place, team, stack)
        return Run(folder, folder.read_config(), team, wish, tell or (lambda _: None)).to_the_end(resume)


def _agreed(place: Callable[[], RunFolder], team: Team, stack: contextlib.ExitStack) -> RunFolder:
    """The leading process's folder, held by it; what is wrong with it is raised in every process."""
    found: RunFolder | TrainingError | None = None
    if team.leads:
        try:
            found = place()
            stack.enter_context(held(found))
            found.tell("run")
        except TrainingError as error:
            found = error
    found = team.told(found)
    if isinstance(found, TrainingError):
        raise found
    assert found is not None
    return found


class Run:
    """One process's part in a run."""

    def __init__(self, folder: RunFolder, config: RunConfig, team: Team, wish: StopWish, tell: Tell) -> None:
        self.folder, self.config, self.team, self.wish, self.tell = folder, config, team, wish, tell
        self.data = load_training_set(folder.data)
        self.control = ControlFile(folder.control)
        self.device = device_for(config.device, team.local_rank)
        self.recorder: Recorder = Silence()
        self.progress = Progress.of(len(self.data.samples))
        self.began = self.saved_at = time.monotonic()
        self.told_broken: set[str] = set()
        self.cache: ImageCache | None = None

    def to_the_end(self, resume: bool) -> Reason:
        """Train; whatever happens, an `end` event says how it ended."""
        reason: Reason = "failed"
        message = ""
        try:
            reason = self.learn(resume)
        except TrainingError as error:
            message = str(error)
            self._open_recorder(0)
            self.recorder.trouble(error.code, message, self.progress.step)
            raise
        except Exception as error:
            message = f"The training ended by an error in the program: {type(error).__name__}: {error}"
            self._open_recorder(0)
            self.recorder.trouble("crash", message, self.progress.step)
            raise
        finally:
            self.recorder.tell(End(reason, self.progress.step, message, round(self._seconds(), 3)))
            self.recorder.close()
            if self.cache is not None:
                self.cache.close()
        return reason

    def learn(self, resume: bool) -> Reason:
        """Everything, in the order in which it happens."""
        config, team, device, data = self.config, self.team, self.device, self.data
        torch.manual_seed(config.seed + team.rank)

        # the data: what is learnt from, what is held out
        learnt, held_out = data.indices("train"), data.indices("val")
        design = design_for(data, config.model, config.canvas, dice=config.dice)
        cache = self.cache = cache_for(data.root, config.canvas, len(data.samples))
        samples = Samples(data, design, cache, Pipeline(config.augment or (), config.canvas, data.bodies), config.seed)
        unchanged = Samples(data, design, cache, None, config.seed)

        # the net
        learner = build(design).to(device, memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        saved = checkpoints.load(self.folder.last) if resume and self.folder.last.is_file() else None
        if saved is not None:
            learner.net.load_state_dict(saved["state_dict"])
        else:
            starting.begin_from(config, learner)
        if config.frozen_backbone:
            starting.freeze_backbone(learner.net)
        layers = Layers(learner.net)
        optimizer = optimizer_for(layers.parameters, config)
        dtype = precision_for(config.precision, device)
        scaler = torch.amp.GradScaler(device.type, enabled=dtype == torch.float16)  # pyright: ignore[reportPrivateImportUsage]
        gradients = Gradients(team.wrapped(learner, device), config, team, device, dtype, scaler)

        # how long, and from where
        per_epoch = steps_in(len(learnt), config.batch_size)
        steps = config.epochs * per_epoch
        if saved is not None:
            self.progress = recall(saved["resume"], optimizer, scaler, team)
        progress = self.progress
        progress.micro = progress.micro or -(-config.batch_size // (team.world * config.accumulate))

        # the first batch shows what fits; the other images are decoded while it is learnt from
        workers = config.workers if config.workers >= 0 else (min(4, cores() - 1) if device.type == "cuda" else 0)
        course = Course(learnt, config.batch_size, config.seed, config.epochs, progress.step, team.rank, team.world)
        batches = loaded(samples, course, workers, device)
        first = next(batches, None)
        if team.local_rank == 0:
            cache.fill_in_background([data.samples[index].path for index in (*learnt, *held_out)])
        if first is not None:
            gradients.settle(learner.net, first, progress)

        # who writes
        self._open_recorder(len(layers.names))
        recorder = self.recorder
        keeper = Keeper(self.folder, config, design, recorder)
        histograms = HistogramFiles(self.folder.path / "histograms", config.histogram_share)
        recorder.start(self._start(learner, layers, per_epoch, len(learnt), len(held_out)))

        def save() -> None:
            resume = remembered(progress, optimizer, scaler, team) | {"seconds": self._seconds()}
            if team.leads:
                keeper.save(learner.net, progress.step, progress.step // per_epoch, resume)
            self.saved_at = time.monotonic()

        def validate() -> bool:
            """Measure the held-out images, as is owed for an epoch; False when a wish to stop came in between."""
            began, epoch, train_loss = time.monotonic(), progress.owed, progress.owed_loss
            found = validated(learner, unchanged, held_out, team, device, dtype, self._stop_wanted)
            _ready(learner, config)
            recorder.restart_clock()
            if found is None:
                return False
            progress.owed = -1
            value = found.score.metrics[METRICS[data.task][0]]
            better = is_better(METRICS[data.task][0], value, progress.best)
            progress.stale = 0 if better else progress.stale + 1
            # of a handful of images the metric soon has no room left: then the loss decides
            better = better or (value == progress.best and found.loss < progress.best_loss)
            if better:
                progress.best, progress.best_loss = value, found.loss
            recorder.validation(epoch, progress.step, found.loss, train_loss, found.score, time.monotonic() - began)
            recorder.preview(epoch, progress.step, found.previews)
            if better and team.leads:
                keeper.keep_best(learner.net, progress.step, epoch, found.score.metrics)
            figures = "  ".join(f"{name} {value:.4g}" for name, value in found.score.metrics.items())
            self.tell(f"epoch {epoch + 1}/{config.epochs}  validation  {figures}")
            return True

        # the loop
        reason: Reason = "finished"
        _ready(learner, config)
        if progress.owed >= 0 and not validate():
            return "stopped"
        since = (progress.step, time.monotonic())
        for batch in _with_first(first, batches):
            epoch = progress.step // per_epoch
            rate = rate_at(progress.step, steps, config)
            for group in optimizer.param_groups:
                group["lr"] = rate
            losses = gradients.of(batch, progress, recorder)
            scaler.unscale_(optimizer)
            norms = layers.norms()
            if not (scaler.is_enabled() or math.isfinite(float(norms.total))):  # float16's overflows are the scaler's
                if not any(team.agree([not _is_finite(learner)])):  # running statistics may have taken it in already
                    save()
                raise self._not_finite(float(norms.total), losses, batch)
            if config.clip:
                layers.clip(norms.total, config.clip)
            scaler.step(optimizer)
            scaler.update()
            progress.step += 1
            progress.note(batch["index"], losses, batch["weight"], each=learner.per_sample)

            mean = _mean(team, losses, batch["weight"])
            recorder.step(progress.step, epoch, mean, rate, float(norms.total), memory_used(device))
            recorder.norms(progress.step, norms)
            recorder.histograms(histograms, layers, progress.step)
            self._tell_broken(batch["broken"])
            optimizer.zero_grad(set_to_none=True)

            stop, pause, save_now = self._orders()
            done = progress.step >= steps
            if progress.step % per_epoch == 0:
                train_loss = self._end_epoch(epoch, since, steps, each=learner.per_sample)
                if done or (epoch + 1) % config.validate_every == 0:
                    progress.owed, progress.owed_loss = epoch, train_loss
                    stop = stop or not validate()
                    done = done or 0 < config.patience <= progress.stale
                    self._tell_changed(cache)
                since = (progress.step, time.monotonic())
            if pause and not stop and not done:
                save()
                stop = not self._wait()
                since = (progress.step, time.monotonic())
                recorder.restart_clock()
            if stop and (not done or progress.owed >= 0):
                reason = "stopped"
                break
            if done:
                break
            if save_now:
                save()
                recorder.restart_clock()
        save()
        return reason

    # -- orders from outside

    def _stop_wanted(self) -> bool:
        return self.wish.raised or (self.team.leads and self.control.read() == "stop")

    def _orders(self) -> tuple[bool, bool, bool]:
        """Whether to stop, to pause, to save: as all processes agree."""
        order = self.control.read() if self.team.leads else "run"
        due = self.team.leads and time.monotonic() - self.saved_at > self.config.checkpoint_seconds
        stop, pause, save = self.team.agree([self.wish.raised or order == "stop", order == "pause", due])
        return bool(stop), bool(pause), bool(save)

    def _wait(self) -> bool:
        """Paused: nothing is done until another order comes; False when that is to stop."""
        self.recorder.tell(Paused(self.progress.step))
        while True:
            stop, pause, _ = self._orders()
            if stop:
                return False
            if not pause:
                self.recorder.tell(Paused(self.progress.step, paused=False))
                return True
            time.sleep(_POLL)

    # -- what is told

    def _open_recorder(self, layers: int) -> None:
        if self.team.leads and isinstance(self.recorder, Silence):
            self.recorder = Recorder(self.folder, self.data.task, layers)

    def _start(self, learner: Learner, layers: Layers, per_epoch: int, learnt: int, held_out: int) -> Start:
        pid, host = whereabouts()
        return Start(
            pid=pid, host=host, steps_per_epoch=per_epoch, epochs=self.config.epochs, step=self.progress.step,
            task=self.data.task, model=self.config.model, device=str(self.device), threads=torch.get_num_threads(),
            processes=self.team.world, batch_size=self.config.batch_size,
            parameters=sum(parameter.numel() for parameter in learner.net.parameters()),
            images={"train": learnt, "val": held_out}, layers=layers.names,
        )  # fmt: skip

    def _end_epoch(self, epoch: int, since: tuple[int, float], steps: int, *, each: bool) -> float:
        """Tell of an epoch; returns its mean loss."""
        total = self.team.total(self.progress.epoch_sums)
        self.progress.epoch_sums.zero_()
        if not total[1] > 0:
            raise TrainingError(self.data.root, "None of the images can be read.", "Put them where their labels say that they are, or choose other labels.")  # fmt: skip
        mean = float(total[0] / total[1])
        done, seconds = self.progress.step - since[0], max(1e-6, time.monotonic() - since[1])
        images, left = done * self.config.batch_size / seconds, (steps - self.progress.step) * seconds / max(1, done)
        self.recorder.epoch(Epoch(epoch, self.progress.step, mean, round(images, 2), round(left, 1)))
        if each:
            self.recorder.samples(epoch, *mean_losses(self.progress, self.team))
        self.tell(f"epoch {epoch + 1}/{self.config.epochs}  loss {mean:.4f}  {images:.1f} images/s  {left:.0f} s left")
        return mean

    def _not_finite(self, norm: float, losses: Tensor, batch: Item) -> NotFinite:
        """What went wrong at a step whose update would have spoilt the weights."""
        odd = [self.data.samples[int(index)].name for index, loss in zip(batch["index"], losses, strict=True) if not math.isfinite(float(loss))]  # fmt: skip
        where = f" at {', '.join(odd[:3])}" if odd else ""
        word = "NaN" if norm != norm else "infinite"
        return NotFinite(f"step {self.progress.step + 1}", f"The loss or its gradient became {word}{where}.", "The weights from before are kept; begin again from the best checkpoint with a tenth of the learning rate.")  # fmt: skip

    def _tell_broken(self, reasons: list[str]) -> None:
        for reason in reasons:
            if reason and reason not in self.told_broken:
                self.told_broken.add(reason)
                self.recorder.trouble("image", reason, self.progress.step)

    def _tell_changed(self, cache: ImageCache) -> None:
        changed = cache.changed([sample.path for sample in self.data.samples])
        if changed:
            self.recorder.trouble("changed", f"Images changed on the disk ({len(changed)}); from now on they are used as they are now.", self.progress.step, changed[0])  # fmt: skip

    def _seconds(self) -> float:
        return self.progress.seconds + time.monotonic() - self.began


def _ready(learner: Learner, config: RunConfig) -> None:
    learner.train()
    if config.frozen_backbone:
        starting.still(learner.net)


def _is_finite(learner: Learner) -> bool:
    state = learner.net.state_dict().values()
    return all(bool(torch.isfinite(value).all()) for value in state if value.is_floating_point())


def _with_first(first: Item | None, rest: Iterator[Item]) -> Iterator[Item]:
    if first is not None:
        yield first
    yield from rest


def _mean(team: Team, losses: Tensor, weight: Tensor) -> float:
    """Over the whole batch, whoever worked it off."""
    total, count = team.total(torch.stack([(losses * weight).sum(), weight.sum()])).tolist()
    return total / count if count else 0.0
