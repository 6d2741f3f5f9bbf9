"""What is used of scikit-image and SciPy, with types; both are imported when called, in worker processes."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportIndexIssue=false, reportMissingTypeStubs=false

import numpy as np
from numpy.typing import NDArray


def parts_of(bits: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The number, from 1, of the 4-connected part that each pixel belongs to; 0 where there is none."""
    from scipy import ndimage

    return np.asarray(ndimage.label(bits)[0], np.int32)


def contours_of(bits: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Closed lines (row, column) half-way between pixel centres inside and outside; the first point is repeated at the end."""
    from skimage.measure import find_contours

    return find_contours(bits.view(np.uint8), 0.5, fully_connected="low")


def approximated(line: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    """The line with fewer points, none of the old ones further away than `tolerance` (Douglas and Peucker)."""
    from skimage.measure import approximate_polygon

    return np.asarray(approximate_polygon(line, tolerance), np.float64)


def sobel(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """How steep a plane is at each pixel."""
    from skimage import filters

    return np.asarray(filters.sobel(plane), np.float32)


def flooded(height: NDArray[np.float32], seeds: NDArray[np.int32], *, lines: bool) -> NDArray[np.int32]:
    """Watershed of a landscape from seeds; with `lines`, zeros between the basins."""
    from skimage import segmentation

    return np.asarray(segmentation.watershed(height, seeds, watershed_line=lines), np.int32)


def slic(picture: NDArray[np.uint8], count: int, compactness: float) -> NDArray[np.int32]:
    """Superpixels of a grey (2 axes) or RGB (3 axes) picture, numbered from 0."""
    from skimage import segmentation

    axis = None if picture.ndim == 2 else -1
    found = segmentation.slic(picture, n_segments=count, compactness=compactness, channel_axis=axis, start_label=0)
    return np.asarray(found, np.int32)
