"""Models built in a child: torchvision's, timm's, or a class of a file that the user trusts. Imports torch inside functions."""

# torch and what it builds are not typed here; the results are plain values.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportMissingImports=false, reportUnknownParameterType=false, reportMissingTypeStubs=false

import contextlib
import hashlib
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from desktop_app.engine.child import Progress
from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import ModelSource, look_at, parse_source

_WEIGHTS = ("weights", "weights_backbone")


def build(text: str, trusted: str = "", *, meta: bool) -> Any:
    """The model as a `torch.nn.Module`, on the meta device if that works and is wanted; weights are never downloaded.

    `trusted` is the SHA-256 of the `.py` that was agreed to; another file is not run. Raises `EngineError`.
    """
    source = parse_source(text)
    make = {"torchvision": _torchvision, "timm": _timm, "plugin": _plugin}.get(source.library)
    return _made(make(source) if make is not None else _python(source, trusted), source, meta=meta)


def _made(make: Callable[[], Any], source: ModelSource, *, meta: bool) -> Any:
    """Call it on the meta device; when it needs numbers while it is built, with its parameters there; else for real."""
    import torch

    attempts: list[Any] = [torch.device("meta"), _parameters_on_meta()] if meta else []
    model = None
    for context in [*attempts, contextlib.nullcontext()]:
        try:
            with context:
                model = make()
            break
        except Exception as error:
            if isinstance(context, contextlib.nullcontext):
                raise _unbuilt(source, error) from error
    if not isinstance(model, torch.nn.Module):
        raise EngineError("model-kind", name=source.name, kind=type(model).__name__)
    return model


def _unbuilt(source: ModelSource, error: Exception) -> EngineError:
    if isinstance(error, EngineError):
        return error
    if source.runs_code:
        return _told(source, error)
    lines = str(error).strip().splitlines()
    return EngineError(
        "model-option", name=source.text, reason=(lines[0] if lines else type(error).__name__).rstrip(".")
    )


def _parameters_on_meta() -> Any:
    """A mode in which what makes parameters makes them on meta, and ranges and literal tensors stay numbers."""
    import torch
    from torch.overrides import TorchFunctionMode

    factories = {
        getattr(torch, name)
        for name in ("empty", "zeros", "ones", "rand", "randn", "full", "eye", "empty_strided")
    }  # fmt: skip

    class Mode(TorchFunctionMode):
        def __torch_function__(
            self, function: Any, kinds: Iterable[Any], arguments: Sequence[Any] = (), named: Any = None
        ) -> Any:
            named = dict(named or {})
            if function in factories and named.get("device") is None:
                named["device"] = "meta"
            return function(*arguments, **named)

    return Mode()


# ---------------------------------------------------------------------- libraries


def _torchvision(source: ModelSource) -> Callable[[], Any]:
    from inspect import signature

    from torchvision.models import get_model_builder, list_models

    try:
        builder = get_model_builder(source.name)
    except (ValueError, KeyError):
        raise _no_model("torchvision", source.name, list_models()) from None
    refused = [name for name in source.options if name in _WEIGHTS]
    if refused:
        raise EngineError("model-option", name=source.text, reason=f"{refused[0]} would be downloaded")
    plain = {name: None for name in _WEIGHTS if name in signature(builder).parameters}
    if source.name in ("googlenet", "inception_v3"):
        plain["init_weights"] = False  # type: ignore[assignment]  # its initialisation takes a minute and is not needed
    return lambda: builder(**{**plain, **source.options})


def _timm(source: ModelSource) -> Callable[[], Any]:
    import timm as found

    timm: Any = found  # where it is not installed, it has no types
    if not timm.is_model(source.name):
        raise _no_model("timm", source.name, timm.list_models())
    refused = [name for name in source.options if name.startswith(("pretrained", "checkpoint", "cache"))]
    if refused:
        raise EngineError("model-option", name=source.text, reason=f"{refused[0]} would load weights")
    options: dict[str, Any] = {**source.options, "pretrained": False}
    return lambda: timm.create_model(source.name, **options)


def _plugin(source: ModelSource) -> Callable[[], Any]:
    from desktop_app.plugins import PluginError, load, of_group, reason_of

    known = {plugin.name: plugin for plugin in of_group("models")}
    plugin = known.get(source.name)
    if plugin is None:
        raise _no_model("plugin", source.name, sorted(known))
    try:
        make = load(plugin)
    except PluginError as error:
        raise EngineError("plugin", package=error.package, name=error.name, reason=error.reason) from error

    def made() -> Any:
        try:
            return make(**source.options)
        except Exception as error:
            reason = reason_of(error)
            raise EngineError("plugin", package=plugin.package, name=plugin.name, reason=reason) from error

    return made


def _no_model(library: str, name: str, known: Sequence[str]) -> EngineError:
    return EngineError("model-name", library=library, name=name, hint=_hint(name, known))


def _hint(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 3)
    return f" Did you mean {', '.join(close)}?" if close else ""


# ---------------------------------------------------------------------- a file of the user's


def _python(source: ModelSource, trusted: str) -> Callable[[], Any]:
    """The class or function, after the file was run. It is run only when its bytes are those that were agreed to."""
    if not trusted:
        raise EngineError("trust", path=source.path)
    seen = look_at(source.path)
    if hashlib.sha256(seen.source).hexdigest() != trusted:
        raise EngineError("changed", path=source.path)
    module = _run(source, seen.source)
    found: Any = module
    for part in source.name.split("."):
        found = getattr(found, part, None)
    if not callable(found):
        raise EngineError(
            "model-class", path=source.path, name=source.name, hint=_hint(source.name, [*seen.classes, *seen.functions])
        )
    return lambda: found(*source.arguments, **source.options)


def _run(source: ModelSource, code: bytes) -> types.ModuleType:
    """Run the file as a module of its own name; what it prints goes to the log, an exit is an error."""
    path = Path(source.path).resolve()
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[path.stem] = module
    sys.path.insert(0, str(path.parent))
    try:
        exec(compile(code, str(path), "exec"), module.__dict__)
    except ModuleNotFoundError as error:
        raise _told(source, error) from error
    except (Exception, SystemExit) as error:
        raise _told(source, error) from error
    return module


def _told(source: ModelSource, error: BaseException) -> EngineError:
    """What went wrong in the file, and in which of its lines."""
    import traceback

    path = str(Path(source.path).resolve())
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    reason = next(iter(str(error).strip().splitlines()), "no reason given")
    detail = "".join(traceback.format_exception(error))[-16000:]
    if not lines:
        return EngineError("model-option", name=source.text, reason=f"{type(error).__name__}: {reason}", detail=detail)
    return EngineError(
        "model-code", path=source.path, line=lines[-1] or 0, kind=type(error).__name__, reason=reason, detail=detail
    )


# ---------------------------------------------------------------------- what a model expects


def expectations(model: Any) -> list[dict[str, Any]]:
    """Keys of `model.state_dict()` in order: `{"name", "shape" or None, "dtype", "kind", "filled"}`.

    A shape of None fits anything (a lazy parameter, an extra state). `filled` keys are made up by torch where an old
    file lacks them.
    """
    parameters = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    filled = set(_filled(model))
    return [_expected(name, value, name in parameters, name in filled) for name, value in model.state_dict().items()]


def _expected(name: str, value: Any, is_parameter: bool, is_filled: bool) -> dict[str, Any]:
    import torch
    from torch.nn.parameter import is_lazy

    kind = "parameter" if is_parameter else "buffer"
    shape: list[int] | None = None
    dtype = ""
    if not isinstance(value, torch.Tensor):
        kind = "extra"
    elif not is_lazy(value):
        shape, dtype = list(value.shape), str(value.dtype).removeprefix("torch.")
    return {"name": name, "shape": shape, "dtype": dtype, "kind": kind, "filled": is_filled}


def _filled(model: Any) -> Iterator[str]:
    """Counters of batch norms, which older versions of torch did not have."""
    from torch.nn.modules.batchnorm import _NormBase  # type: ignore[reportPrivateUsage]

    for path, module in model.named_modules(remove_duplicate=False):
        if isinstance(module, _NormBase) and module.track_running_stats:
            yield f"{path}.num_batches_tracked" if path else "num_batches_tracked"


def describe(text: str, trusted: str = "", progress: Progress | None = None) -> dict[str, Any]:
    """What a model expects of a state_dict: `{"keys": [...], "torch": version}`; runs in a child."""
    if progress is not None:
        progress(0, 0, "model")
    model = build(text, trusted, meta=True)
    import torch  # not before: a file that is refused or never ends is told without waiting for it

    return {"keys": expectations(model), "torch": str(torch.__version__)}
