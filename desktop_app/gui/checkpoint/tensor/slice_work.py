"""What a worker does for the tensor view: print a slice, save a slice. Imports no Qt, so that workers can import it."""

from desktop_app.checkpoint.model import FileIdentity, TensorInfo

MOST_PRINTED = 2_000_000


def printed(files: tuple[FileIdentity, ...], info: TensorInfo, index: str) -> tuple[str, str]:
    """What torch and what NumPy would print for `info[index]`. Raises TensorError."""
    from desktop_app.checkpoint.tensors import numpy_text, read_slice, torch_text

    values = read_slice(files, info, index)
    return torch_text(values, info), numpy_text(values, info)


def save_slice(files: tuple[FileIdentity, ...], info: TensorInfo, index: str, path: str) -> str:
    """Write `info[index]` to `path` in the format of its ending. Raises TensorError, OSError, ValueError."""
    from desktop_app.checkpoint.tensors import read_slice, save_values

    save_values(read_slice(files, info, index), path)
    return path
