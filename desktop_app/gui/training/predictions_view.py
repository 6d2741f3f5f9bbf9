"""What the net says of a few held-out images, from the first measurement to the last: drag the slider through time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSlider, QVBoxLayout, QWidget

from desktop_app.annotation.model import LabelSchema
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_view import RunView
from desktop_app.gui.training.shape_picture import ShapePicture
from desktop_app.gui.training.small_pictures import small_images
from desktop_app.gui.training.work import preview_of
from desktop_app.training.record.previews import PreviewImage

_COLUMNS = 4


class PredictionsView(RunView):
    """Images in a grid, and the time."""

    image_wanted = Signal(str)

    def __init__(self, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__("predictions-view", follower, parent)
        self.time = QSlider(Qt.Orientation.Horizontal, self)
        self.time.setObjectName("prediction-time")
        self.time.setRange(0, 0)
        self.when = QLabel(self)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        inside = QWidget(self)
        self.grid = QGridLayout(inside)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        row = QHBoxLayout()
        row.addWidget(self.time, 1)
        row.addWidget(self.when)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.area, 1)
        self.pictures: list[ShapePicture] = []
        self.shown: Sequence[PreviewImage] = ()
        self._schema = LabelSchema()
        self._images: dict[str, tuple[QImage, int, int]] = {}
        self._wanted: set[str] = set()
        self.time.valueChanged.connect(lambda _value: self._read())
        follower.changed.connect(self.refresh)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text."""
        self.time.setAccessibleName(self.tr("Time of the predictions"))
        self.time.setToolTip(
            self.tr("From the first measurement of the run to the latest; at the right end it follows the run.")
        )
        self.nothing.setText(self.tr("What the net says of held-out images is shown here after the first measurement."))
        self.refresh()

    def refresh(self) -> None:
        """Take new predictions in; the slider stays at the end when it was there."""
        count = len(self.follower.previews)
        self.nothing.setVisible(not count)
        self.area.setVisible(bool(count))
        self.time.setVisible(bool(count))
        self.time.setEnabled(count > 1)
        if not self.isVisible() or not count:
            return
        last = self.time.value() == self.time.maximum()
        if self.time.maximum() != count - 1:
            self.time.setRange(0, count - 1)
            if last:
                self.time.setValue(count - 1)
        if not self.shown or last:
            self._read()

    def _read(self) -> None:
        """Read the predictions of the slider's time; files of a long run are thinned out, then the nearest that is left."""
        previews = self.follower.previews
        if not previews:
            return
        chosen = previews[min(self.time.value(), len(previews) - 1)]
        self.when.setText(self.tr("epoch {epoch}, step {step}").format(epoch=chosen.epoch + 1, step=chosen.step))
        task = self.follower.tasks.run(
            preview_of, self.follower.folder, chosen.path, lane="thread", latest="predictions"
        )
        task.done.connect(lambda found: self._show(*found))

    def _show(self, images: Sequence[PreviewImage], schema: LabelSchema) -> None:
        if not images:
            return  # thinned out: what is shown stays
        self.shown = images
        self._schema = schema
        while len(self.pictures) < len(images):
            picture = ShapePicture(self)
            picture.setMinimumHeight(200)
            picture.setCursor(Qt.CursorShape.PointingHandCursor)
            place = len(self.pictures)
            picture.clicked.connect(lambda place=place: self._open(place))
            self.pictures.append(picture)
            self.grid.addWidget(picture, place // _COLUMNS, place % _COLUMNS)
        self._paint()
        missing = [image.path for image in images if image.path not in self._images and image.path not in self._wanted]
        if missing:
            self._wanted.update(missing)
            task = self.follower.tasks.run(small_images, missing, lane="ahead", latest="prediction-images")
            task.done.connect(self._take_images)

    def _take_images(self, found: dict[str, tuple[bytes, int, int, int, int]]) -> None:
        for path, (data, width, height, whole_width, whole_height) in found.items():
            image = QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
            self._images[path] = (image, whole_width, whole_height)
        self._paint()

    def _paint(self) -> None:
        for picture, one in zip(self.pictures, self.shown, strict=False):
            image, width, height = self._images.get(one.path, (QImage(), 0, 0))
            best = sorted(one.classes.items(), key=lambda entry: -entry[1])[:2]
            said = ", ".join(f"{name} {chance:.0%}" for name, chance in best)
            picture.show_image(
                image, one.shapes, self._schema, size=(width, height), caption=f"{one.name}  {said}".strip()
            )

    def _open(self, place: int) -> None:
        if place < len(self.shown):
            self.image_wanted.emit(self.shown[place].path)
