"""Makes a Python with PyTorch for this program: by what, which build, how large it is, and how far it has come."""

import platform
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop_app.engine.making import Plan, complete, discard, free_nbytes, makers, prepare
from desktop_app.engine.own import OwnEngine, Recipe, engines_folder, remove
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.formatting import size_text
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, scheme_name

_SIZES = {"cuda": (2_900_000_000, 6_600_000_000), "cpu": (300_000_000, 1_300_000_000)}
"""Bytes to download and bytes on disk, as PyTorch 2.15 on Linux was measured; the index is asked for the exact ones."""


def usual_build() -> str:
    """Which build an index without more says gives on this system: the one with CUDA on Linux for Intel and AMD."""
    return "cuda" if sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64") else "cpu"


class EngineMaking(QDialog):
    """First the size is looked up, then it is downloaded; closing or cancelling leaves nothing behind."""

    made = Signal(object)
    """The `OwnEngine`, whole and tried."""

    def __init__(
        self, tasks: Tasks, settings: Settings, parent: QWidget | None = None, *, replaces: OwnEngine | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("engine-making")
        self._tasks, self._settings, self._replaces = tasks, settings, replaces
        self._task: Task | None = None
        self._plan: Plan | None = None
        self._make()
        self._lay_out()
        self._retranslate()
        self._recall()
        self._look_for_makers()
        self.resize(680, 330)

    # ------------------------------------------------------------------ what it is made of

    def _make(self) -> None:
        self.about, self.sizes, self.said = QLabel(self), QLabel(self), QLabel(self)
        for name, label in (("about", self.about), ("sizes", self.sizes), ("said", self.said)):
            label.setObjectName(f"engine-making-{name}")
            label.setWordWrap(True)
        self.maker, self.build, self.index = QComboBox(self), QComboBox(self), QLineEdit(self)
        self.maker.setObjectName("engine-making-maker")
        self.maker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.maker.setMinimumContentsLength(30)
        self.build.setObjectName("engine-making-build")
        for box in (self.maker, self.build):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for name in ("cuda", "cpu") if sys.platform != "darwin" else ("cpu",):
            self.build.addItem("", name)
        self.index.setObjectName("engine-making-index")
        self.index.setClearButtonEnabled(True)
        self.folder = self._button("folder")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setObjectName("engine-making-progress")
        self.bar.hide()
        self.details = QPlainTextEdit(self)
        self.details.setObjectName("engine-making-details")
        self.details.setReadOnly(True)
        self.details.hide()
        self.buttons = QDialogButtonBox(self)
        self.go, self.stop, self.leave = self._button("go"), self._button("stop"), self._button("close")
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.leave, QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.stop.setEnabled(False)
        self.go.clicked.connect(self.proceed)
        self.stop.clicked.connect(self.cancel)
        self.leave.clicked.connect(self.reject)
        self.folder.clicked.connect(self._browse)
        for changed in (self.maker.currentIndexChanged, self.build.currentIndexChanged, self.index.textChanged):
            changed.connect(self._choice_changed)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"engine-making-{name}")
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self.titles = {name: QLabel(self) for name in ("maker", "build", "index")}
        place = QHBoxLayout()
        place.addWidget(self.index, 1)
        place.addWidget(self.folder)
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.titles["maker"], self.maker)
        form.addRow(self.titles["build"], self.build)
        form.addRow(self.titles["index"], place)
        for name, widget in (("maker", self.maker), ("build", self.build), ("index", self.index)):
            self.titles[name].setBuddy(widget)
        column = dialog_column(self)
        column.addWidget(self.about)
        column.addLayout(form)
        for part in (self.sizes, self.bar, self.said):
            column.addWidget(part)
        column.addWidget(self.details, 1)
        column.addStretch(0)
        column.addWidget(self.buttons)

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language in force."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(
            self.tr("Make a Python with PyTorch") if self._replaces is None else self.tr("Repair the Python with PyTorch")
        )  # fmt: skip
        self.about.setText(
            self.tr(
                "An environment of its own is made in {folder}, apart from every Python that you use. A new one is "
                "complete and tried before it is taken; until then nothing changes."
            ).format(folder=engines_folder())
        )
        names = {
            "maker": self.tr("&Made by"), "build": self.tr("&Build"), "index": self.tr("&Index or folder of wheels"),
        }  # fmt: skip
        for name, title in self.titles.items():
            title.setText(names[name])
        self.maker.setAccessibleName(self.tr("The Python or program that makes the environment"))
        self.build.setAccessibleName(self.tr("Build of PyTorch"))
        self.index.setAccessibleName(self.tr("Index or folder of wheels"))
        self.bar.setAccessibleName(self.tr("How far the environment has come"))
        self.details.setAccessibleName(self.tr("What pip printed last"))
        builds = {"cuda": self.tr("For NVIDIA GPUs (CUDA), and the CPU"), "cpu": self._cpu_text()}
        for row in range(self.build.count()):
            self.build.setItemText(row, builds[self.build.itemData(row)])
        self.folder.setText(self.tr("Folder…"))
        self.stop.setText(self.tr("Cancel"))
        self.leave.setText(self.tr("Close"))
        self._show_choice()

    def _cpu_text(self) -> str:
        return self.tr("For the CPU and Apple GPUs") if sys.platform == "darwin" else self.tr("For the CPU alone")

    def _recall(self) -> None:
        build = self._settings.get("engine-build") or usual_build()
        self.build.setCurrentIndex(max(0, self.build.findData(build)))
        self.index.setText(self._settings.get("engine-index"))
        if self._replaces is not None:
            self.index.setText(self._replaces.recipe.index)

    # ------------------------------------------------------------------ who can make one

    def _look_for_makers(self) -> None:
        self._say(self.tr("Looking for a Python that can make environments…"), "")
        self._looking = self._tasks.run(makers, lane="thread", latest="engine-makers")
        self._looking.part.connect(while_alive(self, self._add_maker))
        self._looking.ended.connect(while_alive(self, self._makers_known))

    def _add_maker(self, found: tuple[str, tuple[int, ...]]) -> None:
        path, version = found
        title = f"Python {'.'.join(map(str, version))}  –  {path}" if version else f"uv  –  {path}"
        self.maker.addItem(title, path)
        if self._replaces is not None and path == self._replaces.recipe.maker:
            self.maker.setCurrentIndex(self.maker.count() - 1)
        self._show_choice()

    def _makers_known(self) -> None:
        if self.maker.count() == 0:
            self._say(engine_text("no-maker", {}, ""), BAD[scheme_name()])
        elif self._task is None and self._plan is None:
            self._say("", "")

    # ------------------------------------------------------------------ the choice

    def _choice_changed(self) -> None:
        self._drop_plan()
        self._show_choice()

    def _show_choice(self) -> None:
        """What is known of the size before the index is asked, and whether it can be asked."""
        build = str(self.build.currentData())
        unusual = build != usual_build()
        self.index.setPlaceholderText(
            self.tr("address of the index that has this build") if unusual else self.tr("as pip is configured")
        )
        self.index.setToolTip(
            self.tr("“Get Started” on PyTorch's site names the address for each build; a folder of wheels serves a machine without network.")
        )  # fmt: skip
        download, disk = _SIZES[build]
        if self._plan is None:
            lines = [
                self.tr("About {download} to download and {disk} on disk; {free} are free.").format(
                    download=size_text(download), disk=size_text(disk), free=_free()
                )
            ]
            if unusual and not self.index.text().strip():
                lines.append(
                    self.tr("This build lies in an index of its own, which PyTorch's site names under “Get Started”.")
                )
            self.sizes.setText(" ".join(lines))
        idle = self._task is None
        self.go.setText(self.tr("Look up the size") if self._plan is None else self.tr("Download and install"))
        self.go.setEnabled(idle and self.maker.count() > 0)
        self.stop.setEnabled(not idle)
        for widget in (self.maker, self.build, self.index, self.folder):
            widget.setEnabled(idle)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of wheels"), self.index.text())
        if folder:
            self.index.setText(folder)

    # ------------------------------------------------------------------ making

    def proceed(self) -> None:
        """Look up the size, or when it is known, download and install."""
        if self._task is not None or self.maker.count() == 0:
            return
        self.details.hide()
        if self._plan is None:
            self._settings.set("engine-build", str(self.build.currentData()))
            self._settings.set("engine-index", self.index.text().strip())
            recipe = Recipe(str(self.maker.currentData()), self.index.text().strip())
            task = self._tasks.run(prepare, recipe, title=self.tr("Size of PyTorch"), lane="thread")
            task.done.connect(while_alive(self, self._planned))
        else:
            plan, self._plan = self._plan, None
            task = self._tasks.run(complete, plan, title=self.tr("Python with PyTorch"), lane="thread")
            task.done.connect(while_alive(self, self._complete))
        self._task = task
        self.bar.setRange(0, 0)
        self.bar.show()
        task.progressed.connect(while_alive(self, self._advance))
        task.failed.connect(while_alive(self, self._failed))
        task.cancelled.connect(while_alive(self, self._cancelled))
        task.ended.connect(while_alive(self, self._ended))
        self._show_choice()

    def cancel(self) -> None:
        """End pip and what it started; the folder is removed."""
        if self._task is not None:
            self._task.cancel()

    def _advance(self, done: int, total: int, text: str) -> None:
        step, _, name = text.partition(":")
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        texts = {
            "venv": self.tr("Making an empty environment…"),
            "resolve": self.tr("Asking the index: {name}"),
            "sizes": self.tr("Asking the index for sizes…"),
            "download": self.tr("{done} of {total}: {name}"),
            "unpack": self.tr("Unpacking: this takes minutes for the build with CUDA…"),
            "try": self.tr("Trying it: PyTorch is being imported…"),
        }
        size = {"done": size_text(done * 1000), "total": size_text(total * 1000)}
        self._say(texts.get(step, "{name}").format(name=name or "…", **size), "")

    def _planned(self, plan: Plan) -> None:
        self._plan = plan
        self._tell_plan(plan)

    def _tell_plan(self, plan: Plan) -> None:
        build = self.tr("for NVIDIA GPUs") if plan.has_cuda else self.tr("for the CPU")
        text = self.tr(
            "PyTorch {version} {build}: {count} packages, {download} to download, about {disk} needed; {free} are free."
        )
        unknown = plan.unknown
        self.sizes.setText(
            text.format(
                version=plan.torch, build=build, count=len(plan.wheels), disk=size_text(plan.needed_nbytes), free=_free(),
                download=("≥ " if unknown else "") + size_text(plan.download_nbytes),
            )
        )  # fmt: skip
        if plan.has_cuda and self.build.currentData() == "cpu":
            self._say(
                self.tr("This index has the build with CUDA only; name the one for the CPU."), CAREFUL[scheme_name()]
            )
        elif not plan.has_cuda and self.build.currentData() == "cuda" and not Path(plan.recipe.index or "?").is_dir():
            self._say(self.tr("This index has no build with CUDA for this Python."), CAREFUL[scheme_name()])
        else:
            self._say(self.tr("Nothing of it is downloaded yet."), "")

    def _complete(self, engine: OwnEngine) -> None:
        if self._replaces is not None and self._replaces.folder != engine.folder:
            self._tasks.run(remove, self._replaces.folder, lane="thread")
        self._replaces = None
        self._say(self.tr("It is ready and in use: {path}").format(path=engine.python), GOOD[scheme_name()])
        self.made.emit(engine)

    def _failed(self, failure: TaskFailure) -> None:
        self._say(engine_text(failure.code, dict(failure.values), failure.message), BAD[scheme_name()])
        if failure.detail.strip():
            self.details.setPlainText(failure.detail.strip())
            self.details.show()
            bar = self.details.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _cancelled(self) -> None:
        self._say(self.tr("Cancelled; what was made is removed."), "")

    def _ended(self) -> None:
        self._task = None
        self.bar.hide()
        self._show_choice()

    def _drop_plan(self) -> None:
        plan, self._plan = self._plan, None
        if plan is not None:
            self._tasks.run(discard, plan, lane="thread")

    def _say(self, sentence: str, colour: str) -> None:
        self.said.setText(sentence)
        self.said.setStyleSheet(f"color: {colour};" if colour else "")

    def done(self, result: int) -> None:
        """Close; what is under way is cancelled, and what is not complete is removed."""
        self._looking_off()
        self.cancel()
        self._drop_plan()
        super().done(result)

    def _looking_off(self) -> None:
        with suppress(RuntimeError):  # it is over, and its object is gone
            self._looking.cancel()


def _free() -> str:
    try:
        return size_text(free_nbytes())
    except OSError:
        return "–"
