"""The training pane's words in the language in force: tasks, states, metrics, settings with their help, reasons."""

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.marking import QT_TRANSLATE_NOOP


def _of(table: dict[str, str], name: str) -> str:
    text = table.get(name)
    return QCoreApplication.translate("Training", text) if text else name


TASK_NAMES: dict[str, str] = {
    "classification": QT_TRANSLATE_NOOP("Training", "Classification: one class for each image"),
    "detection": QT_TRANSLATE_NOOP("Training", "Detection: a box around each object"),
    "segmentation": QT_TRANSLATE_NOOP("Training", "Segmentation: the class of each pixel"),
    "keypoints": QT_TRANSLATE_NOOP("Training", "Keypoints: the places of named points"),
}
SHORT_TASKS: dict[str, str] = {
    "classification": QT_TRANSLATE_NOOP("Training", "classification"),
    "detection": QT_TRANSLATE_NOOP("Training", "detection"),
    "segmentation": QT_TRANSLATE_NOOP("Training", "segmentation"),
    "keypoints": QT_TRANSLATE_NOOP("Training", "keypoints"),
}
STATES: dict[str, str] = {
    "new": QT_TRANSLATE_NOOP("Training", "starting"),
    "running": QT_TRANSLATE_NOOP("Training", "running"),
    "paused": QT_TRANSLATE_NOOP("Training", "paused"),
    "finished": QT_TRANSLATE_NOOP("Training", "finished"),
    "stopped": QT_TRANSLATE_NOOP("Training", "stopped"),
    "failed": QT_TRANSLATE_NOOP("Training", "failed"),
    "crashed": QT_TRANSLATE_NOOP("Training", "ended unexpectedly"),
    "missing": QT_TRANSLATE_NOOP("Training", "folder is gone"),
}
METRIC_NAMES: dict[str, str] = {
    "accuracy": QT_TRANSLATE_NOOP("Training", "Accuracy"),
    "map50": QT_TRANSLATE_NOOP("Training", "mAP at IoU 0.5"),
    "map": QT_TRANSLATE_NOOP("Training", "mAP at IoU 0.5 to 0.95"),
    "mean_iou": QT_TRANSLATE_NOOP("Training", "Mean IoU"),
    "keypoint_error_px": QT_TRANSLATE_NOOP("Training", "Keypoint error in pixels"),
    "pck": QT_TRANSLATE_NOOP("Training", "Share of keypoints that are near"),
}
LEFT_OUT: dict[str, str] = {
    "rejected": QT_TRANSLATE_NOOP("Training", "rejected by a person"),
    "unlabelled": QT_TRANSLATE_NOOP("Training", "not labelled yet"),
    "only-suggestions": QT_TRANSLATE_NOOP("Training", "only suggestions that nobody accepted"),
    "nothing-usable": QT_TRANSLATE_NOOP("Training", "no shape that this task can use"),
    "no-class": QT_TRANSLATE_NOOP("Training", "no class for the whole image"),
}
KNOB_NAMES: dict[str, str] = {
    "epochs": QT_TRANSLATE_NOOP("Training", "Epochs"),
    "image_size": QT_TRANSLATE_NOOP("Training", "Longer side in pixels"),
    "device": QT_TRANSLATE_NOOP("Training", "Device"),
    "batch_size": QT_TRANSLATE_NOOP("Training", "Images in a batch"),
    "learning_rate": QT_TRANSLATE_NOOP("Training", "Learning rate"),
    "optimizer": QT_TRANSLATE_NOOP("Training", "Optimizer"),
    "weight_decay": QT_TRANSLATE_NOOP("Training", "Weight decay"),
    "schedule": QT_TRANSLATE_NOOP("Training", "Schedule of the learning rate"),
    "warmup": QT_TRANSLATE_NOOP("Training", "Warm-up"),
    "clip": QT_TRANSLATE_NOOP("Training", "Clip the gradient at"),
    "dice": QT_TRANSLATE_NOOP("Training", "Weight of the Dice loss"),
    "accumulate": QT_TRANSLATE_NOOP("Training", "Parts of a batch"),
    "patience": QT_TRANSLATE_NOOP("Training", "Stop early after"),
    "frozen_backbone": QT_TRANSLATE_NOOP("Training", "Keep the backbone as it is"),
    "validation": QT_TRANSLATE_NOOP("Training", "Held out to measure"),
    "test": QT_TRANSLATE_NOOP("Training", "Kept for a last test"),
    "seed": QT_TRANSLATE_NOOP("Training", "Seed"),
    "precision": QT_TRANSLATE_NOOP("Training", "Precision"),
    "workers": QT_TRANSLATE_NOOP("Training", "Processes that load images"),
    "threads": QT_TRANSLATE_NOOP("Training", "Threads"),
    "validate_every": QT_TRANSLATE_NOOP("Training", "Epochs between measurements"),
    "checkpoint_seconds": QT_TRANSLATE_NOOP("Training", "Seconds between checkpoints"),
    "histogram_share": QT_TRANSLATE_NOOP("Training", "Share of time for histograms"),
}
KNOB_HELP: dict[str, str] = {
    "epochs": QT_TRANSLATE_NOOP("Training", "How often every image is seen. 0: as often as a small set needs."),
    "image_size": QT_TRANSLATE_NOOP("Training", "Images are made smaller to this before anything else. Small objects need more."),
    "device": QT_TRANSLATE_NOOP("Training", "Automatic takes a graphics card when there is one that works."),
    "batch_size": QT_TRANSLATE_NOOP("Training", "Images that are looked at before the weights change. 0: chosen. It is halved by itself when memory runs out."),
    "learning_rate": QT_TRANSLATE_NOOP("Training", "How far the weights move at each step. 0: chosen. Too high and the loss jumps, too low and nothing is learnt."),
    "optimizer": QT_TRANSLATE_NOOP("Training", "AdamW learns quickly with little tuning; SGD needs a higher rate."),
    "weight_decay": QT_TRANSLATE_NOOP("Training", "Pulls weights towards zero, against learning by heart."),
    "schedule": QT_TRANSLATE_NOOP("Training", "How the learning rate falls over the run."),
    "warmup": QT_TRANSLATE_NOOP("Training", "Share of the steps in which the learning rate rises from nothing."),
    "clip": QT_TRANSLATE_NOOP("Training", "A gradient longer than this is shortened. 0: never."),
    "dice": QT_TRANSLATE_NOOP("Training", "For segmentation: helps classes that cover little of the image."),
    "accumulate": QT_TRANSLATE_NOOP("Training", "A batch is worked off in so many parts: less memory, the same result."),
    "patience": QT_TRANSLATE_NOOP("Training", "Measurements without a better result after which the run ends. 0: never."),
    "frozen_backbone": QT_TRANSLATE_NOOP("Training", "Only the head learns. Quick, for few images and weights that know much already."),
    "validation": QT_TRANSLATE_NOOP("Training", "Share of the images that is never learnt from. A split that lies beside the labels goes first."),
    "test": QT_TRANSLATE_NOOP("Training", "Share of the images that this run does not look at."),
    "seed": QT_TRANSLATE_NOOP("Training", "The same seed gives the same run on a CPU."),
    "precision": QT_TRANSLATE_NOOP("Training", "Automatic takes short numbers where the device gains by them."),
    "workers": QT_TRANSLATE_NOOP("Training", "-1: chosen."),
    "threads": QT_TRANSLATE_NOOP("Training", "Of the processor. 0: measured at the start."),
    "validate_every": QT_TRANSLATE_NOOP("Training", "0: chosen."),
    "checkpoint_seconds": QT_TRANSLATE_NOOP("Training", "A run that is killed loses no more than this."),
    "histogram_share": QT_TRANSLATE_NOOP("Training", "Histograms of all layers are counted as often as this share of the time allows. 0: never."),
}  # fmt: skip
CHOICE_NAMES: dict[str, str] = {
    "auto": QT_TRANSLATE_NOOP("Training", "automatic"),
    "cosine": QT_TRANSLATE_NOOP("Training", "cosine"),
    "constant": QT_TRANSLATE_NOOP("Training", "constant"),
    "linear": QT_TRANSLATE_NOOP("Training", "linear"),
}
"""Choices of knobs that are words; the others are names, the same in every language."""
CHANGE_NAMES: dict[str, str] = {
    "RandomHorizontalFlip": QT_TRANSLATE_NOOP("Training", "Flip left and right"),
    "RandomVerticalFlip": QT_TRANSLATE_NOOP("Training", "Flip up and down"),
    "RandomAffine": QT_TRANSLATE_NOOP("Training", "Turn, shift, scale, shear"),
    "RandomRotation": QT_TRANSLATE_NOOP("Training", "Turn"),
    "RandomPerspective": QT_TRANSLATE_NOOP("Training", "Perspective"),
    "RandomResizedCrop": QT_TRANSLATE_NOOP("Training", "Crop and resize"),
    "ElasticTransform": QT_TRANSLATE_NOOP("Training", "Elastic"),
    "ColorJitter": QT_TRANSLATE_NOOP("Training", "Brightness, contrast, colour"),
    "RandomPhotometricDistort": QT_TRANSLATE_NOOP("Training", "Photometric distortion"),
    "RandomGrayscale": QT_TRANSLATE_NOOP("Training", "Grey"),
    "RandomInvert": QT_TRANSLATE_NOOP("Training", "Invert"),
    "RandomAutocontrast": QT_TRANSLATE_NOOP("Training", "Auto-contrast"),
    "RandomEqualize": QT_TRANSLATE_NOOP("Training", "Equalize the histogram"),
    "RandomPosterize": QT_TRANSLATE_NOOP("Training", "Fewer colours"),
    "RandomSolarize": QT_TRANSLATE_NOOP("Training", "Solarize"),
    "RandomAdjustSharpness": QT_TRANSLATE_NOOP("Training", "Sharpness"),
    "RandomChannelPermutation": QT_TRANSLATE_NOOP("Training", "Swap colour channels"),
    "GaussianBlur": QT_TRANSLATE_NOOP("Training", "Blur"),
    "GaussianNoise": QT_TRANSLATE_NOOP("Training", "Noise"),
    "JPEG": QT_TRANSLATE_NOOP("Training", "JPEG artefacts"),
    "RandomErasing": QT_TRANSLATE_NOOP("Training", "Erase a patch"),
}


def task_text(task: str) -> str:
    """A task with what it gives."""
    return _of(TASK_NAMES, task)


def short_task(task: str) -> str:
    """A task in one word."""
    return _of(SHORT_TASKS, task)


def state_text(state: str) -> str:
    """How a run stands."""
    return _of(STATES, state)


def metric_text(metric: str) -> str:
    """What is measured."""
    return _of(METRIC_NAMES, metric)


def reason_text(reason: str) -> str:
    """Why images are left out."""
    return _of(LEFT_OUT, reason)


def knob_text(name: str) -> str:
    """What a setting is called."""
    return _of(KNOB_NAMES, name)


def knob_help(name: str) -> str:
    """What a setting does, in plain words."""
    return _of(KNOB_HELP, name)


def choice_text(choice: str) -> str:
    """What a choice of a setting is called."""
    return _of(CHOICE_NAMES, choice)


def change_text(name: str) -> str:
    """What a change of the training images is called."""
    return _of(CHANGE_NAMES, name)


def time_text(seconds: float) -> str:
    """A duration as a person says it."""
    if seconds < 60:
        return QCoreApplication.translate("Training", "{count} s").format(count=max(1, round(seconds)))
    if seconds < 5400:
        return QCoreApplication.translate("Training", "{count} min").format(count=round(seconds / 60))
    return QCoreApplication.translate("Training", "{count} h").format(count=f"{seconds / 3600:.1f}")
