"""Which language the window speaks; switched while it is open."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_app.places import resources

CHOICES = (("system", ""), ("en", "English"), ("zh_CN", "简体中文"))

_installed: list[QTranslator] = []


def chosen(setting: str) -> str:
    """The language that a setting means: `en` or `zh_CN`."""
    if setting in ("en", "zh_CN"):
        return setting
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def is_source() -> bool:
    """Whether the window speaks English, in which everything is written."""
    return not _installed


def apply_language(setting: str) -> None:
    """Load the translations of the program and of Qt; widgets are told by LanguageChange events."""
    app = QCoreApplication.instance()
    if app is None:
        return
    for translator in _installed:
        app.removeTranslator(translator)
        translator.deleteLater()  # each holds its file in memory
    _installed.clear()
    language = chosen(setting)
    if language == "en":
        return
    own = sorted((resources() / "translations").glob(f"*_{language}.qm"))
    files = (*map(str, own), f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{language}.qm")
    for file in files:
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
            _installed.append(translator)
        else:
            translator.deleteLater()
