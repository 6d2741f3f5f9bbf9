"""All tools by name."""

from collections.abc import Mapping
from typing import Final

from desktop_app.gui.annotation.canvas_tools.assist import AssistTool
from desktop_app.gui.annotation.canvas_tools.base import Tool
from desktop_app.gui.annotation.canvas_tools.brush import BrushTool, EraserTool
from desktop_app.gui.annotation.canvas_tools.circle import CircleTool, ThreePointCircleTool
from desktop_app.gui.annotation.canvas_tools.cuboid import CuboidTool
from desktop_app.gui.annotation.canvas_tools.ellipse import EllipseTool
from desktop_app.gui.annotation.canvas_tools.extreme import ExtremePointsTool
from desktop_app.gui.annotation.canvas_tools.line import LineTool
from desktop_app.gui.annotation.canvas_tools.pan import PanTool
from desktop_app.gui.annotation.canvas_tools.points import PointsTool, PointTool
from desktop_app.gui.annotation.canvas_tools.polygon import HoleTool, PolygonTool
from desktop_app.gui.annotation.canvas_tools.polyline import PolylineTool
from desktop_app.gui.annotation.canvas_tools.rectangle import RectangleTool
from desktop_app.gui.annotation.canvas_tools.rotated_rectangle import RotatedRectangleTool
from desktop_app.gui.annotation.canvas_tools.select import SelectTool
from desktop_app.gui.annotation.canvas_tools.skeleton import SkeletonTool
from desktop_app.gui.annotation.canvas_tools.split import SplitTool
from desktop_app.gui.annotation.canvas_tools.superpixels import SuperpixelTool
from desktop_app.gui.annotation.canvas_tools.wand import WandTool
from desktop_app.gui.annotation.canvas_tools.watershed import WatershedTool

TOOLS: Final[Mapping[str, type[Tool]]] = {
    tool.name: tool
    for tool in (
        SelectTool, PanTool, RectangleTool, RotatedRectangleTool, ExtremePointsTool, PolygonTool, HoleTool, CircleTool,
        ThreePointCircleTool, EllipseTool, LineTool, PolylineTool, PointTool, PointsTool, SkeletonTool, CuboidTool, BrushTool,
        EraserTool, WandTool, WatershedTool, SuperpixelTool, AssistTool, SplitTool,
    )
}  # fmt: skip
