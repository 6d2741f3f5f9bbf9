"""Sentences about work itself: processes, memory, the disk."""

from desktop_app.gui.marking import QT_TRANSLATE_NOOP

TEMPLATES: tuple[str, ...] = (
    # files that are written
    QT_TRANSLATE_NOOP("Sentence", "{name}: the ending must be one of {endings}."),
    QT_TRANSLATE_NOOP("Sentence", "{ending} is no kind of picture that can be written; use .svg, .png or .pdf."),
    QT_TRANSLATE_NOOP("Sentence", "A tensor of 4 GB or more is saved as .npy."),
    # workers
    QT_TRANSLATE_NOOP("Sentence", "The worker process could not be started."),
    QT_TRANSLATE_NOOP("Sentence", "The worker process ended unexpectedly; the next attempt starts a new one."),
    QT_TRANSLATE_NOOP("Sentence", "The worker process was ended by the system, perhaps for lack of memory; the next attempt starts a new one."),
    QT_TRANSLATE_NOOP("Sentence", "There is not enough memory for this."),
    QT_TRANSLATE_NOOP("Sentence", "This did not work because of an error in the program ({name})."),
    QT_TRANSLATE_NOOP("Sentence", "There is not enough room on the disk; free some, or choose another place."),
    QT_TRANSLATE_NOOP("Sentence", "{name}: permission is missing; choose another place, or change the permissions."),
    QT_TRANSLATE_NOOP("Sentence", "{name}: there is no such file or folder."),
    # what the operating system says
    QT_TRANSLATE_NOOP("Sentence", "there is not enough room on the disk."),
    QT_TRANSLATE_NOOP("Sentence", "No such file or directory"),
    QT_TRANSLATE_NOOP("Sentence", "Permission denied"),
    QT_TRANSLATE_NOOP("Sentence", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Sentence", "Is a directory"),
    QT_TRANSLATE_NOOP("Sentence", "Not a directory"),
    QT_TRANSLATE_NOOP("Sentence", "Directory not empty"),
    QT_TRANSLATE_NOOP("Sentence", "File exists"),
    QT_TRANSLATE_NOOP("Sentence", "File name too long"),
    QT_TRANSLATE_NOOP("Sentence", "File too large"),
    QT_TRANSLATE_NOOP("Sentence", "No space left on device"),
    QT_TRANSLATE_NOOP("Sentence", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Sentence", "Read-only file system"),
    QT_TRANSLATE_NOOP("Sentence", "Input/output error"),
    QT_TRANSLATE_NOOP("Sentence", "Device or resource busy"),
    QT_TRANSLATE_NOOP("Sentence", "Too many open files"),
    QT_TRANSLATE_NOOP("Sentence", "Invalid argument"),
    QT_TRANSLATE_NOOP("Sentence", "Cannot allocate memory"),
    QT_TRANSLATE_NOOP("Sentence", "Broken pipe"),
    QT_TRANSLATE_NOOP("Sentence", "Connection refused"),
    QT_TRANSLATE_NOOP("Sentence", "Network is unreachable"),
    # what is done, step by step
    QT_TRANSLATE_NOOP("Sentence", "model"),
    QT_TRANSLATE_NOOP("Sentence", "values"),
    QT_TRANSLATE_NOOP("Sentence", "file"),
    QT_TRANSLATE_NOOP("Sentence", "load"),
    QT_TRANSLATE_NOOP("Sentence", "forward"),
    QT_TRANSLATE_NOOP("Sentence", "backward"),
)  # fmt: skip
