"""What can be chosen once for all, as a table: the rows that the settings dialog shows, and how each is read and reset."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from desktop_app.gui import language
from desktop_app.gui.annotation.canvas_options import CanvasOptions, options_kept
from desktop_app.gui.settings import Settings

type Kind = Literal["choice", "switch", "number", "text", "program", "folder", "file", "door"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be chosen."""

    name: str
    """Of the setting; `label-canvas.fill` is a value inside one."""
    section: str
    title: str
    note: str
    """What it does, in one sentence."""
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    """Of a `choice`: value and text."""
    limits: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Of a `number`: least, most, step."""
    unit: str = ""
    empty: str = ""
    """Of texts and paths: what holds while nothing is chosen."""
    button: str = ""
    """Of a `door`: what the button says that opens another dialog; a door without one can only be reset."""
    percent: bool = False
    """Of a `number` that is shown in hundredths."""


def _canvas(name: str) -> tuple[str, str]:
    setting, _, part = name.partition(".")
    return setting, part


def value_of(row: Row, settings: Settings) -> Any:
    """What holds now."""
    setting, part = _canvas(row.name)
    if not part:
        return settings.get(setting)
    return getattr(options_kept(settings.get(setting)), part)


def standard_of(row: Row, settings: Settings) -> Any:
    """What held before anything was chosen."""
    setting, part = _canvas(row.name)
    return getattr(CanvasOptions(), part) if part else settings.standard(setting)


def put(row: Row, value: Any, settings: Settings) -> None:
    """Remember a choice."""
    setting, part = _canvas(row.name)
    settings.set(setting, {**settings.get(setting), part: value} if part else value)


def told_value(row: Row, value: Any) -> str:
    """The value of a door as a person reads it."""
    if isinstance(value, list | dict):
        return f"{len(value):n}" if value else row.empty
    if row.name == "layout" and value:
        return QCoreApplication.translate("SettingsRows", "as you left them")
    return str(value) or row.empty


def all_rows() -> Sequence[Row]:
    """Every row in the language in force, section by section."""
    translate = QCoreApplication.translate
    looks, start, graph = (
        translate("SettingsRows", "Looks"),
        translate("SettingsRows", "Start and window"),
        translate("SettingsRows", "Graph"),
    )
    label, train = translate("SettingsRows", "Labelling"), translate("SettingsRows", "Training")
    torch, trust, keys = "PyTorch", translate("SettingsRows", "Trust"), translate("SettingsRows", "Keyboard")
    none = translate("SettingsRows", "none")
    system = translate("SettingsRows", "As the system")
    pixels = translate("SettingsRows", " px")
    return (
        Row("theme", looks, translate("SettingsRows", "Colours"), translate("SettingsRows", "Light or dark, or what the desktop says."), "choice", (("system", system), ("light", translate("SettingsRows", "Light")), ("dark", translate("SettingsRows", "Dark")))),
        Row("language", looks, translate("SettingsRows", "Language"), translate("SettingsRows", "Of menus, messages and help; changed at once."), "choice", tuple((name, title or system) for name, title in language.CHOICES)),
        Row("restore-session", start, translate("SettingsRows", "Open again what was open"), translate("SettingsRows", "Files and folders of the last time are opened at the next start."), "switch"),
        Row("notify", start, translate("SettingsRows", "Tell when long work has ended"), translate("SettingsRows", "A note on the desktop when work of more than ten seconds ends while another program is in front."), "switch"),
        Row("recent", start, translate("SettingsRows", "Recent files"), translate("SettingsRows", "Paths in the File menu and on the first page; the files are not touched."), "door", empty=none),
        Row("layout", start, translate("SettingsRows", "Places of the panes"), translate("SettingsRows", "Reset puts them where they were at the very first start."), "door", empty=translate("SettingsRows", "as at the first start")),
        Row("keys", keys, translate("SettingsRows", "Keyboard shortcuts"), translate("SettingsRows", "Every command may have another key."), "door", empty=translate("SettingsRows", "none changed"), button=translate("SettingsRows", "Change…")),
        Row("layout-engine", graph, translate("SettingsRows", "Layout of graphs"), translate("SettingsRows", "The layered one is there at once whatever the size; Graphviz crosses fewer lines in small graphs."), "choice", (("layered", translate("SettingsRows", "Layered (at once, of any size)")), ("graphviz", "Graphviz"))),
        Row("dot", graph, translate("SettingsRows", "Graphviz program"), translate("SettingsRows", "Path of `dot`; it is tried before it is taken."), "program", empty=translate("SettingsRows", "the one that came along")),
        Row("engine", torch, translate("SettingsRows", "Python with PyTorch"), translate("SettingsRows", "Runs what needs PyTorch: training, proposals, the console, checks against a model."), "door", empty=translate("SettingsRows", "the one that runs this program"), button=translate("SettingsRows", "Choose…")),
        Row("engine-index", torch, translate("SettingsRows", "Where PyTorch is installed from"), translate("SettingsRows", "Address of an index or a folder of wheels, for machines without the usual network."), "text", empty=translate("SettingsRows", "as pip is configured")),
        Row("label-canvas.fill", label, translate("SettingsRows", "Fill of shapes"), translate("SettingsRows", "Opacity of the inside of shapes."), "number", limits=(0, 100, 5), unit=" %", percent=True),
        Row("label-canvas.opacity", label, translate("SettingsRows", "Opacity of shapes"), translate("SettingsRows", "Of everything that is drawn over the image."), "number", limits=(0, 100, 5), unit=" %", percent=True),
        Row("label-canvas.line_width", label, translate("SettingsRows", "Width of lines"), translate("SettingsRows", "Outlines of shapes, in pixels of the screen."), "number", limits=(0.5, 8, 0.5), unit=pixels),
        Row("label-canvas.handle_size", label, translate("SettingsRows", "Size of handles"), translate("SettingsRows", "Squares at the points of a chosen shape, in pixels of the screen."), "number", limits=(5, 30, 1), unit=pixels),
        Row("label-canvas.tags", label, translate("SettingsRows", "Label beside shapes"), translate("SettingsRows", "Which shapes show their label on the image."), "choice", (("all", translate("SettingsRows", "all shapes")), ("selected", translate("SettingsRows", "chosen shapes")), ("none", translate("SettingsRows", "no shapes")))),
        Row("label-canvas.scores", label, translate("SettingsRows", "Scores of proposals"), translate("SettingsRows", "Shown beside the label."), "switch"),
        Row("label-canvas.keypoint_names", label, translate("SettingsRows", "Names of keypoints"), translate("SettingsRows", "Shown beside each keypoint."), "switch"),
        Row("label-canvas.crosshair", label, translate("SettingsRows", "Crosshair"), translate("SettingsRows", "Lines through the pointer, over the whole image."), "choice", (("never", translate("SettingsRows", "never")), ("drawing", translate("SettingsRows", "while drawing")), ("always", translate("SettingsRows", "always")))),
        Row("label-canvas.wheel", label, translate("SettingsRows", "Mouse wheel"), translate("SettingsRows", "With Ctrl it does the other thing."), "choice", (("zoom", translate("SettingsRows", "zooms")), ("scroll", translate("SettingsRows", "scrolls")))),
        Row("label-canvas.snapping", label, translate("SettingsRows", "Snap to points and edges"), translate("SettingsRows", "A point that comes near another one is put exactly there."), "switch"),
        Row("label-canvas.snap_reach", label, translate("SettingsRows", "Reach of snapping"), translate("SettingsRows", "In pixels of the screen."), "number", limits=(2, 40, 1), unit=pixels),
        Row("label-canvas.whole_pixels", label, translate("SettingsRows", "Whole pixels"), translate("SettingsRows", "Points go to the corners of pixels."), "switch"),
        Row("label-canvas.allow_outside", label, translate("SettingsRows", "Points outside the image"), translate("SettingsRows", "Whether a point may lie outside."), "switch"),
        Row("label-canvas.keep_drawing", label, translate("SettingsRows", "Keep the drawing tool"), translate("SettingsRows", "A tool stays chosen after a shape is finished."), "switch"),
        Row("label-canvas.ask_label", label, translate("SettingsRows", "Ask for the label of each new shape"), translate("SettingsRows", "Otherwise a new shape takes the label that is chosen."), "switch"),
        Row("label-canvas.keep_view", label, translate("SettingsRows", "Keep place and zoom"), translate("SettingsRows", "The next image is shown at the place and zoom of this one."), "switch"),
        Row("label-canvas.pixel_grid", label, translate("SettingsRows", "Lines between pixels"), translate("SettingsRows", "At high zoom."), "switch"),
        Row("label-sam", label, translate("SettingsRows", "Model of the assistant"), translate("SettingsRows", "Folder or encoder file of a SAM model in ONNX."), "folder", empty=translate("SettingsRows", "none chosen")),
        Row("runs-folder", train, translate("SettingsRows", "Folder of new runs"), translate("SettingsRows", "Each run makes a folder of its own in it."), "folder", empty=translate("SettingsRows", "weightsmith-runs at home")),
        Row("trusted", trust, translate("SettingsRows", "Python files that may run"), translate("SettingsRows", "Files that you agreed to; after a reset each is asked about again."), "door", empty=none),
        Row("plugins-off", trust, translate("SettingsRows", "Plug-ins that are left out"), translate("SettingsRows", "A change holds from the next start."), "door", empty=none, button=translate("SettingsRows", "Plug-ins…")),
    )  # fmt: skip
