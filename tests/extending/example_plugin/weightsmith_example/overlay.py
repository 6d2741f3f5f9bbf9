"""An overlay: the largest magnitude of a tensor."""

import numpy as np

from desktop_app.graph.plugged import TensorMeasure


def peak(info, array):
    return float(np.abs(array).max()) if array.size and array.dtype.kind in "fiu" else None


PEAK = TensorMeasure("Largest |w|", peak, log=True)
