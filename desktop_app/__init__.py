"""Weightsmith: open PyTorch files, understand them, edit, label, train, and back again.

The house, room by room:

    __main__     `weightsmith`: a command, or the window; nothing heavy imported before it is needed
    cli          the headless commands, one short file per command group                              no Qt
    checkpoint   WHAT A FILE HOLDS: read, look, edit, compare, write                                  no Qt
    graph        WHAT IS CONNECTED TO WHAT: hierarchy and layout                                      no Qt
    annotation   LABELLED IMAGES                                                                      no Qt
    training     A RUN: a folder, a process, its events                                               no Qt
    gui          THE WINDOW: the only place that knows Qt and pyqtgraph

Who may import whom: `__main__` > `cli | gui` > `training` > `graph` > `checkpoint | annotation`.
"""

__version__ = "0.1.0"
