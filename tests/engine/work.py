"""What the tests let a child do."""

import contextlib
import os
import sys


def echo(*arguments, **named):
    return [*arguments, named]


def process_id():
    return os.getpid()


def count(most, progress):
    for step in range(most):
        print("noise", step)
        progress(step, most, f"step {step}")
    os.write(1, b"noise of a library\n")
    return "ready"


def fail():
    raise ValueError("it is Tuesday\nand more")


def refuse():
    from desktop_app.engine.errors import EngineError

    raise EngineError("model-name", library="torchvision", name="resnet51", hint="")


def loop():
    while True:
        pass


def start_another(progress):
    import subprocess

    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    progress(0, 0, str(other.pid))
    other.wait()


def fill_memory():
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def crash():
    os.kill(os.getpid(), 11)


def write_nonsense():
    for descriptor in range(3, 12):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"\xff" * 64)
    os._exit(0)
