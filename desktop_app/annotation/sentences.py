"""What can go wrong with images and folders and what may be wrong with labels: codes and sentences, as data to translate."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # images
    "image-absent": "{name} is not there.",
    "image-forbidden": "{name} may not be read.",
    "image-folder": "{name} is a folder.",
    "image-empty": "{name} is empty.",
    "image-lfs": "{name} is a placeholder of Git LFS; the image itself was not downloaded.",
    "image-unknown": "{name} is no image of a kind that is known.",
    "image-broken": "{name} is broken: {reason}.",
    "image-undecodable": "{name} cannot be decoded ({reason}).",
    "image-memory": "{name} is too large for the memory that there is.",
    "image-too-many-pixels": "{name} has {width} x {height} pixels; more than {limit} are not opened.",
    "image-bomb": "{name} would unpack from {bytes} bytes to {width} x {height} pixels: a decompression bomb.",
    "image-no-pixels": "{name} has no pixels.",
    "image-no-room": "There is no place to unpack {name}: {reason}.",
    "image-zip-gone": "{name} is not there any more.",
    "image-not-unpacked": "{name} cannot be unpacked: {reason}.",
    "no-picture-inside": "{name} carries no picture.",
    # folders
    "folder-absent": "{name} is not there.",
    "folder-unlistable": "{name} cannot be listed: {reason}.",
    "folder-unknown": "{name} is no folder, no image, no list (.txt) of images and no zip.",
    "list-too-long": "{name} is too long for a list of images.",
    "list-unreadable": "{name} cannot be read: {reason}.",
    "list-empty": "{name} names no images.",
    "zip-broken": "{name} cannot be opened as a zip: {reason}.",
    "zip-empty": "{name} holds no images.",
    # mistakes in labels
    "outside": "The shape lies outside the image.",
    "partly-outside": "A part of the shape lies outside the image.",
    "empty": "The shape encloses nothing.",
    "self-crossing": "The outline crosses itself.",
    "duplicate": "The shape lies on another one of the same label.",
    "tiny": "The shape is only {width} x {height} pixels large.",
    "no-label": "The shape has no label.",
    "unknown-label": "The label schema has no label {label}.",
    "kind-not-allowed": "The label {label} does not allow shapes of this kind ({kind}).",
    "missing-attribute": "The attribute {attribute} was not answered.",
    "wrong-attribute": "The attribute {attribute} cannot be {value}.",
    "keypoints": "The skeleton has {have} keypoints; the label {label} has {want}.",
    "one-off": "Only this shape has the label {label}.",
    "one-off-like": "Only this shape has the label {label}; {other} is used {count} times.",
    "size": "The labels were made for an image of {said}; it has {true}.",
    "image": "{reason}",
}


class Trouble(ValueError):
    """Something that cannot be done: a code, its values, and the English sentence; it crosses processes."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(SENTENCES[code].format(**self.values))

    def __reduce__(self) -> tuple[object, tuple[type["Trouble"], str, dict[str, str]]]:
        return _again, (type(self), self.code, self.values)


def _again(kind: type[Trouble], code: str, values: dict[str, str]) -> Trouble:
    return kind(code, **values)


def reason_of(error: BaseException) -> str:
    """The first line of what an error says, without its full stop."""
    text = str(getattr(error, "strerror", None) or error).strip().rstrip(".").splitlines()
    return text[0][:120] if text else type(error).__name__
