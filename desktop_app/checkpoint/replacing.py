"""The way in which every file is written, under the name that this package's writers know it by."""

from desktop_app.replacing import Replacement, replace_atomically, replace_file

__all__ = ["Replacement", "replace_atomically", "replace_file"]
