"""The dataflow of a TorchScript file from the text of its code, walked as syntax; nothing of it is run.

The code in such a file is a small subset of Python. It is parsed with `ast` and followed from the root module's `forward`:
calls of methods and functions are entered, operators become `Op`s, variables stand for the operators that made them. Of a
branch both sides are followed, of a loop one round.
"""

import ast
import pickletools
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.graph.dataflow import Op
from desktop_app.graph.sources.pt2 import SourceError

MOST_BYTES = 64 << 20
"""Of code that is read."""
_MOST_OPS = 100_000
_DEEPEST = 60
_MOST_CALLS = 60_000
_QUIET = frozenset({
    "len", "size", "dim", "eq", "ne", "lt", "le", "gt", "ge", "add_int", "format", "__is__", "__isnot__", "__not__",
    "__contains__", "warn", "append", "is_scripting", "is_tracing", "device", "dtype", "keys", "floordiv", "ScalarImplicit",
    "Int", "Float", "Bool", "IntImplicit", "numel", "str", "int", "RaiseException", "is_floating_point", "is_autocast_enabled",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Value:
    """What is known of a variable: the operators it comes from, a module, a tensor's key, or the parts of a tuple."""

    sources: tuple[str, ...] = ()
    module: str | None = None
    class_name: str = ""
    keys: tuple[str, ...] = ()
    items: tuple["_Value", ...] = ()
    function: str = ""
    truth: bool | None = None
    """Of a plain truth value, where the code fixes it; a model is taken as it is in evaluation."""

    @property
    def flows(self) -> bool:
        return bool(self.sources or self.keys)


@dataclass(slots=True)
class _Class:
    constants: dict[str, bool] = field(default_factory=dict[str, bool])
    methods: dict[str, ast.FunctionDef] = field(default_factory=dict[str, ast.FunctionDef])
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    """Type of each attribute as text."""


def read_torchscript(path: str) -> tuple[list[Op], dict[str, str], dict[str, int]]:
    """Operators in the order of the code, class of each module path; sizes are not known from code alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            sources, root = _code(archive), _root_class(archive)
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        RuntimeError,
        UnicodeError,
    ) as error:
        raise SourceError(f"The code of the TorchScript file cannot be read: {error}.") from error
    if not sources or not root:
        raise SourceError("The file holds no TorchScript code.")
    walker = _Walker(sources)
    try:
        walker.start(root)
    except RecursionError as error:
        raise SourceError("The code of the TorchScript file is nested too deeply to be followed.") from error
    return walker.ops, walker.module_classes, {}


def _code(archive: zipfile.ZipFile) -> dict[str, ast.Module]:
    """Each file of code by the dotted name of its module; files that are no Python are left out."""
    found: dict[str, ast.Module] = {}
    total = 0
    for info in archive.infolist():
        parts = info.filename.split("/")
        if not info.filename.endswith(".py") or "code" not in parts:
            continue
        total += info.file_size
        if total > MOST_BYTES:
            raise SourceError("The code of the TorchScript file is too large to be followed.")
        name = ".".join(parts[parts.index("code") + 1 :]).removesuffix(".py")
        try:
            found[name] = ast.parse(archive.read(info).decode("utf-8", "replace"))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return found


def _root_class(archive: zipfile.ZipFile) -> str:
    """The class of the root object: the first one that its pickle names. The opcodes are read, not run."""
    name = next((one for one in archive.namelist() if one.endswith("/data.pkl") or one == "data.pkl"), "")
    if not name:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of odd escapes in the file's strings
            for opcode, argument, _ in pickletools.genops(archive.read(name)):
                if opcode.name == "GLOBAL" and isinstance(argument, str) and argument.startswith("__torch__"):
                    return argument.replace(" ", ".")
    except ValueError:
        return ""
    return ""


class _Walker:
    def __init__(self, sources: Mapping[str, ast.Module]) -> None:
        self.classes: dict[str, _Class] = {}
        self.functions: dict[str, ast.FunctionDef] = {}
        for name, tree in sources.items():
            self._learn(name, tree)
        self.ops: list[Op] = []
        self.module_classes: dict[str, str] = {}
        self.calls: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.scope: tuple[str, ...] = ()
        self.depth = 0
        self.entered = 0

    def _learn(self, name: str, tree: ast.Module) -> None:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.functions[f"{name}.{node.name}"] = node
            elif isinstance(node, ast.ClassDef):
                self.classes[f"{name}.{node.name}"] = _read_class(node)

    def start(self, root: str) -> None:
        """Follow `forward` of the root class."""
        found = self.classes.get(root)
        if found is None or "forward" not in found.methods:
            raise SourceError("The TorchScript file has no forward to follow.")
        self.module_classes[""] = root
        forward = found.methods["forward"]
        values = [_Value(module="", class_name=root)]
        for argument in forward.args.args[1:]:
            self.ops.append(Op(argument.arg, "input", "input"))
            values.append(_Value((argument.arg,)))
        result = self._run(forward, values)
        for number, source in enumerate(dict.fromkeys(_sources([result]))):
            self.ops.append(Op(f"output_{number}", "output", "output", (), (source,)))

    # ------------------------------------------------------------------ functions

    def _run(self, function: ast.FunctionDef, values: Sequence[_Value]) -> _Value:
        self.depth += 1
        try:
            if self.depth > _DEEPEST:
                return _Value(_sources(values))
            self.entered += 1
            if self.entered > _MOST_CALLS:
                raise SourceError("The code of the TorchScript file calls too much to be followed.")
            names = [argument.arg for argument in function.args.args]
            frame = _Frame(self, dict(zip(names, values, strict=False)))
            frame.block(function.body)
            return frame.result()
        finally:
            self.depth -= 1

    def call_method(self, value: _Value, method: str, values: Sequence[_Value]) -> _Value:
        """Enter a module's method; `forward` opens a group."""
        found = self.classes.get(value.class_name)
        function = found.methods.get(method) if found is not None else None
        if function is None or value.module is None:
            return _Value(_sources(values))
        outer = self.scope
        if method == "forward" and value.module:
            count = self.calls[value.module] = self.calls.get(value.module, -1) + 1
            self.scope = (*outer, f"{value.module}@{count}" if count else value.module)
        try:
            return self._run(function, [value, *values])
        finally:
            self.scope = outer

    def call_function(self, name: str, values: Sequence[_Value]) -> _Value:
        """Enter a function of the file, or note an operator."""
        if name in self.functions:
            return self._run(self.functions[name], values)
        short = name.rpartition(".")[2]
        if not any(value.flows or any(item.flows for item in value.items) for value in values):
            return _Value()
        if short in _QUIET:
            return _Value()  # a number or a truth value, no tensor
        if not name.startswith(("torch.", "ops.")) or len(self.ops) >= _MOST_OPS:
            return _Value(_sources(values), keys=_keys(values))
        base = short.strip("_") or short
        count = self.names[base] = self.names.get(base, -1) + 1
        made = f"{base}_{count}" if count else base
        self.ops.append(Op(made, name.removeprefix("ops."), "op", self.scope, _sources(values), tensors=_keys(values)))
        return _Value((made,))

    def attribute(self, value: _Value, name: str) -> _Value:
        """A part of a module: another module, a tensor, or a plain value."""
        if value.function:
            return _Value(function=f"{value.function}.{name}")
        if value.module is None:
            return _Value(value.sources, keys=value.keys)
        found = self.classes.get(value.class_name)
        kind = found.attributes.get(name, "") if found is not None else ""
        if kind.startswith("bool") or "Final[bool]" in kind:
            return _Value(truth=False if name == "training" else _fixed(found, name))
        path = f"{value.module}.{name}" if value.module else name
        if kind.startswith("__torch__"):
            self.module_classes[path] = _plain_class(kind)
            return _Value(module=path, class_name=kind)
        return _Value(keys=(path,)) if "Tensor" in kind else _Value()


@dataclass(slots=True)
class _Frame:
    walker: _Walker
    names: dict[str, _Value]
    returned: list[_Value] = field(default_factory=list[_Value])

    def result(self) -> _Value:
        """What the function gives: the tuple when there is one way out, else everything that it may come from."""
        if len(self.returned) == 1:
            return self.returned[0]
        return _Value(_sources(self.returned), keys=_keys(self.returned))

    def block(self, statements: Sequence[ast.stmt]) -> None:
        """Follow statements in their order."""
        for statement in statements:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[target], value=value):
                self._assign(target, self.value(value))
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self._assign(target, self.value(value))
            case ast.Expr(value=value):
                self.value(value)
            case ast.Return(value=value):
                self.returned.append(self.value(value) if value is not None else _Value())
            case ast.If(test=test, body=body, orelse=orelse):
                truth = self.value(test).truth
                if truth is None:
                    self._branch(body, orelse)
                else:
                    self.block(body if truth else orelse)
            case ast.For(target=target, iter=over, body=body):
                self._assign(target, self.value(over))
                self.block(body)
            case ast.While(body=body):
                self.block(body)
            case ast.With(body=body):
                self.block(body)
            case _:
                pass

    def _branch(self, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt]) -> None:
        """Both sides; a variable that both set comes from both."""
        before = dict(self.names)
        self.block(body)
        after, self.names = self.names, dict(before)
        self.block(orelse)
        for name, value in after.items():
            other = self.names.get(name)
            if other is None or other == value:
                self.names[name] = value
            elif value != before.get(name):
                same = before.get(name)
                self.names[name] = value if other == same else _joined(value, other)

    def _assign(self, target: ast.expr, value: _Value) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            parts = (
                value.items
                if len(value.items) == len(target.elts)
                else [_Value(value.sources, keys=value.keys)] * len(target.elts)
            )
            for inner, part in zip(target.elts, parts, strict=True):
                self._assign(inner, part)

    def value(self, node: ast.expr) -> _Value:
        """What is known of an expression."""
        match node:
            case ast.Name(id=name):
                if name in self.names:
                    return self.names[name]
                return _Value(function=name) if name in ("torch", "ops", "__torch__") else _Value()
            case ast.Attribute(value=inner, attr=name):
                return self.walker.attribute(self.value(inner), name)
            case ast.Call():
                return self._call(node)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                items = tuple(self.value(part) for part in parts)
                return _Value(_sources(items), keys=_keys(items), items=items)
            case ast.Subscript(value=inner, slice=index):
                return self._item(self.value(inner), index)
            case ast.Constant(value=plain):
                return _Value(truth=plain if isinstance(plain, bool) else None)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                truth = self.value(inner).truth
                return _Value(truth=None if truth is None else not truth)
            case _:
                parts = [self.value(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
                return _Value(_sources(parts), keys=_keys(parts))

    def _item(self, value: _Value, index: ast.expr) -> _Value:
        if (
            value.items
            and isinstance(index, ast.Constant)
            and isinstance(index.value, int)
            and -len(value.items) <= index.value < len(value.items)
        ):
            return value.items[index.value]
        return _Value(value.sources, keys=value.keys)

    def _call(self, node: ast.Call) -> _Value:
        function = node.func
        if isinstance(function, ast.Name) and function.id == "getattr" and len(node.args) == 2:
            name = node.args[1]
            return self.walker.attribute(
                self.value(node.args[0]), str(name.value) if isinstance(name, ast.Constant) else ""
            )
        values = [self.value(argument) for argument in [*node.args, *(keyword.value for keyword in node.keywords)]]
        if isinstance(function, ast.Name) and function.id in ("unchecked_cast", "annotate") and values:
            return values[-1]
        if isinstance(function, ast.Attribute):
            owner = self.value(function.value)
            if owner.module is not None:
                return self.walker.call_method(owner, function.attr, values)
        target = self.value(function)
        return (
            self.walker.call_function(target.function, values)
            if target.function
            else _Value(_sources(values), keys=_keys(values))
        )


def _read_class(node: ast.ClassDef) -> _Class:
    found = _Class()
    for part in node.body:
        match part:
            case ast.FunctionDef(name=name):
                found.methods[name] = part
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value):
                found.attributes[name] = ast.unparse(kind)
                if isinstance(value, ast.Constant) and isinstance(value.value, bool):
                    found.constants[name] = value.value
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id="__annotations__"), slice=ast.Constant(value=name))],
                value=kind,
            ):
                found.attributes[str(name)] = ast.unparse(kind)
            case _:
                pass
    return found


def _fixed(found: _Class | None, name: str) -> bool | None:
    return found.constants.get(name) if found is not None else None


def _plain_class(name: str) -> str:
    """`torch.nn.modules.conv.Conv2d` of `__torch__.torch.nn.modules.conv.___torch_mangle_3.Conv2d`."""
    return ".".join(part for part in name.split(".")[1:] if not part.startswith("___torch_mangle"))


def _joined(first: _Value, second: _Value) -> _Value:
    return _Value(
        _sources([first, second]),
        first.module or second.module,
        first.class_name or second.class_name,
        _keys([first, second]),
    )


def _walk(values: Sequence[_Value]) -> Iterator[_Value]:
    for value in values:
        yield value
        if value.items:
            yield from _walk(value.items)


def _sources(values: Sequence[_Value]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for value in _walk(values) for source in value.sources))


def _keys(values: Sequence[_Value]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for value in _walk(values) for key in value.keys))
