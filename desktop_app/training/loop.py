"""Training, from top to bottom: one process or many, from the start or from where it ended."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import contextlib
import math
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from desktop_app.training import checkpoints, starting
from desktop_app.training.batches import Item, Samples, loaded, part_of, to_device
from desktop_app.training.cache import ImageCache, cache_for
from desktop_app.training.config import RunConfig, config_document
from desktop_app.training.devices import (
    automatic,
    be_nice,
    cores,
    device_for,
    free,
    is_out_of_memory,
    memory_used,
    precision_for,
    quicker_threads,
)
from desktop_app.training.distributed import Team, joined, without_sync
from desktop_app.training.errors import NotFinite, OutOfMemory, TrainingError
from desktop_app.training.events import End, Epoch, Paused, Reason, Saved, Start
from desktop_app.training.nets.build import build
from desktop_app.training.nets.design import design_for
from desktop_app.training.nets.learners import Learner
from desktop_app.training.ordering import Course, steps_in
from desktop_app.training.pipeline import Pipeline
from desktop_app.training.recording import Recorder, Silence, whereabouts
from desktop_app.training.run_folder import ControlFile, RunFolder, held
from desktop_app.training.schedule import rate_at
from desktop_app.training.state import Progress, mean_losses, recall, remembered
from desktop_app.training.stopping import StopWish
from desktop_app.training.task import METRICS, is_better
from desktop_app.training.training_set import TrainingSet
from desktop_app.training.validating import Findings, validated
from desktop_app.training.watching import HistogramFiles, Layers

_POLL = 0.05
"""Seconds between two looks at the order while paused."""
_BEST_SECONDS = 5.0
"""A better net is written at most so often; it is never lost, only written a little later."""


def train(folder: RunFolder, wish: StopWish, *, resume: bool = False, told: Callable[[str], None] | None = None) -> Reason:
    """Train what lies prepared in `folder` to its end, or until `wish` or the control file says stop.

    Returns how it ended; raises `TrainingError` (also written as an event) when it cannot begin or go on.
    """
    config = folder.read_config()
    be_nice()
    with joined(config.device if config.device != "auto" else _guess_device()) as team, contextlib.ExitStack() as stack:
        if team.leads:
            stack.enter_context(held(folder))
            folder.tell("run")
        run = Run(folder, config, team, wish, told or (lambda _: None))
        return run.to_the_end(resume)


def _guess_device() -> str:
    return device_for("auto").type


class Run:
    """One process's part in a run."""

    def __init__(self, folder: RunFolder, config: RunConfig, team: Team, wish: StopWish, told: Callable[[str], None]) -> None:  # fmt: skip
        self.folder, self.config, self.team, self.wish, self.told = folder, config, team, wish, told
        self.data = TrainingSet.load(folder.data)
        self.control = ControlFile(folder.control)
        self.device = device_for(config.device, team.local_rank)
        self.dtype = precision_for(config.precision, self.device)
        self.recorder: Recorder = Silence()
        self.progress = Progress.of(len(self.data.samples))
        self.began = time.monotonic()
        self.saved_at = self.best_at = time.monotonic()
        self.unwritten_best: dict[str, Any] | None = None

    def to_the_end(self, resume: bool) -> Reason:
        """Train; whatever happens, an `end` event says how it ended."""
        reason: Reason = "failed"
        message = ""
        try:
            reason = self._train(resume)
        except TrainingError as error:
            message = str(error)
            code = {NotFinite: "not-finite", OutOfMemory: "memory"}.get(type(error), "crash")
            self._trouble(code, message)
            raise
        except Exception as error:
            message = f"The training stopped because of an error in the program: {type(error).__name__}: {error}"
            self._trouble("crash", message)
            raise
        finally:
            self.recorder.tell(End(reason, self.progress.step, message, round(self._seconds(), 3)))
            self.recorder.close()
        return reason

    def _train(self, resume: bool) -> Reason:
        config, team, device = self.config, self.team, self.device
        torch.manual_seed(config.seed + team.rank)

        # data: what is learnt from, and what is held out
        train_on, held_out = self.data.indices("train"), self.data.indices("val")
        design = design_for(self.data, config.model, config.canvas, dice=config.dice)
        self.cache = cache_for(self.data.root, config.canvas, len(self.data.samples))
        pipeline = Pipeline(config.augment or (), config.canvas, self.data.bodies)
        samples = Samples(self.data, design, self.cache, pipeline, config.seed)
        quiet = Samples(self.data, design, self.cache, None, config.seed)

        # net, optimizer, and where they stand
        learner = build(design).to(device, memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        self.learner: Learner = learner
        saved = checkpoints.load(self.folder.last) if resume and self.folder.last.is_file() else None
        if saved is not None:
            learner.net.load_state_dict(saved["state_dict"])
        else:
            self._begin_from(learner, config.weights)
        if config.frozen_backbone:
            starting.freeze_backbone(learner.net)
        layers = Layers(learner.net)
        optimizer = _optimizer(layers, config)
        scaler = torch.amp.GradScaler(device.type, enabled=self.dtype == torch.float16)  # pyright: ignore[reportPrivateImportUsage]
        if saved is not None:
            self.progress = recall(saved["resume"], optimizer, scaler, team)
        self.optimizer, self.scaler = optimizer, scaler
        progress = self.progress
        model = team.wrapped(learner, device)

        # how much, how long
        steps_per_epoch = steps_in(len(train_on), config.batch_size)
        steps = config.epochs * steps_per_epoch
        progress.micro = progress.micro or -(-config.batch_size // (team.world * config.accumulate))
        workers = config.workers if config.workers >= 0 else (min(4, cores() - 1) if device.type == "cuda" else 0)
        if team.leads:
            self.recorder = Recorder(self.folder, self.data.task, len(layers.names))
        batches = loaded(samples, Course(train_on, config.batch_size, config.seed, config.epochs, progress.step, team.rank, team.world), workers, device)  # fmt: skip
        first = next(batches, None)
        self._fill_cache(train_on, held_out)
        if first is not None:
            self._settle(model, first, layers)
        pid, host = whereabouts()
        self.recorder.start(Start(
            pid=pid, host=host, steps_per_epoch=steps_per_epoch, epochs=config.epochs, step=progress.step, task=self.data.task,
            model=config.model, device=str(device), threads=torch.get_num_threads(), processes=team.world, batch_size=config.batch_size,
            parameters=sum(p.numel() for p in learner.net.parameters()), images={"train": len(train_on), "val": len(held_out)}, layers=layers.names,
        ))  # fmt: skip
        histograms = HistogramFiles(self.folder.path / "histograms", config.histogram_share)
        self._ready(learner)

        # the loop
        reason: Reason = "finished"
        epoch_began, epoch_step = time.monotonic(), progress.step
        for batch in _with_first(first, batches):
            epoch = progress.step // steps_per_epoch
            rate = rate_at(progress.step, steps, config)
            for group in optimizer.param_groups:
                group["lr"] = rate
            losses = self._gradients(model, batch, layers)
            scaler.unscale_(optimizer)
            norms = layers.norms()
            self._check(norms.total, losses, batch)
            if config.clip:
                layers.clip(norms.total, config.clip)
            scaler.step(optimizer)
            scaler.update()
            progress.step += 1
            progress.note(batch["index"], losses, batch["weight"], each=learner.per_sample)

            mean = _mean(losses, batch["weight"])
            self.recorder.step(progress.step, epoch, mean, rate, float(norms.total), memory_used(device))
            self.recorder.norms(progress.step, norms)
            self.recorder.histograms(histograms, layers, progress.step)
            self._tell_broken(batch)
            optimizer.zero_grad(set_to_none=True)

            stop, pause, timer = self._orders()
            done = progress.step >= steps
            if progress.step % steps_per_epoch == 0:
                train_loss = self._end_epoch(epoch, epoch_began, epoch_step, steps)
                epoch_began, epoch_step = time.monotonic(), progress.step
                if not stop and (done or (epoch + 1) % config.validate_every == 0):
                    found = self._validate(quiet, held_out, epoch, train_loss)
                    stop = stop or found is None
                    if config.patience and progress.stale >= config.patience:
                        done = True
                    self._ready(learner)
                    self._tell_changed()
            if stop:
                reason = "stopped"
                break
            if pause and not self._wait():
                reason = "stopped"
                break
            if done:
                break
            if timer:
                self._save()
            self.recorder.restart_clock() if pause or timer else None
        self._save()
        self.cache.close()
        return reason

    # -- one step

    def _gradients(self, model: nn.Module, batch: Item, layers: Layers) -> Tensor:
        """Gradients of the whole batch, worked off in pieces of `micro`; halved and begun again when memory runs out."""
        while True:
            try:
                return self._accumulated(model, batch)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                self._halve(error)
                self.optimizer.zero_grad(set_to_none=True)
                free(self.device)

    def _accumulated(self, model: nn.Module, batch: Item) -> Tensor:
        count, micro = len(batch["index"]), self.progress.micro
        losses: list[Tensor] = []
        for start in range(0, count, micro):
            part = to_device(part_of(batch, start, start + micro), self.device)
            with without_sync(model, start + micro >= count):
                with automatic(self.device, self.dtype):
                    each = model(part)
                # the mean over the whole batch of all processes, whose gradients are averaged later
                loss = (each * part["weight"]).sum() * (self.team.world / self.config.batch_size)
                self.scaler.scale(loss).backward()
            losses.append(each.detach().float())
        return torch.cat(losses).cpu()

    def _halve(self, error: BaseException) -> None:
        if self.progress.micro <= 1 or self.team.world > 1:
            size = "x".join(map(str, self.config.canvas))
            raise OutOfMemory(str(self.device), f"There is not enough memory for {self.progress.micro} images of {size}.", "Use smaller images, a smaller model or more parts (accumulate).") from error  # fmt: skip
        self.progress.micro = max(1, self.progress.micro // 2)
        self.recorder.trouble("memory", f"Memory ran out; each batch is now worked off {self.progress.micro} images at a time, with the same update.", self.progress.step)  # fmt: skip

    def _settle(self, model: nn.Module, batch: Item, layers: Layers) -> None:
        """Before the first step: find the number of threads, and with several processes how many images fit, without learning."""
        state = torch.get_rng_state()
        buffers = [buffer.clone() for buffer in self.learner.net.buffers()]
        self.learner.train()

        def work() -> None:
            with without_sync(model, last=False):
                part = to_device(part_of(batch, 0, self.progress.micro), self.device)
                (model(part).sum() * 0.0).backward()

        if self.team.world > 1:
            self._fit_together(work)
        if self.device.type == "cpu":
            wish = self.progress.threads or self.config.threads
            if self.team.world > 1:
                wish = wish or max(1, cores() // self.team.world)
            with contextlib.suppress(RuntimeError, MemoryError):  # memory is dealt with in the first step
                self.progress.threads = quicker_threads(work, cores(), wish)
        self.optimizer.zero_grad(set_to_none=True)
        for buffer, value in zip(self.learner.net.buffers(), buffers, strict=True):
            buffer.copy_(value)
        torch.set_rng_state(state)

    def _fit_together(self, work: Callable[[], None]) -> None:
        """Halve the pieces of all processes until they fit everywhere: in the loop one process alone could not begin again."""
        while True:
            short = 0.0
            try:
                work()
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                short = 1.0
                free(self.device)
            if not self.team.agree([short], self.device)[0]:
                return
            if self.progress.micro <= 1:
                raise OutOfMemory(str(self.device), "There is not enough memory for a single image.", "Use smaller images or a smaller model.")  # fmt: skip
            self.progress.micro //= 2

    def _check(self, total: Tensor, losses: Tensor, batch: Item) -> None:
        """Refuse an update that would spoil the weights; float16's own overflows are the scaler's to deal with."""
        if self.scaler.is_enabled() or math.isfinite(float(total)):
            return
        odd = [self.data.samples[int(index)].name for index, loss in zip(batch["index"], losses, strict=True) if not math.isfinite(float(loss))]  # fmt: skip
        where = f" at {', '.join(odd[:3])}" if odd else ""
        raise NotFinite(f"step {self.progress.step + 1}", f"The loss or its gradient became {_word(total)}{where}.", "The weights from before are kept; begin again from best.pth with a tenth of the learning rate.")  # fmt: skip

    # -- orders

    def _orders(self) -> tuple[bool, bool, bool]:
        """Whether to stop, to pause, to save: as all processes agree."""
        order = self.control.read() if self.team.leads else "run"
        stop = self.wish.raised or order == "stop"
        due = self.team.leads and time.monotonic() - self.saved_at > self.config.checkpoint_seconds
        agreed = self.team.agree([stop, order == "pause", due], self.device)
        return bool(agreed[0]), bool(agreed[1]), bool(agreed[2])

    def _wait(self) -> bool:
        """Paused: everything is saved and nothing is done until another order comes; False when it is to stop."""
        self._save()
        self.recorder.tell(Paused(self.progress.step))
        while True:
            stop, pause, _ = self._orders()
            if stop:
                return False
            if not pause:
                self.recorder.tell(Paused(self.progress.step, paused=False))
                return True
            time.sleep(_POLL)

    # -- between steps

    def _end_epoch(self, epoch: int, began: float, since: int, steps: int) -> float:
        progress, team = self.progress, self.team
        total = team.total(progress.epoch_sums)
        progress.epoch_sums.zero_()
        mean = float(total[0] / total[1]) if total[1] > 0 else math.nan
        seconds = max(1e-6, time.monotonic() - began)
        done = progress.step - since
        images = done * self.config.batch_size / seconds
        left = (steps - progress.step) * seconds / max(1, done)
        self.recorder.epoch(Epoch(epoch, progress.step, mean, round(images, 2), round(left, 1)))
        sums, counts = mean_losses(progress, team)
        if self.learner.per_sample and team.leads:
            self.recorder.samples(epoch, sums, counts)
        self.told(f"epoch {epoch + 1}/{self.config.epochs}  loss {mean:.4f}  {images:.1f} images/s  {left:.0f} s left")
        return mean

    def _validate(self, samples: Samples, indices: list[int], epoch: int, train_loss: float) -> Findings | None:
        began = time.monotonic()
        found = validated(self.learner, samples, indices, self.team, self.device, self.dtype, lambda: self.wish.raised or (self.team.leads and self.control.read() == "stop"))  # fmt: skip
        if found is None:
            return None
        progress = self.progress
        self.recorder.validation(epoch, progress.step, found.loss, train_loss, found.score, time.monotonic() - began)
        self.recorder.preview(epoch, progress.step, found.previews)
        metric = METRICS[self.data.task][0]
        value = found.score.metrics[metric]
        if is_better(metric, value, progress.best):
            progress.best, progress.stale = value, 0
            self._keep_best(found)
        else:
            progress.stale += 1
        if time.monotonic() - self.best_at > _BEST_SECONDS:
            self._write_best()
        told = "  ".join(f"{name} {value:.4g}" for name, value in found.score.metrics.items())
        self.told(f"epoch {epoch + 1}/{self.config.epochs}  validation {told}")
        self.recorder.restart_clock()
        return found

    def _keep_best(self, found: Findings) -> None:
        if self.team.leads:
            state = {name: value.detach().cpu().clone() for name, value in self.learner.net.state_dict().items()}
            self.unwritten_best = self._content(state, found.score.metrics)

    def _write_best(self) -> None:
        content, self.unwritten_best, self.best_at = self.unwritten_best, None, time.monotonic()
        if content is not None and not self._write(content, self.folder.best, best=True):
            self.unwritten_best = content

    def _save(self) -> None:
        """Write `last.pth`, and `best.pth` before it: a run that goes on must find what its memory speaks of."""
        resume = remembered(self.progress, self.optimizer, self.scaler, self.team) | {"seconds": self._seconds()}
        if self.team.leads:
            self._write_best()
            state = {name: value.detach().cpu() for name, value in self.learner.net.state_dict().items()}
            self._write(self._content(state, {}) | {"resume": resume}, self.folder.last, best=False)
        self.saved_at = time.monotonic()

    def _write(self, content: dict[str, Any], path: Path, *, best: bool) -> bool:
        try:
            checkpoints.save(content, path)
        except checkpoints.NotSaved as error:
            self.recorder.trouble("disk", str(error), self.progress.step)
            return False
        self.recorder.tell(Saved(f"checkpoints/{path.name}", content["step"], best))
        return True

    def _content(self, state: dict[str, Tensor], metrics: dict[str, float]) -> dict[str, Any]:
        """What every checkpoint of ours says of itself."""
        return {
            "format": checkpoints.FORMAT,
            "version": 1,
            "task": self.data.task,
            "classes": list(self.data.classes),
            "step": self.progress.step,
            "epoch": self.progress.step // steps_in(len(self.data.indices("train")), self.config.batch_size),
            "metrics": dict(metrics),
            "data_hash": self.config.frozen.get("data_hash", ""),
            "design": self.learner.design.document(),
            "config": config_document(self.config),
            "state_dict": state,
        }

    # -- small things

    def _begin_from(self, learner: Learner, weights: str) -> None:
        if not weights:
            return
        if weights == "torchvision":
            if not self.config.allow_download:
                raise TrainingError("weights", "torchvision's weights would be downloaded, which was not agreed to.", "Set allow_download, or name a file.")  # fmt: skip
            state, known = starting.downloaded_weights(learner.design), ()
        else:
            state, known = starting.weights_from_file(Path(weights))
        adopted = starting.adopt(learner.net, state, learner.design.classes, known)
        print(adopted.sentence(), file=sys.stderr, flush=True)

    def _ready(self, learner: Learner) -> None:
        learner.train()
        if self.config.frozen_backbone:
            starting.still(learner.net)

    def _fill_cache(self, train_on: list[int], held_out: list[int]) -> None:
        """The first batch was decoded to be trained on; the rest is decoded while it is."""
        if self.team.local_rank == 0:
            paths = [self.data.samples[index].path for index in (*train_on, *held_out)]
            self.cache.fill_in_background(paths)

    def _tell_broken(self, batch: Item) -> None:
        for reason in batch["broken"]:
            if reason and reason not in self._told_broken:
                self._told_broken.add(reason)
                self.recorder.trouble("image", reason, self.progress.step)

    def _tell_changed(self) -> None:
        changed = self.cache.changed([sample.path for sample in self.data.samples])
        if changed and self.team.leads:
            self.recorder.trouble("changed", f"{len(changed)} images changed on the disk; they are used as they are now.", self.progress.step, changed[0])  # fmt: skip

    @property
    def _told_broken(self) -> set[str]:
        return self.__dict__.setdefault("_broken", set())

    def _seconds(self) -> float:
        return self.progress.seconds + time.monotonic() - self.began

    def _trouble(self, code: str, message: str) -> None:
        self.recorder.trouble(code, message, self.progress.step)


def _optimizer(layers: Layers, config: RunConfig) -> torch.optim.Optimizer:
    """Weight decay for weights alone: norms and biases have nothing to gain by being small."""
    weights = [p for p in layers.parameters if p.dim() > 1]
    others = [p for p in layers.parameters if p.dim() <= 1]
    groups = [{"params": weights, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]
    if config.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=config.learning_rate, momentum=0.9, nesterov=True)
    return torch.optim.AdamW(groups, lr=config.learning_rate)


def _with_first(first: Item | None, rest: Iterator[Item]) -> Iterator[Item]:
    if first is not None:
        yield first
    yield from rest


def _mean(losses: Tensor, weight: Tensor) -> float:
    total = float(weight.sum())
    return float((losses * weight).sum() / total) if total else 0.0


def _word(value: Tensor) -> str:
    return "NaN" if math.isnan(float(value)) else "infinite"
