"""Rebuilds `resources/signatures.json.gz`: every model of torchvision and timm on the meta device, as keys and shapes.

    python packaging/build_signatures.py [--only torchvision]

timm is taken when it is installed; about ten minutes. No weights are downloaded.
"""

import argparse
import contextlib
import gzip
import inspect
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from desktop_app.graph.recognise import KeyShapes, index_path, row_of  # noqa: E402


@contextlib.contextmanager
def weightless() -> Iterator[None]:
    """Modules are made on the meta device and not initialised."""
    empty = torch.empty
    init = torch.nn.init
    kept = {name: getattr(init, name) for name in dir(init) if name.endswith("_") and not name.startswith("_")}
    for name in kept:
        setattr(init, name, lambda tensor, *_a, **_k: tensor)
    torch.empty = lambda *a, **k: empty(*a, **{**k, "device": "meta"})
    try:
        with torch.device("meta"):
            yield
    finally:
        torch.empty = empty
        for name, function in kept.items():
            setattr(init, name, function)


def built(make: Callable[[], torch.nn.Module]) -> torch.nn.Module:
    """A model without weights where that works, else with random ones."""
    try:
        with weightless():
            return make()
    except (NotImplementedError, RuntimeError):
        return make()


def torchvision_models() -> Iterator[tuple[str, KeyShapes, int | None]]:
    """Name, keys and shapes, and size of the head of each."""
    import torchvision

    for name in torchvision.models.list_models():
        if name.startswith("quantized_"):
            continue
        wanted = inspect.signature(torchvision.models.get_model_builder(name)).parameters
        options = {"weights_backbone": None} if "weights_backbone" in wanted else {}
        model = built(lambda name=name, options=options: torchvision.models.get_model(name, weights=None, **options))
        tensors = [(key, tuple(value.shape)) for key, value in model.state_dict().items()]
        sizes = {1000, 91, 21, 400}
        last = next((shape[0] for key, shape in reversed(tensors) if shape and shape[0] in sizes), None)
        yield f"torchvision.{name}", tensors, last


def timm_models() -> Iterator[tuple[str, KeyShapes, int | None]]:
    """As `torchvision_models`, for timm."""
    import timm

    for name in timm.list_models():
        try:
            model = built(lambda name=name: timm.create_model(name, pretrained=False))
        except Exception as error:
            print(f"timm.{name}: {type(error).__name__}: {error}"[:160], file=sys.stderr)
            continue
        tensors = [(key, tuple(value.shape)) for key, value in model.state_dict().items()]
        yield f"timm.{name}", tensors, getattr(model, "num_classes", None) or None


def main() -> int:
    """Build and write the index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("torchvision", "timm"))
    chosen = parser.parse_args().only
    warnings.simplefilter("ignore")
    rows: dict[str, dict[str, object]] = {}
    sources = [torchvision_models] if chosen != "timm" else []
    if chosen != "torchvision":
        with contextlib.suppress(ImportError):
            import timm  # noqa: F401

            sources.append(timm_models)
    for source in sources:
        for name, tensors, classes in source():
            row = row_of([name], tensors, classes)
            known = rows.setdefault(str(row["total"]), row)
            if known is not row:
                known["names"].append(name)  # type: ignore[union-attr]
            print(f"\r{len(rows)} {name[:60]:60}", end="", file=sys.stderr, flush=True)
    versions = {"torch": torch.__version__.split("+")[0]}
    document = {"weightsmith_signatures": 1, "made_with": versions, "models": list(rows.values())}
    index_path().write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"\n{len(rows)} different models, {index_path().stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
