"""Python that loads a file: what somebody pastes into a training script."""

from collections.abc import Mapping, Sequence

from desktop_app.checkpoint.model import Checkpoint, Entry
from desktop_app.checkpoint.pickling.safety import refused_by_weights_only

_USE = "model.load_state_dict(state_dict)\n"


def snippet_of(checkpoint: Checkpoint) -> str:
    """Lines that load the state_dict of an opened file with the library that wrote it."""
    path, container = checkpoint.path, checkpoint.container
    if container == "torchscript":
        return f'import torch\n\nstate_dict = torch.jit.load({path!r}, map_location="cpu").state_dict()\n{_USE}'
    if container == "pt2":
        return f"import torch\n\nstate_dict = torch.export.load({path!r}).state_dict\n{_USE}"
    if container == "dcp":
        return _distributed(path)
    if container == "index":
        return _sharded(path, pickled=not any(file.path.endswith(".safetensors") for file in checkpoint.files))
    if container in ("safetensors", "numpy"):
        return snippet_for(path, ties=ties_in(checkpoint.metadata, [info.name for info in checkpoint.tensors]))
    return _pickled(path, checkpoint)


def snippet_for(
    path: str, *, keys: Sequence[str | int] = (), ties: bool = False, around: Checkpoint | None = None
) -> str:
    """Lines that load an exported file; `keys` lead to the state_dict in it, `ties` are to be put back from the metadata.

    `around` is the file whose surroundings were kept.
    """
    if path.endswith(".index.json"):
        return _sharded(path)
    if path.endswith(".safetensors"):
        return _safetensors(path, ties=ties)
    if path.endswith((".npz", ".npy")):
        return (
            "import numpy as np\nimport torch\n\n"
            f"state_dict = {{key: torch.from_numpy(value) for key, value in np.load({path!r}).items()}}\n{_USE}"
        )
    if around is not None and keys:
        return _pickled(path, around)
    return _torch(path, keys)


def inner_keys(checkpoint: Checkpoint) -> tuple[str | int, ...]:
    """The keys that lead from the outermost object to the state_dict or the module; empty when the file holds nothing around it.

    Of several state_dicts the first is meant.
    """
    return _way(checkpoint)[0]


def inner_text(checkpoint: Checkpoint) -> str:
    """What has to follow the loaded object in Python to get the state_dict: `['model'].state_dict()`."""
    keys, is_module = _way(checkpoint)
    return "".join(f"[{key!r}]" for key in keys) + (".state_dict()" if is_module else "")


def _way(checkpoint: Checkpoint) -> tuple[tuple[str | int, ...], bool]:
    """The keys, and whether they lead to a module."""
    weights = [info for info in checkpoint.tensors if info.role in ("parameter", "buffer")]
    for info in weights:
        for tail in ((info.name,), tuple(info.name.split("."))):
            if info.path[-len(tail) :] == tail:
                return _as_indexed(checkpoint.contents, info.path[: -len(tail)])
    path = next((info.path for info in weights if checkpoint.kind in ("module", "checkpoint") and info.path), ())
    return _as_indexed(checkpoint.contents, path[:-1])


def _as_indexed(contents: Sequence[Entry], path: tuple[str, ...]) -> tuple[tuple[str | int, ...], bool]:
    """The same with numbers where what is indexed is a list or tuple, as far as a module."""
    keys: list[str | int] = []
    here = contents[0] if contents else None
    for key in path:
        if here is not None and here.kind == "module":
            break
        in_list = here is not None and here.kind in ("list", "tuple")
        keys.append(int(key) if in_list else key)
        inside = contents[here.first_child : here.first_child + here.children] if here is not None else ()
        here = next((entry for entry in inside if entry.key == key), None)
    return tuple(keys), here is not None and here.kind == "module"


def ties_in(metadata: Mapping[str, str], names: Sequence[str]) -> bool:
    """Whether the metadata of a `.safetensors` names tensors that were written once under another name."""
    known = set(names)
    return any(value in known and key not in known for key, value in metadata.items())


def _safetensors(path: str, *, ties: bool) -> str:
    if not ties:
        return f"from safetensors.torch import load_file\n\nstate_dict = load_file({path!r})\n{_USE}"
    return (
        "from safetensors import safe_open\n\n"
        f'with safe_open({path!r}, framework="pt") as file:\n'
        "    state_dict = {key: file.get_tensor(key) for key in file.keys()}\n"
        "    # tensors that were written once under another name\n"
        "    for key, kept in (file.metadata() or {}).items():\n"
        "        if kept in state_dict:\n"
        "            state_dict.setdefault(key, state_dict[kept])\n"
        f"{_USE}"
    )


def _sharded(path: str, *, pickled: bool = False) -> str:
    library = "import torch" if pickled else "from safetensors.torch import load_file"
    load = (
        'torch.load(index.parent / file, map_location="cpu", weights_only=True)'
        if pickled
        else "load_file(index.parent / file)"
    )
    return (
        f"import json\nfrom pathlib import Path\n\n{library}\n\n"
        f"index = Path({path!r})\n"
        'files = set(json.loads(index.read_text())["weight_map"].values())\n'
        f"state_dict = {{key: value for file in files for key, value in {load}.items()}}\n"
        f"{_USE}"
    )


def _distributed(path: str) -> str:
    return (
        "import torch\nfrom torch.distributed.checkpoint.format_utils import dcp_to_torch_save\n\n"
        f'dcp_to_torch_save({path!r}, "whole.pth")\n'
        'state_dict = torch.load("whole.pth", map_location="cpu", weights_only=True)\n'
        f"{_USE}"
    )


def _torch(path: str, keys: Sequence[str | int]) -> str:
    inner = "".join(f"[{key!r}]" for key in keys)
    return f'import torch\n\nstate_dict = torch.load({path!r}, map_location="cpu", weights_only=True){inner}\n{_USE}'


def _pickled(path: str, checkpoint: Checkpoint) -> str:
    """Lines for a file at `path` that holds what the opened one does."""
    verdict = checkpoint.safety.verdict
    refused = refused_by_weights_only(checkpoint.safety.globals)
    if verdict == "data" and not refused:
        return _torch(path, inner_keys(checkpoint))
    if verdict == "code":
        return f"# {path!r} would run code when it is loaded: export it as a state_dict and load that instead.\n"
    inner = inner_text(checkpoint)
    why = "# The file names classes of its own: loading it imports and runs them, so trust the file first.\n"
    if verdict == "data":
        why = f"# weights_only=True refuses {refused}, which only builds plain values; nothing else is in the file.\n"
    return (
        f'import torch\n\n{why}state_dict = torch.load({path!r}, map_location="cpu", weights_only=False){inner}\n{_USE}'
    )
