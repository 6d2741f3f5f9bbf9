"""One look in light and dark: palettes with every role set, a little style sheet, and icons tinted to fit."""

from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import QByteArray, QDir, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.places import resources

type Scheme = Literal["system", "light", "dark"]

_LIGHT = {
    "Window": "#f4f5f7", "WindowText": "#1d2129", "Base": "#ffffff", "AlternateBase": "#f7f8fa", "ToolTipBase": "#1d2129",
    "ToolTipText": "#f4f5f7", "PlaceholderText": "#687080", "Text": "#1d2129", "Button": "#eceef2", "ButtonText": "#1d2129",
    "BrightText": "#b3261e", "Link": "#1558b0", "LinkVisited": "#6b3fa0", "Highlight": "#1f6feb", "HighlightedText": "#ffffff",
    "Light": "#ffffff", "Midlight": "#e4e7ec", "Mid": "#c3c8d1", "Dark": "#9aa1ad", "Shadow": "#6b7280", "Accent": "#1f6feb",
}  # fmt: skip
_DARK = {
    "Window": "#1b1f26", "WindowText": "#e6e9ef", "Base": "#14171c", "AlternateBase": "#1a1e25", "ToolTipBase": "#2b313b",
    "ToolTipText": "#e6e9ef", "PlaceholderText": "#9aa3b2", "Text": "#e6e9ef", "Button": "#272c35", "ButtonText": "#e6e9ef",
    "BrightText": "#ff8a80", "Link": "#7db3ff", "LinkVisited": "#c9a6ff", "Highlight": "#2f6fd6", "HighlightedText": "#ffffff",
    "Light": "#3a414d", "Midlight": "#313743", "Mid": "#3d4452", "Dark": "#0d0f13", "Shadow": "#000000", "Accent": "#6ea8fe",
}  # fmt: skip
_DISABLED = {"light": "#8a919d", "dark": "#717a88"}

GOOD = {"light": "#1a7f37", "dark": "#4cd69a"}
CAREFUL = {"light": "#8a5a00", "dark": "#e3b341"}
BAD = {"light": "#b3261e", "dark": "#ff7b72"}

_SHEET_COLOURS = {
    "light": {
        "line": "#dde1e7", "edge": "#c2c8d2", "hover": "#e4e8ee", "pressed": "#d3d9e3", "track": "#d5dae2", "quiet": "#515b6a",
        "raised": "#ffffff", "stripe": "#f7f8fa", "handle": "#c3c9d3", "handle2": "#9aa3b1", "highlight2": "#1a5fd0",
    },
    "dark": {
        "line": "#2e343f", "edge": "#475060", "hover": "#2d333e", "pressed": "#3a4250", "track": "#343b47", "quiet": "#b3bccb",
        "raised": "#20252d", "stripe": "#181c22", "handle": "#454e5d", "handle2": "#687386", "highlight2": "#3f7fe6",
    },
}  # fmt: skip
"""Colours of the style sheet that the palette has no role for."""


class _Notice(QObject):
    """Tells that icons and colours were changed."""

    changed = Signal()


notice = _Notice()


def palette_of(scheme: Literal["light", "dark"]) -> QPalette:
    """The whole palette of a scheme."""
    palette = QPalette()
    for role, colour in (_DARK if scheme == "dark" else _LIGHT).items():
        palette.setColor(getattr(QPalette.ColorRole, role), QColor(colour))
    for role in ("WindowText", "Text", "ButtonText"):
        palette.setColor(QPalette.ColorGroup.Disabled, getattr(QPalette.ColorRole, role), QColor(_DISABLED[scheme]))
    quiet = "#c3c8d1" if scheme == "light" else "#3d4452"
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(quiet))
    return palette


def _sheet(scheme: Literal["light", "dark"], palette: QPalette) -> str:
    """The style sheet in the colours of a scheme."""
    QDir.setSearchPaths("icons", [str(resources() / "icons")])
    roles = ("window", "base", "button", "text", "accent", "highlight")
    named = {role: getattr(palette, role)().color().name() for role in roles}
    named["tip"], named["tiptext"] = palette.toolTipBase().color().name(), palette.toolTipText().color().name()
    named["tipline"] = palette.toolTipBase().color().lighter(150).name()
    path = resources() / "themes" / "weightsmith.qss"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return Template(text).safe_substitute(named, **_SHEET_COLOURS[scheme], scheme=scheme, disabled=_DISABLED[scheme])


def system_scheme() -> Literal["light", "dark"]:
    """What the desktop asks for; light where it says nothing."""
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def apply_theme(app: QApplication, scheme: Scheme) -> None:
    """Put the whole program into a scheme; `system` follows the desktop from now on."""
    app.setProperty("scheme", scheme)
    chosen = system_scheme() if scheme == "system" else scheme
    if not app.property("fusion"):
        app.setStyle("Fusion")
        app.setProperty("fusion", True)
    palette = palette_of(chosen)
    if app.property("applied") == chosen:
        return  # every widget of the program would be polished anew
    app.setProperty("applied", chosen)
    app.setProperty("sheet", _sheet(chosen, palette))
    dressed = [window for window in app.topLevelWidgets() if window.property("dressed")]
    for window in dressed:
        window.setStyleSheet("")  # one sheet upon another takes four times as long as one upon none
    app.setPalette(palette)
    for window in dressed:
        dress(window)
    _rendered.cache_clear()
    _icon.cache_clear()
    notice.changed.emit()


def dress(window: QWidget) -> None:
    """Put a window into the scheme in force, with all that it will hold and every dialog that stands before it.

    The sheet is the window's and not the program's: under a sheet of the program Qt styles all that a part holds anew for each
    layout that the part is put into before it reaches the window, and building a pane took about twice as long.
    """
    window.setProperty("dressed", True)
    window.setStyleSheet(str(QApplication.instance().property("sheet") or ""))  # type: ignore[union-attr]


def follow_system(app: QApplication) -> None:
    """Change with the desktop while the choice is `system`."""

    def follow(_: object = None) -> None:
        if app.property("scheme") == "system":
            apply_theme(app, "system")

    QGuiApplication.styleHints().colorSchemeChanged.connect(follow)


def is_dark() -> bool:
    """Whether the palette in force is a dark one."""
    return QGuiApplication.palette().window().color().lightness() < 128


def scheme_name() -> Literal["light", "dark"]:
    """`light` or `dark`, as tables of colours are keyed."""
    return "dark" if is_dark() else "light"


@cache
def _rendered(name: str, colour: str, size: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", colour.encode()))).render(painter)
    painter.end()
    return pixmap


@cache
def _drawing(name: str) -> bytes:
    """The SVG of an icon; empty when there is none."""
    try:
        return (resources() / "icons" / f"{name}.svg").read_bytes() if name else b""
    except OSError:
        return b""


def icon(name: str, colour: str | None = None) -> QIcon:
    """An icon of `resources/icons` in the text colour (or `colour`), greyed when disabled, white on a selected row; empty when there is none."""
    if not _drawing(name):
        return QIcon()
    palette = QGuiApplication.palette()
    normal = colour or palette.buttonText().color().name()
    quiet = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
    application = QGuiApplication.instance()
    chosen = palette.highlightedText().color().name()  # on a selected row green and red would be seen as grey on blue
    is_fine = isinstance(application, QGuiApplication) and application.devicePixelRatio() > 1
    return _icon(name, normal, quiet, chosen, is_fine)


@cache
def _icon(name: str, normal: str, quiet: str, chosen: str, fine: bool) -> QIcon:
    made = QIcon()
    for size in (32, 64) if fine else (32,):  # what is made smaller stays sharp, what is made larger does not
        made.addPixmap(_rendered(name, normal, size), QIcon.Mode.Normal)
        made.addPixmap(_rendered(name, quiet, size), QIcon.Mode.Disabled)
        made.addPixmap(_rendered(name, chosen, size), QIcon.Mode.Selected)
    return made


def picture(name: str, size: int) -> QPixmap:
    """An icon as a picture of `size` logical pixels, sharp on every screen."""
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    made = QPixmap(_rendered(name, QGuiApplication.palette().buttonText().color().name(), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made
