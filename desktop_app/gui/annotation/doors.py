"""The dialogs of the labelling workspace and what they need from it: import, export, schema, statistics, mistakes, comparison."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from desktop_app.annotation.exchange.taking import recognised
from desktop_app.gui.turns import Turns

if TYPE_CHECKING:
    from desktop_app.gui.annotation.workspace import LabelWorkspace

_MAY_BE_FOREIGN = frozenset((".json", ".jsonl", ".ndjson", ".csv", ".xml", ".vott", ".zip", ".yaml", ".data", ".txt"))


class Doors(QObject):
    """One method per dialog; each is made when it is wanted and gone when it is closed."""

    def __init__(self, workspace: "LabelWorkspace") -> None:
        super().__init__(workspace)
        self._of = workspace
        self._turns = Turns(self)

    def _open[Dialog: QDialog](self, dialog: Dialog) -> Dialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _show[Dialog: QDialog](self, dialog: Dialog) -> Dialog:
        """A window that stays beside the work."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.show()
        return dialog

    # ------------------------------------------------------------------ files of other tools

    def open_path(self, path: str) -> None:
        """Images are opened; labels of another tool go through the import."""
        place = Path(path)
        if place.is_dir() or place.suffix.lower() not in _MAY_BE_FOREIGN:
            self._of.session.open(path)
            return
        task = self._of.tasks.run(recognised, path, latest="label-recognise")
        self._of.opening.follow(task, path)
        task.done.connect(
            lambda name: self._of.session.open(path) if name in ("", "folders") else self.import_labels(path)
        )
        task.failed.connect(lambda _failure: self._of.session.open(path))

    def look_for_labels(self) -> None:
        """Whether the folder that was opened has labels of another tool; a bar offers to take them."""
        folder = self._of.session.folder
        if folder is None or folder.origin != "folder" or Path(self._of.session.path) != Path(folder.root):
            return
        if Path(folder.labels_folder, "weightsmith-labels.json").exists():
            return
        path = folder.root
        task = self._of.tasks.run(recognised, path, lane="statistics", latest="label-offer")
        task.done.connect(lambda name: self._offer(path, name))

    def _offer(self, path: str, name: str) -> None:
        folder = self._of.session.folder
        if name in ("", "folders") or folder is None or folder.root != path:
            return
        self._of.offer.show_offer(path, name)

    def import_labels(self, path: str) -> None:
        """Look at labels of another tool and take them over."""
        from desktop_app.gui.annotation.dialogs.import_dialog import ImportDialog

        self._of.empty_page.show_error("")
        dialog = self._open(ImportDialog(self._of.tasks, path, self._of))
        dialog.taken.connect(self._taken)

    def _taken(self, folder: str) -> None:
        self._of.offer.hide()
        session = self._of.session
        if session.folder is not None and session.folder.root == folder and not session.unsaved():
            name = session.name
            session.open(folder).done.connect(lambda _result: session.go_to(name))
        else:
            self._of.open_paths([folder])

    def ask_import(self) -> None:
        """Choose a file of another tool."""
        start = self._of.session.folder.root if self._of.session.folder is not None else ""
        kinds = self.tr("Labels (*.json *.jsonl *.ndjson *.csv *.xml *.vott *.zip *.yaml *.data *.txt);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self._of, self.tr("Import labels"), start, kinds)
        if path:
            self.import_labels(path)

    def ask_import_folder(self) -> None:
        """Choose a folder or project of another tool."""
        start = self._of.session.folder.root if self._of.session.folder is not None else ""
        path = QFileDialog.getExistingDirectory(self._of, self.tr("Import labels of a folder"), start)
        if path:
            self.import_labels(path)

    def export_labels(self) -> None:
        """Write the labels in another format."""
        from desktop_app.gui.annotation.dialogs.export_dialog import LabelExportDialog

        if self._of.session.folder is not None:
            shown = self._of.images.model.shown_names()
            self._open(LabelExportDialog(self._of.session, self._of.settings, shown, self._of))

    def catalogue(self) -> None:
        """Which tools are known, and what of them is opened and written."""
        from desktop_app.gui.annotation.dialogs.catalogue_dialog import CatalogueDialog

        dialog = self._open(CatalogueDialog(self._of))
        dialog.sample_wanted.connect(self._import_sample)

    def _import_sample(self, path: str) -> None:
        """A sample is taken into a folder of its own: the program's own files are not written to."""
        import tempfile

        from desktop_app.gui.annotation.dialogs.import_dialog import ImportDialog

        target = Path(tempfile.mkdtemp(prefix="weightsmith-sample-"), Path(path).name)
        dialog = self._open(ImportDialog(self._of.tasks, path, self._of, str(target)))
        dialog.taken.connect(self._taken)

    def edit_schema(self) -> None:
        """Names, colours, keys, attributes and skeletons of the labels."""
        from desktop_app.gui.annotation.dialogs.schema_dialog import SchemaDialog

        if self._turns.busy:  # it comes already; two would each save over what the other says
            return
        dialog = SchemaDialog(self._of.session, self._of, taken=self._of.table.taken_keys(), complete=False)
        self._turns.add_each(dialog.what_is_missing())
        self._turns.add(lambda: self._open(dialog))

    # ------------------------------------------------------------------ the folder looked at

    def statistics(self) -> None:
        """Labels, sizes, places, what occurs together, what is left."""
        from desktop_app.gui.annotation.dialogs.statistics_dialog import StatisticsDialog

        if self._of.session.folder is not None:
            dialog = self._show(StatisticsDialog(self._of.session, self._of.session.names, self._of))
            dialog.filter_wanted.connect(self._of.images.filter.setText)

    def mistakes(self) -> None:
        """What may be wrong, place by place."""
        from desktop_app.gui.annotation.dialogs.mistakes_dialog import MistakesDialog

        if self._of.session.folder is not None:
            dialog = self._show(MistakesDialog(self._of.session, self._of.session.names, self._of))
            dialog.place_wanted.connect(self._of.show_place)

    def agreement(self) -> None:
        """Compare to other labels of the same images."""
        from desktop_app.gui.annotation.dialogs.agreement_dialog import AgreementDialog

        if self._of.session.folder is not None:
            dialog = self._show(AgreementDialog(self._of.session, self._of))
            dialog.place_wanted.connect(self._of.show_place)

    def history(self) -> None:
        """What was done, to this image and to all."""
        from desktop_app.gui.annotation.dialogs.history_dialog import LabelHistoryDialog

        self._show(LabelHistoryDialog(self._of.session, self._of))
