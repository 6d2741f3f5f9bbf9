"""What each global of a pickle would do on an ordinary load: a table of names, and sentences in plain words."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Mapping, Sequence

from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.model import GlobalUse, Risk, Safety, Verdict
from desktop_app.checkpoint.pickling.objects import Global, Opaque

HARMLESS: Mapping[str, frozenset[str]] = {
    "torch._utils": frozenset({
        "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_parameter", "_rebuild_parameter_with_state",
        "_rebuild_qtensor", "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor", "_rebuild_nested_tensor",
        "_rebuild_meta_tensor_no_storage", "_rebuild_device_tensor_from_numpy", "_rebuild_device_tensor_from_cpu_tensor",
        "_rebuild_wrapper_subclass", "_rebuild_xla_tensor",
    }),
    "torch._tensor": frozenset({"_rebuild_from_type_v2", "_rebuild_from_type"}),
    "torch.tensor": frozenset({"_rebuild_from_type_v2", "_rebuild_from_type"}),
    "torch.nn.parameter": frozenset({"Parameter", "Buffer", "UninitializedParameter"}),
    "torch": frozenset({
        "Tensor", "Size", "device", "per_tensor_affine", "per_channel_affine", "per_channel_affine_float_qparams",
        "per_tensor_symmetric", "per_channel_symmetric", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc",
        "strided", "contiguous_format", "channels_last", "preserve_format", "default_generator",
    }),
    "torch.serialization": frozenset({"_get_layout"}),
    "torch.storage": frozenset({"UntypedStorage", "TypedStorage", "_TypedStorage", "_UntypedStorage"}),
    "collections": frozenset({"OrderedDict", "defaultdict", "Counter", "deque"}),
    "builtins": frozenset({
        "set", "frozenset", "bytearray", "bytes", "complex", "slice", "range", "list", "dict", "tuple", "int", "float",
        "str", "bool", "object", "NoneType", "type", "xrange",
    }),
    "argparse": frozenset({"Namespace"}),
    "types": frozenset({"SimpleNamespace"}),
    "datetime": frozenset({"datetime", "date", "time", "timedelta", "timezone"}),
    "pathlib": frozenset({"Path", "PosixPath", "WindowsPath", "PurePath", "PurePosixPath", "PureWindowsPath"}),
    "pathlib._local": frozenset({"Path", "PosixPath", "WindowsPath", "PurePath", "PurePosixPath", "PureWindowsPath"}),
    "decimal": frozenset({"Decimal"}),
    "fractions": frozenset({"Fraction"}),
    "uuid": frozenset({"UUID"}),
    "ipaddress": frozenset({"IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network"}),
    "_codecs": frozenset({"encode"}),
    "copyreg": frozenset({"_reconstructor", "__newobj__", "__newobj_ex__"}),
    "numpy": frozenset({"dtype", "ndarray", "bool_", "int64", "int32", "float64", "float32", "float16", "uint8"}),
    "numpy.core.multiarray": frozenset({"_reconstruct", "scalar"}),
    "numpy._core.multiarray": frozenset({"_reconstruct", "scalar"}),
    "numpy.core.numeric": frozenset({"_frombuffer"}),
    "numpy._core.numeric": frozenset({"_frombuffer"}),
    "numpy.random._pickle": frozenset({"__bit_generator_ctor", "__generator_ctor", "__randomstate_ctor"}),
    "numpy.random._pcg64": frozenset({"PCG64", "PCG64DXSM"}),
    "numpy.random._mt19937": frozenset({"MT19937"}),
    "numpy.random._philox": frozenset({"Philox"}),
    "numpy.random._sfc64": frozenset({"SFC64"}),
    "numpy.random.bit_generator": frozenset({"SeedSequence", "__pyx_unpickle_SeedSequence"}),
}  # fmt: skip
"""Names that only rebuild plain data; short enough to read in one look."""

_REFUSED_YET_HARMLESS = frozenset(HARMLESS) - {
    "torch", "torch._utils", "torch._tensor", "torch.tensor", "torch.nn.parameter", "torch.serialization", "torch.storage", "_codecs",
}  # fmt: skip
_LOADED_WEIGHTS_ONLY = frozenset({
    "collections.OrderedDict", "collections.Counter", "builtins.set", "builtins.bytearray", "builtins.complex",
})  # fmt: skip

_DTYPE_NAMES = frozenset({
    "float64", "double", "float32", "float", "float16", "half", "bfloat16", "int64", "long", "int32", "int", "int16", "short",
    "int8", "uint8", "uint16", "uint32", "uint64", "bool", "complex32", "chalf", "complex64", "cfloat", "complex128", "cdouble",
    "qint8", "quint8", "qint32", "quint4x2", "quint2x4", "bits1x8", "bits2x4", "bits4x2", "bits8", "bits16",
    "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2",
})  # fmt: skip

_SHELL = "runs a command of the operating system"
_PROGRAM = "starts another program"
_CODE = "executes Python code that the file carries"
_IMPORT = "imports a module that the file chooses"
_REACH = "reaches for any attribute of any object, a step of most attacks"
_FILES = "reads, writes or deletes files"
_NETWORK = "opens a network connection"
_LOADS = "loads another pickle without protection"
_NATIVE = "calls into native code or raw memory"
_PROCESS = "controls processes, threads or the interpreter itself"

DANGEROUS: Mapping[str, Mapping[str, str]] = {
    "builtins": {
        "eval": _CODE, "exec": _CODE, "compile": _CODE, "execfile": _CODE, "__import__": _IMPORT, "getattr": _REACH,
        "setattr": _REACH, "delattr": _REACH, "open": _FILES, "file": _FILES, "input": _PROCESS, "breakpoint": _PROCESS,
        "globals": _REACH, "locals": _REACH, "vars": _REACH, "apply": _CODE, "map": _CODE, "filter": _CODE,
        "exit": _PROCESS, "quit": _PROCESS, "memoryview": _NATIVE, "print": "prints text while the file loads",
    },
    "functools": {"reduce": _CODE},
    "operator": {"attrgetter": _REACH, "methodcaller": _REACH, "itemgetter": _REACH, "call": _CODE},
    "_operator": {"attrgetter": _REACH, "methodcaller": _REACH, "itemgetter": _REACH, "call": _CODE},
    "types": {"FunctionType": _CODE, "CodeType": _CODE, "LambdaType": _CODE, "MethodType": _REACH, "ModuleType": _IMPORT},
    "torch": {"load": _LOADS, "compile": _CODE},
    "torch.serialization": {"load": _LOADS},
    "torch.jit": {"load": _NATIVE, "script": _CODE},
    "numpy": {"load": _LOADS, "fromfile": _FILES, "memmap": _FILES, "save": _FILES},
    "pandas": {"read_pickle": _LOADS, "eval": _CODE},
    "joblib": {"load": _LOADS},
    "sklearn.externals.joblib": {"load": _LOADS},
    "dill._dill": {"_create_function": _CODE, "_create_code": _CODE, "_import_module": _IMPORT},
    "cloudpickle.cloudpickle": {"_make_function": _CODE, "_builtin_type": _REACH, "subimport": _IMPORT},
    "pydoc": {"locate": _IMPORT, "pipepager": _SHELL},
    "pathlib": {"_Accessor": _FILES},
    "site": {"main": _PROCESS},
    "sys": {"exit": _PROCESS, "setprofile": _CODE, "settrace": _CODE, "modules": _REACH},
    "lib2to3.pgen2.grammar": {"Grammar.loadgrammar": _LOADS},
    "logging.config": {"listen": _NETWORK, "dictConfig": _CODE, "fileConfig": _CODE},
}  # fmt: skip
"""Single names, with what they do."""

DANGEROUS_MODULES: Mapping[str, str] = {
    "os": _SHELL, "posix": _SHELL, "nt": _SHELL, "commands": _SHELL, "popen2": _SHELL, "subprocess": _PROGRAM,
    "_posixsubprocess": _PROGRAM, "pty": _PROGRAM, "webbrowser": _PROGRAM, "antigravity": _PROGRAM, "asyncio": _PROGRAM,
    "runpy": _CODE, "code": _CODE, "codeop": _CODE, "timeit": _CODE, "cProfile": _CODE, "profile": _CODE, "pdb": _CODE,
    "bdb": _CODE, "trace": _CODE, "doctest": _CODE, "idlelib": _CODE, "marshal": _CODE, "imp": _IMPORT, "importlib": _IMPORT,
    "pkgutil": _IMPORT, "zipimport": _IMPORT, "ensurepip": _PROGRAM, "pip": _PROGRAM, "venv": _PROGRAM, "setuptools": _PROGRAM,
    "distutils": _PROGRAM, "pickle": _LOADS, "_pickle": _LOADS, "cPickle": _LOADS, "shelve": _LOADS, "dill": _LOADS,
    "cloudpickle": _LOADS, "shutil": _FILES, "tempfile": _FILES, "fileinput": _FILES, "zipfile": _FILES, "tarfile": _FILES,
    "io": _FILES, "_io": _FILES, "linecache": _FILES, "socket": _NETWORK, "_socket": _NETWORK, "ssl": _NETWORK,
    "socketserver": _NETWORK, "http": _NETWORK, "urllib": _NETWORK, "urllib2": _NETWORK, "urllib3": _NETWORK,
    "httplib": _NETWORK, "requests": _NETWORK, "aiohttp": _NETWORK, "httpx": _NETWORK, "ftplib": _NETWORK, "smtplib": _NETWORK,
    "telnetlib": _NETWORK, "xmlrpc": _NETWORK, "ctypes": _NATIVE, "_ctypes": _NATIVE, "cffi": _NATIVE, "mmap": _NATIVE,
    "gc": _PROCESS, "inspect": _REACH, "signal": _PROCESS, "multiprocessing": _PROCESS, "threading": _PROCESS,
    "_thread": _PROCESS, "concurrent": _PROCESS, "atexit": _PROCESS, "faulthandler": _PROCESS, "torch.hub": _NETWORK,
    "torch.utils.cpp_extension": _NATIVE, "torch.ops": _NATIVE, "numpy.testing": _CODE, "numpy.f2py": _PROGRAM,
    "numpy.distutils": _PROGRAM, "nltk": _NETWORK, "torch._inductor": _CODE, "torch._dynamo": _CODE, "torch.fx": _CODE,
}  # fmt: skip
"""Modules of which every name counts, those below them included."""


def classify(module: str, name: str) -> tuple[Risk, str]:
    """Risk of a global, and the reason in plain words."""
    module = {"__builtin__": "builtins", "__builtins__": "builtins", "_collections": "collections"}.get(module, module)
    reason = _danger(module, name)
    if reason:
        return "dangerous", f"An ordinary load could use it: it {reason}."
    if _is_harmless(module, name):
        return "none", "Rebuilds tensors or plain values."
    if (module, name) == ("torch.storage", "_load_from_bytes"):
        return (
            "unknown",
            "Loads a pickle that lies inside this one; it was read in the same safe way and is listed too.",
        )
    if module.partition(".")[0] in ("torch", "torchvision"):
        return "unknown", "A class or function of PyTorch; it was not run, only its stored attributes are shown."
    return "unknown", "A class or function of some other program; it was not run, only its stored attributes are shown."


def refused_by_weights_only(uses: Sequence[GlobalUse]) -> str:
    """A harmless global that `torch.load(weights_only=True)` does not know all the same; empty when there is none."""
    for use in uses:
        module, _, name = use.name.rpartition(".")
        module = {"__builtin__": "builtins"}.get(module, module)
        plain = module in _REFUSED_YET_HARMLESS or module.partition(".")[0] == "numpy"
        if use.risk == "none" and plain and f"{module}.{name}" not in _LOADED_WEIGHTS_ONLY:
            return use.name
    return ""


def _danger(module: str, name: str) -> str:
    if single := DANGEROUS.get(module, {}).get(name, ""):
        return single
    if "." in name and (parts := set(name.split("."))) & {
        "__globals__",
        "__builtins__",
        "__class__",
        "__subclasses__",
        "__dict__",
        "system",
    }:
        return f"{_REACH} (here {', '.join(sorted(parts & {'__globals__', '__builtins__', '__class__', '__subclasses__', '__dict__', 'system'}))})"
    prefix = module
    while prefix:
        if prefix in DANGEROUS_MODULES:
            return DANGEROUS_MODULES[prefix]
        prefix = prefix.rpartition(".")[0]
    return ""


def _is_harmless(module: str, name: str) -> bool:
    if name in HARMLESS.get(module, ()):
        return True
    if module in ("torch", "torch.cuda", "torch.storage") and (name.endswith("Storage") or name in _DTYPE_NAMES):
        return True
    return module == "numpy.dtypes" or (module == "numpy" and name in _DTYPE_NAMES)


def describe_call(callee: object, arguments: Sequence[object]) -> str:
    """What calling `callee` with `arguments` on load would have done, one sentence."""
    name = callee.dotted if isinstance(callee, Global) else short_text(callee)
    leaf = name.rpartition(".")[2]
    first = arguments[0] if arguments else None
    if leaf in ("system", "popen") and isinstance(first, str | bytes):
        return f"An ordinary load would run the shell command `{_plain(first)}`."
    if leaf in ("eval", "exec", "compile") and isinstance(first, str | bytes):
        return f"An ordinary load would execute the Python code `{_plain(first)}`."
    if leaf in ("__import__", "import_module") and isinstance(first, str):
        return f"An ordinary load would import the module `{_plain(first)}`."
    if leaf in ("Popen", "run", "call", "check_call", "check_output", "spawn") and first is not None:
        return f"An ordinary load would start the program {short_text(first)}."
    shown = ", ".join(short_text(argument) for argument in arguments[:6])
    return f"An ordinary load would call {name}({shown})."


def _plain(text: str | bytes, limit: int = 160) -> str:
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown[: limit + 1])
    return shown if len(shown) <= limit else shown[:limit] + "…"


def short_text(value: object, limit: int = 80) -> str:
    """One line for any stand-in or plain value, never following what it holds."""
    if isinstance(value, str):
        return repr(_plain(value, limit))
    if isinstance(value, bytes | bytearray):
        return counted(len(value), "byte")
    if value is None or isinstance(value, bool | float | complex):
        return repr(value)
    if isinstance(value, int):
        return repr(value) if value.bit_length() < 256 else f"an integer of {value.bit_length()} bits"
    if isinstance(value, Global):
        return value.dotted
    if isinstance(value, Opaque):
        return f"{value.type_name}(…)"
    if (
        isinstance(value, tuple | list)
        and len(value) <= 6
        and all(not isinstance(v, tuple | list | dict) for v in value)
    ):
        return f"[{', '.join(short_text(v, 30) for v in value)}]"
    if isinstance(value, tuple | list | set | frozenset | dict):
        return f"{type(value).__name__} of {len(value)}"
    return type(value).__name__


def judge(globals_: Sequence[GlobalUse]) -> Safety:
    """The verdict over all globals of a file, dangerous ones first in the list."""
    order = {"dangerous": 0, "unknown": 1, "none": 2}
    listed = tuple(sorted(globals_, key=lambda use: (order[use.risk], use.name)))
    verdict: Verdict = "data"
    if listed and listed[0].risk == "dangerous":
        verdict = "code"
    elif listed and listed[0].risk == "unknown":
        verdict = "objects"
    return Safety(verdict, listed)
