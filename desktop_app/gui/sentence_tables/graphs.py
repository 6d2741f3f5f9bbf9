"""Sentences about graphs: what cannot be followed, traced, laid out or written."""

from desktop_app.gui.marking import QT_TRANSLATE_NOOP

TEMPLATES: tuple[str, ...] = (
    # what stands in a box
    QT_TRANSLATE_NOOP("Sentence", "{count} modules"),
    QT_TRANSLATE_NOOP("Sentence", "{count} modules · {parameters}"),
    QT_TRANSLATE_NOOP("Sentence", "+ {count} more tensors"),
    QT_TRANSLATE_NOOP("Sentence", "… {count} more"),
    # Graphviz
    QT_TRANSLATE_NOOP("Sentence", "Graphviz was not found; install it with `pip install graphviz-pure`."),
    QT_TRANSLATE_NOOP("Sentence", "{program} is no program that can be started; choose another Graphviz in the settings."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz did not finish within {seconds} s; collapse some groups or use the built-in layout."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz could not be started ({reason})."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz refused the graph: {reason}."),
    QT_TRANSLATE_NOOP("Sentence", "{boxes} boxes and {edges} edges are too many for Graphviz; collapse some groups first."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz answered something that cannot be read ({name})."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz laid out something else than what is shown."),
    # graphs in files
    QT_TRANSLATE_NOOP("Sentence", "The file holds no exported program (no models/*.json in it)."),
    QT_TRANSLATE_NOOP("Sentence", "The exported program cannot be read: {reason}."),
    QT_TRANSLATE_NOOP("Sentence", "{name} claims {count} bytes; that is not read."),
    QT_TRANSLATE_NOOP("Sentence", "The file holds no TorchScript code."),
    QT_TRANSLATE_NOOP("Sentence", "The code of the TorchScript file cannot be read: {reason}."),
    QT_TRANSLATE_NOOP("Sentence", "The code of the TorchScript file is nested too deeply to be followed."),
    QT_TRANSLATE_NOOP("Sentence", "The code of the TorchScript file is too large to be followed."),
    QT_TRANSLATE_NOOP("Sentence", "The code of the TorchScript file calls too much to be followed."),
    QT_TRANSLATE_NOOP("Sentence", "The TorchScript file has no forward to follow."),
    # what a child process was asked for
    QT_TRANSLATE_NOOP("Sentence", "its output does not depend on any parameter"),
    QT_TRANSLATE_NOOP("Sentence", "it cannot be traced ({reason})"),
    QT_TRANSLATE_NOOP("Sentence", "no method was allowed"),
    QT_TRANSLATE_NOOP("Sentence", "exit status {status}"),
    QT_TRANSLATE_NOOP("Sentence", "it cannot import this program"),
    QT_TRANSLATE_NOOP("Sentence", "{name} would be downloaded"),
    QT_TRANSLATE_NOOP("Sentence", "{name} would load weights"),
    QT_TRANSLATE_NOOP("Sentence", "{name} is not of this program"),
    QT_TRANSLATE_NOOP("Sentence", "it is too large"),
    QT_TRANSLATE_NOOP("Sentence", "it is no valid Python"),
    QT_TRANSLATE_NOOP("Sentence", "it is no valid Python (line {line})"),
    QT_TRANSLATE_NOOP("Sentence", "no reason given"),
)  # fmt: skip
