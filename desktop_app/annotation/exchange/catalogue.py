"""The labelling tools that are known: what each labels, which of its files are opened and written, or why none is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from desktop_app.places import resources

type Subject = Literal["boxes", "masks", "images", "classes", "video", "text", "audio", "3-D"]
type Outside = Literal["text", "audio", "3-D", "not a labelling tool", "no description", "server"]

REASONS: Final[dict[Outside, str]] = {
    "text": "It labels text; this program labels images.",
    "audio": "It labels sound; this program labels images.",
    "3-D": "It labels point clouds; this program labels images.",
    "not a labelling tool": "It is no labelling tool and writes no label files, though lists of such tools name it.",
    "no description": "Its own file format has neither a description nor a sample to check a reader against.",
    "server": "It keeps its labels on a server and writes no files of its own.",
}
"""Why nothing of a tool is opened, as a sentence."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One labelling tool."""

    name: str
    address: str
    subject: Subject
    formats: tuple[str, ...] = ()
    """Names of its formats in the registry; empty for a tool that is outside."""
    outside: Outside | None = None
    note: str = ""

    @property
    def opens(self) -> tuple[str, ...]:
        """Its formats that can be read."""
        return tuple(name for name in self.formats if _can(name, reading=True))

    @property
    def writes(self) -> tuple[str, ...]:
        """Its formats that can be written."""
        return tuple(name for name in self.formats if _can(name, reading=False))

    @property
    def reason(self) -> str:
        """Why it is outside; empty for a tool whose files are opened."""
        return REASONS[self.outside] if self.outside is not None else ""

    @property
    def sample(self) -> Path | None:
        """A small file or folder of its first format, to try."""
        return next((path for name in self.opens if (path := sample_of(name)) is not None), None)


def _can(name: str, *, reading: bool) -> bool:
    from desktop_app.annotation.formats.all import FORMATS

    format_ = FORMATS.get(name)
    return format_ is not None and (format_.read if reading else format_.write) is not None


def sample_of(format_name: str) -> Path | None:
    """The sample of a format that the program brings along."""
    folder = resources() / "sample" / "labels" / format_name
    return folder if folder.is_dir() else None


_GITHUB: Final = "https://github.com/"
TOOLS: Final[tuple[Tool, ...]] = (
    Tool("labelme", _GITHUB + "wkentaro/labelme", "images", ("labelme",)),
    Tool("X-AnyLabeling", _GITHUB + "CVHub520/X-AnyLabeling", "images", ("xanylabeling",)),
    Tool("Label Studio", _GITHUB + "HumanSignal/label-studio", "images", ("label-studio",), note="Images only."),
    Tool(
        "labelImg",
        _GITHUB + "HumanSignal/labelImg",
        "boxes",
        ("labelimg-voc", "labelimg-yolo", "labelimg-createml"),
    ),
    Tool("COCO Annotator", _GITHUB + "jsbroks/coco-annotator", "images", ("coco-annotator",)),
    Tool("CVAT", _GITHUB + "cvat-ai/cvat", "images", ("cvat",)),
    Tool("VoTT", _GITHUB + "microsoft/VoTT", "images", ("vott", "vott-csv")),
    Tool("PixelAnnotationTool", _GITHUB + "abreheret/PixelAnnotationTool", "masks", ("pixel-annotation",)),
    Tool("VIA", "https://www.robots.ox.ac.uk/~vgg/software/via/", "images", ("via", "via-csv", "via3")),
    Tool(
        "Labelbox",
        _GITHUB + "Labelbox/Labelbox",
        "images",
        ("labelbox", "labelbox-import"),
        note="Exported files; pixels of masks that lie in its cloud are not fetched.",
    ),
    Tool("Universal Data Tool", _GITHUB + "UniversalDataTool/universal-data-tool", "images", ("udt", "udt-csv")),
    Tool("DataTurks", _GITHUB + "DataTurks/DataTurks", "images", ("dataturks",), note="Its lines about images."),
    Tool(
        "Roboflow",
        "https://roboflow.com",
        "images",
        ("coco", "voc", "yolo-detect", "yolo-segment", "yolo-pose", "yolo-obb", "csv"),
        note="What it exports.",
    ),
    Tool(
        "Ultralytics YOLO",
        "https://docs.ultralytics.com/datasets/",
        "images",
        ("yolo-detect", "yolo-segment", "yolo-pose", "yolo-obb", "folders"),
    ),
    Tool("COCO", "https://cocodataset.org", "images", ("coco",), note="Instances and keypoints; not panoptic."),
    Tool("Pascal VOC", "http://host.robots.ox.ac.uk/pascal/VOC/", "images", ("voc", "masks")),
    Tool("DOTA", "https://captain-whu.github.io/DOTA/", "boxes", ("dota",)),
    Tool("Make Sense", _GITHUB + "SkalskiP/make-sense", "images", ("coco", "voc", "csv"), note="What it exports."),
    Tool("torchvision ImageFolder", "https://pytorch.org/vision/", "classes", ("folders",)),
    Tool("BBox-Label-Tool", _GITHUB + "puzzledqs/BBox-Label-Tool", "boxes", ("bbox-label-tool",)),
    Tool("Yolo_mark", _GITHUB + "AlexeyAB/Yolo_mark", "boxes", ("darknet",)),
    Tool("FastAnnotationTool", _GITHUB + "christopher5106/FastAnnotationTool", "boxes", ("fast-annotation",)),
    Tool("od-annotation", _GITHUB + "hzylmf/od-annotation", "boxes", ("voc",)),
    Tool("RectLabel", "https://rectlabel.com", "images", ("voc", "coco", "yolo-detect", "yolo-segment", "csv")),
    Tool("labelImgPlus", _GITHUB + "lzx1413/labelImgPlus", "boxes", ("labelimg-voc",)),
    Tool("vatic", _GITHUB + "cvondrick/vatic", "video", ("voc",), note="What it dumps as Pascal VOC, frame by frame."),
    Tool("LabelBoundingBox", _GITHUB + "hjptriplebee/LabelBoundingBox", "boxes", outside="no description"),
    Tool("ImageLabel", _GITHUB + "lanbing510/ImageLabel", "masks", outside="no description"),
    Tool("ImageSegmentation", _GITHUB + "AKSHAYUBHAT/ImageSegmentation", "masks", outside="no description"),
    Tool(
        "opensurfaces-segmentation-ui",
        _GITHUB + "seanbell/opensurfaces-segmentation-ui",
        "masks",
        outside="server",
    ),
    Tool("video_labeler", _GITHUB + "hahnyuan/video_labeler", "video", outside="no description"),
    Tool("OpenLabel", _GITHUB + "liushu1231/OpenLabel", "video", outside="no description"),
    Tool("lane-detection-with-opencv", "", "video", outside="not a labelling tool"),
    Tool("brat", "https://brat.nlplab.org", "text", outside="text"),
    Tool("JVFloatLabeledTextField", _GITHUB + "jverdi/JVFloatLabeledTextField", "text", outside="not a labelling tool"),
    Tool("MarqueeLabel", _GITHUB + "cbpowell/MarqueeLabel", "text", outside="not a labelling tool"),
    Tool("audio-annotator", _GITHUB + "CrowdCurio/audio-annotator", "audio", outside="audio"),
    Tool("youtube-chord-ocr", _GITHUB + "henridwyer/youtube-chord-ocr", "audio", outside="not a labelling tool"),
    Tool("MusicSegmentation", _GITHUB + "torogmw/MusicSegmentation", "audio", outside="audio"),
    Tool("labelCloud", _GITHUB + "ch-sa/labelCloud", "3-D", outside="3-D"),
)
"""Those that people name when they list labelling tools, the ones whose files are opened first."""


def search(words: str) -> Iterator[Tool]:
    """The tools in whose name, subject or formats each of the words occurs."""
    from desktop_app.annotation.formats.all import FORMATS

    wanted = words.lower().split()
    for tool in TOOLS:
        titles = (FORMATS[name].title for name in tool.formats if name in FORMATS)
        told = " ".join((tool.name, tool.subject, *tool.formats, *titles, tool.note, tool.reason)).lower()
        if all(word in told for word in wanted):
            yield tool
