"""The pictures of the documentation: every pane in the real window, light and dark, English and Chinese, and the list of keys.

`python -m pytest tests/journeys/test_pictures.py --update-screenshots` writes `docs/screenshots` and the pages of keys anew.
"""

from pathlib import Path

import pytest
import torch
import torchvision
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from desktop_app.places import sample

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TENSOR = "stages.1.1.conv2.weight"
KEYS = {
    "en": ("Keyboard shortcuts", "Made from the table of actions by a test.", "Command", "Keys"),
    "zh_CN": ("键盘快捷键", "由测试根据动作表生成。", "命令", "按键"),
}


def write_keys(tongue, tables):
    """The page of keys, a table for each workspace; without pretending to know names of keys better than Qt."""
    title, note, command, keys = KEYS[tongue]
    lines = [f"# {title}", "", note, ""]
    for name, rows in tables:
        lines += [f"## {name}", "", f"| {command} | {keys} |", "|---|---|"]
        for row in rows:
            text = (
                row.text.replace("&", "").rstrip("…").split("(")[0]
                if tongue != "en"
                else row.text.replace("&", "").rstrip("…")
            )
            native = QKeySequence(row.shortcut).toString(QKeySequence.SequenceFormat.PortableText).replace("|", "\\|")
            lines.append(f"| {text} | `{native}` |")
        lines.append("")
    place = DOCS / ("" if tongue == "en" else "zh") / "shortcuts.md"
    place.write_text("\n".join(lines), encoding="utf-8")


ABOUT_A_MODEL = ("check", "compare", "costs", "gradients", "console")
"""Panes that say something when a model is known, or a second file."""


def about_a_model(window, folder, save, settled):
    """A ResNet and what a day of training made of it, as those panes show them."""
    torch.manual_seed(0)
    state = torchvision.models.resnet18().state_dict()
    trained = {
        name: value + 0.02 * torch.randn_like(value) if value.is_floating_point() and name.startswith(("layer4", "fc")) else value
        for name, value in state.items()
    }  # fmt: skip
    torch.save(trained, folder / "resnet18-trained.pth")
    torch.save(state, folder / "resnet18.pth")
    window.open_paths([str(folder / "resnet18-trained.pth")])
    yield lambda: window.front is not None and window.front.session is not None
    window.open_paths([str(folder / "resnet18.pth")])
    tab = window.all_tabs()[-1]
    yield lambda: window.front is tab and tab.flow is not None and bool(tab.flow.found)
    tab.flow.shape.setText("1,3,64,64")
    tab.flow.show_kind("dataflow")
    yield lambda: tab.flow.flow is not None
    tab.flow.use.click()
    yield lambda: tab.work.request.model != "" and not tab.work.busy
    yield lambda: window.docks["check"].view() is not None and not window.docks["check"].view().busy
    window.inspect.set_measure("gradient")
    yield lambda: tab.flow.backward is not None

    def seen(name):
        window.show_dock(name)
        yield settled(25)
        if window.docks[name].height() < 330:
            window.inspect.resizeDocks([window.docks[name]], [360], Qt.Orientation.Vertical)
        yield settled(25)
        save(name)

    for name in ("check", "costs", "gradients"):
        if name == "gradients":
            tab.session.select_tensors([next(i for i, one in enumerate(tab.session.checkpoint.tensors) if one.name == "conv1.weight")])  # fmt: skip
        yield from seen(name)
    window.show_dock("compare")
    yield lambda: window.docks["compare"].view() is not None
    compare = window.docks["compare"].view()
    found = []
    compare.changes_found.connect(found.append)
    compare.choices.other.setCurrentIndex(
        compare.choices.other.findText("resnet18-trained", Qt.MatchFlag.MatchContains)
    )
    compare.start()
    yield lambda: bool(found)
    yield settled(20)
    compare.two.next_worst()
    yield from seen("compare")
    window.inspect.open_console()
    yield lambda: window.docks["console"].view() is not None
    console = window.docks["console"].view()
    yield (
        lambda: (
            console.running and "In [" in console.terminal._control.toPlainText() and not console.terminal._executing
        )
    )
    answers = []
    console.terminal.executed.connect(answers.append)
    for line in ('w = state_dict["layer4.1.conv2.weight"]', "w.shape, float(w.std())", "sorted(state_dict)[:3]"):
        console.terminal.execute(line)
        yield lambda: bool(answers)
        answers.clear()
    yield from seen("console")
    while len(window.all_tabs()) > 1:
        window.inspect.close_tab(len(window.all_tabs()) - 1)
        yield settled(5)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_every_pane_can_be_seen(steps, main_window_of, request, theme, tongue, tmp_path):
    if not request.config.getoption("--update-screenshots"):
        pytest.skip("pictures are written when --update-screenshots asks for them")
    from desktop_app.gui import language
    from desktop_app.gui.annotation.panels.empty_page import EmptyPage, own_sample
    from desktop_app.gui.settings import Settings

    settings = Settings()
    settings.set("theme", theme)
    settings.set("language", tongue)
    settings.finish()
    folder = DOCS / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)

    def settled(turns=20):
        left = [turns]

        def look():
            left[0] -= 1
            return left[0] < 0

        return look

    def save(widget, name):
        picture = widget.grab().toImage()
        assert (
            len({picture.pixel(x, y) for x in range(0, picture.width(), 17) for y in range(0, picture.height(), 13)})
            > 3
        ), name
        assert picture.save(str(folder / f"{name}-{theme}-{tongue}.webp"), "WEBP", 82)

    def script():
        yield lambda: any(w.objectName() == "main-window" and not w.isHidden() for w in QApplication.topLevelWidgets())
        window = main_window_of()
        window.resize(1440, 900)
        yield lambda: window.is_complete
        yield settled()
        save(window, "empty")
        window.open_paths([str(sample())])
        yield lambda: window.front is not None and window.front.session is not None
        session = window.front.session
        session.select_tensors([next(i for i, info in enumerate(session.checkpoint.tensors) if info.name == TENSOR)])
        session.start_statistics()
        yield lambda: len(session.statistics) + len(session.failures) >= len(session.checkpoint.tensors)
        yield lambda: window.docks["histogram"].view() is not None and bool(window.docks["histogram"].view().statistics)
        yield settled(60)
        save(window, "inspect")
        tables = [(window.workspace_titles()["inspect"], [row for row in window.rows() if row.shortcut])]
        for name, dock in window.docks.items():
            if name in ABOUT_A_MODEL:
                continue
            window.show_dock(name)
            yield lambda dock=dock: dock.view() is not None
            if name == "health":
                dock.view().start_once()
                yield lambda dock=dock: not dock.view().busy
            yield settled(60 if name in ("health", "bytes", "ridge") else 25)
            if dock.height() < 330:
                window.inspect.resizeDocks([dock], [360], Qt.Orientation.Vertical)
                yield settled(10)
            save(dock, f"pane-{name}")
        yield from about_a_model(window, tmp_path, lambda name: save(window.docks[name], f"pane-{name}"), settled)
        window.workspace_named("label").open_paths([str(own_sample(EmptyPage.sample()))])
        label = window.show_workspace("label")
        yield lambda: bool(label.session.names) and label._picture is not None
        yield settled(50)
        save(window, "label")
        rows = (*label.rows(), *window.joints.rows("label"))
        tables.append((window.workspace_titles()["label"], [row for row in rows if row.shortcut]))
        window.joints.train_on_images()
        yield lambda: window.workspace.name == "train" and window.workspace.setup.facts is not None
        yield settled(60)
        window.workspace.setup.data.setText("sample-images")  # no picture tells where it was made
        window.workspace.setup.runs_folder.setText("weightsmith-runs")
        save(window, "train")
        tables.append((window.workspace_titles()["train"], [row for row in window.workspace.rows() if row.shortcut]))
        window.show_workspace("inspect")
        guide = window.commands.guide.read("tensor")
        yield settled()
        save(guide, "help")
        guide.close()
        window.commands.guide.tour.go(2)
        yield settled()
        save(window, "tour")
        window.commands.guide.tour.end()
        dialog = window.commands.preferences.show_settings()
        yield settled()
        dialog.told.clear()
        save(dialog, "settings")
        dialog.close()
        if theme == "light":
            write_keys(tongue, tables)

    try:
        assert steps(["--new-window"], script, watched=False) == 0
    finally:
        language.apply_language("en")
