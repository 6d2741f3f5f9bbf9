"""A function in a process of its own: results, refusals, and every way in which the process may end."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop_app.engine import errors, interpreter
from desktop_app.engine.child import Child, Limits, run_in_child
from desktop_app.engine.errors import SENTENCES, EngineError
from tests.engine import work


@pytest.fixture
def child(monkeypatch):
    """A child that may run functions of the tests."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    with Child(limits=Limits(20)) as made:
        yield made


def call(child, name, *arguments, **named):
    """A function of `work`, which belongs to the tests, by the name under which the child finds it."""
    function = getattr(work, name)
    function.__module__ = "desktop_app.engine.tests_work"
    return child.call(function, *arguments, **named)


@pytest.fixture(autouse=True)
def work_in_the_package(monkeypatch, tmp_path):
    """The child runs only functions of `desktop_app`: the tests' are put there for it by its own start."""
    hook = tmp_path / "sitecustomize.py"
    source = str(Path(work.__file__))
    hook.write_text(
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('desktop_app.engine.tests_work', {source!r})\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "sys.modules['desktop_app.engine.tests_work'] = module\n"
        "spec.loader.exec_module(module)\n"
    )
    plain = interpreter.environment

    def environment():
        made = plain()
        made["PYTHONPATH"] = os.pathsep.join([str(tmp_path), made["PYTHONPATH"]])
        return made

    monkeypatch.setattr("desktop_app.engine.child.environment", environment)


def test_that_results_come_back_with_bytes_and_numbers(child):
    assert call(child, "echo", 1, [2.5, "three", None], value={"a": b"\0\xff"}) == [
        1,
        [2.5, "three", None],
        {"value": {"a": b"\0\xff"}},
    ]
    assert call(child, "process_id") == call(child, "process_id") != os.getpid()


def test_that_progress_is_told_and_prints_do_not_disturb(child):
    told = []
    assert call(child, "count", 3, progress=lambda *step: told.append(step)) == "ready"
    assert told == [(0, 3, "step 0"), (1, 3, "step 1"), (2, 3, "step 2")]


def test_that_an_exception_is_one_sentence_with_its_traceback(child):
    with pytest.raises(EngineError) as caught:
        call(child, "fail")
    assert str(caught.value) == "ValueError: it is Tuesday" and "in fail" in caught.value.detail
    with pytest.raises(EngineError) as caught:
        call(child, "refuse")
    assert caught.value.code == "model-name" and caught.value.values["name"] == "resnet51"
    assert call(child, "echo", 1) == [1, {}]  # it lives on


def test_that_only_functions_of_this_program_are_run(child):
    with pytest.raises(EngineError, match="not of this program"):
        child.call(os.getpid)


def test_that_an_endless_loop_is_stopped_by_the_clock():
    with Child(limits=Limits(2)) as child, pytest.raises(EngineError) as caught:
        call(child, "loop")
    assert caught.value.code == "timeout" and "2 seconds" in str(caught.value)


def test_that_stop_kills_the_child_and_what_it_started(child, tmp_path):
    stop = threading.Event()
    found = []

    def told(_done, _total, text):
        found.append(int(text))
        threading.Timer(0.2, stop.set).start()

    with pytest.raises(EngineError) as caught:
        call(child, "start_another", progress=told, stop=stop)
    assert caught.value.code == "stopped"
    for _ in range(100):
        if not alive(found[0]):
            break
        time.sleep(0.02)
    assert not alive(found[0])


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_that_memory_is_bounded():
    with Child(limits=Limits(20, 600 << 20)) as child, pytest.raises(EngineError) as caught:
        call(child, "fill_memory")
    assert caught.value.code == "memory" and "0.629 GB" in str(caught.value)


def test_that_a_crash_and_an_exit_are_told():
    with Child(limits=Limits(20)) as child:
        with pytest.raises(EngineError) as caught:
            call(child, "crash")
        assert caught.value.code == "died" and "signal" in str(caught.value)
        assert call(child, "echo") == [{}]  # the next call starts a new one


def test_that_what_is_no_answer_is_told(child):
    with pytest.raises(EngineError) as caught:
        call(child, "write_nonsense")
    assert caught.value.code in ("answer", "died")


def test_that_the_child_ends_with_the_program(tmp_path):
    import subprocess

    code = (
        "import os, sys, threading\n"
        "from desktop_app.engine.child import Child\n"
        "child = Child(); child._start()\n"
        "print(child._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    process = int(done.stdout)
    for _ in range(250):
        if not alive(process):
            return
        time.sleep(0.02)
    raise AssertionError("the child lives on")


def test_that_an_interpreter_that_is_none_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv(interpreter.VARIABLE, str(tmp_path / "python"))
    with pytest.raises(EngineError, match="could not be started: no such file"):
        run_in_child(work.echo)
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nexit 3\n")
    script.chmod(0o755)
    with pytest.raises(EngineError, match="exit status 3"):
        run_in_child(work.echo)


def test_that_errors_travel_as_values():
    import pickle

    for code in SENTENCES:
        error = EngineError(code, detail="x", name="n")
        again = pickle.loads(pickle.dumps(error))
        assert (again.code, again.values, again.detail, str(again)) == (code, error.values, "x", str(error))
    assert str(errors.EngineError("unheard of", reason="r")) == "r"
