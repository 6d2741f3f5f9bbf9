"""The numbers of a run by step, as they are drawn."""

from dataclasses import dataclass, field

from desktop_app.training.record.events import Epoch, Event, Step, Validation


@dataclass(slots=True)
class Curves:
    """What is drawn, by step; a step that was told twice (after a crash) is kept as told last."""

    loss: dict[int, float] = field(default_factory=dict[int, float])
    learning_rate: dict[int, float] = field(default_factory=dict[int, float])
    memory: dict[int, float] = field(default_factory=dict[int, float])
    norm: dict[int, float] = field(default_factory=dict[int, float])
    images_per_second: dict[int, float] = field(default_factory=dict[int, float])
    validation_loss: dict[int, float] = field(default_factory=dict[int, float])
    metrics: dict[str, dict[int, float]] = field(default_factory=dict[str, dict[int, float]])

    def take(self, event: Event) -> None:
        """Add one event."""
        match event:
            case Step():
                self.loss[event.step] = event.loss
                self.learning_rate[event.step] = event.learning_rate
                self.norm[event.step] = event.norm
                if event.memory:
                    self.memory[event.step] = event.memory / 2**20
            case Epoch():
                self.images_per_second[event.step] = event.images_per_second
            case Validation():
                self.validation_loss[event.step] = event.loss
                for name, value in event.metrics.items():
                    self.metrics.setdefault(name, {})[event.step] = value
            case _:
                pass
