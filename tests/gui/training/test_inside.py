"""An image on an opened checkpoint: layers, answers of a filter, checkpoints that do not say what they are."""

import pytest

from desktop_app.engine.errors import EngineError
from desktop_app.gui.engine import Engine
from desktop_app.gui.training.inside_dialog import InsideDialog, images_beside

LAYER = {
    "name": "stem", "kind": "Conv2d", "shape": [2, 3, 4], "means": [0.1, 0.2], "highest": [1.0, 2.0], "dead": 0.25,
    "maps": bytes(range(24)), "maps_shape": [2, 3, 4],
}  # fmt: skip


class Answering:
    """Answers instead of the child."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def call(self, function, *arguments, progress, stop):
        self.asked.append((function.__name__, arguments))
        answer = self.answers[function.__name__]
        if isinstance(answer, EngineError):
            raise answer
        return answer

    def close(self):
        pass


@pytest.fixture
def dialog_of(qtbot, tasks):
    def make(**answers):
        engine = Engine(tasks)
        engine._child = Answering(**answers)
        dialog = InsideDialog(engine, tasks, "/models/best.pth")
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog, engine._child

    return make


def test_that_an_image_shows_every_layer_and_a_channel_its_images(qtbot, dialog_of, pictures):
    image = str(pictures / "image-2.png")
    answer = {"path": image, "value": 3.5, "box": [4, 4, 30, 30]}
    dialog, child = dialog_of(look_inside=[LAYER], filter_answers=[answer])
    dialog.inside.path_dropped.emit(image)
    qtbot.waitUntil(lambda: dialog.inside.maps.count() == 2)
    assert child.asked == [("look_inside", ({"checkpoint": "/models/best.pth"}, image))]
    qtbot.waitUntil(lambda: dialog._task is None)
    dialog.inside.maps.itemActivated.emit(dialog.inside.maps.item(1))
    qtbot.waitUntil(lambda: dialog.inside.answers.count() == 1, timeout=20000)
    name, (_, layer, channel, paths) = child.asked[-1]
    assert (name, layer, channel) == ("filter_answers", "stem", 1) and paths[0] == image and len(paths) == 6
    with qtbot.waitSignal(dialog.image_wanted) as wanted:
        dialog.inside.answers.itemActivated.emit(dialog.inside.answers.item(0))
    assert wanted.args == [image]


def test_that_a_checkpoint_of_others_is_asked_for_its_model_and_tried_again(qtbot, dialog_of, pictures):
    image = str(pictures / "image-0.png")
    dialog, child = dialog_of(look_inside=EngineError("failed", kind="x.pth", reason="Name its model."))
    assert not dialog.model.isVisible()
    dialog.look_at(image)
    qtbot.waitUntil(lambda: "Name its model" in dialog.said.text())
    assert dialog.model.isVisible() and dialog.classes.isVisible() and not dialog.bar.isVisible()
    child.answers["look_inside"] = [LAYER]
    dialog.model.setText("torchvision:resnet18")
    dialog.classes.setText("cat, dog")
    qtbot.waitUntil(lambda: dialog._task is None)
    dialog.model.returnPressed.emit()
    qtbot.waitUntil(lambda: dialog.inside.layers.count() == 1)
    assert child.asked[-1][1][0] == {"checkpoint": "/models/best.pth", "model": "torchvision:resnet18", "classes": ["cat", "dog"]}  # fmt: skip


def test_that_an_image_whose_folder_is_gone_is_still_itself(tmp_path):
    assert images_beside(str(tmp_path / "gone" / "a.png")) == [str(tmp_path / "gone" / "a.png")]
