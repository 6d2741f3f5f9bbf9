"""Label formats that plug-ins bring, under their own names and with their own mistakes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import Format, ReadOptions, WriteOptions
from desktop_app.annotation.model import LabelSet
from desktop_app.plugins import Plugin, PluginError, load_group, reason_of


def add_to(formats: dict[str, Format]) -> None:
    """Add those whose names are not taken."""
    for name, (plugin, found) in load_group("label_formats", Format).items():
        formats.setdefault(name, _guarded(name, plugin, found))


def _guarded(name: str, plugin: Plugin, found: Format) -> Format:
    def failed(where: Path, error: Exception) -> LabelsUnreadable:
        told = PluginError(plugin.package, name, reason_of(error))
        return LabelsUnreadable(str(where), str(told), "Update the plug-in, or switch it off.")

    def sniff(path: Path) -> float:
        try:
            return min(1.0, max(0.0, float(found.sniff(path))))
        except Exception:  # it is asked about every file: one that it does not understand is not of its format
            return 0.0

    def read(path: Path, options: ReadOptions) -> LabelSet:
        assert found.read is not None
        try:
            return found.read(path, options)
        except (LabelsUnreadable, OSError):
            raise
        except Exception as error:
            raise failed(path, error) from error

    def write(labels: LabelSet, target: Path, options: WriteOptions) -> tuple[Loss, ...]:
        assert found.write is not None
        try:
            return tuple(found.write(labels, target, options))
        except (LabelsUnreadable, OSError):
            raise
        except Exception as error:
            raise failed(target, error) from error

    reading: Callable[[Path, ReadOptions], LabelSet] | None = read if found.read is not None else None
    writing: Callable[[LabelSet, Path, WriteOptions], tuple[Loss, ...]] | None = (
        write if found.write is not None else None
    )
    return replace(found, name=name, sniff=sniff, read=reading, write=writing)
