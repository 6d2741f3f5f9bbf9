"""`QT_TRANSLATE_NOOP` for the tables of this pane."""

from desktop_app.gui.marking import QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP
