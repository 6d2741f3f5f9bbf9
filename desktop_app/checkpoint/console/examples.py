"""Short examples that run on any file: what one does with tensors, tried on a tensor of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.checkpoint.model import TensorInfo


@dataclass(frozen=True, slots=True)
class Example:
    """One piece of code; `NAME` stands for the name of a tensor with two dimensions or more where the file has one."""

    name: str
    group: int
    code: str
    needs_torch: bool = True
    edits: bool = False


EXAMPLES: tuple[Example, ...] = (
    Example("create", 0, "a = torch.arange(6.0)\nb = torch.zeros(2, 3)\nc = torch.randn_like(b)\na, b, c"),
    Example("index", 0, "w = state_dict[NAME]\nw.shape, w[0], w.flatten()[-1].item()", needs_torch=False),
    Example("slice", 0, "w = state_dict[NAME]\nw[::2].shape, w[..., :1].shape, w[None].shape", needs_torch=False),
    Example("reshape", 1, "w = state_dict[NAME]\nrows = w.reshape(w.shape[0], -1)\nrows.shape, rows.data_ptr() == w.data_ptr()"),
    Example("transpose", 1, "w = state_dict[NAME]\nt = w.reshape(w.shape[0], -1).t()\nt.shape, t.stride(), t.is_contiguous()"),
    Example("broadcast", 1, "w = state_dict[NAME].float()\nrows = w.reshape(w.shape[0], -1)\n(rows - rows.mean(dim=1, keepdim=True)).std(dim=1)"),
    Example("reduce", 2, "w = state_dict[NAME].float()\nw.mean(), w.std(correction=0), w.abs().max(), w.flatten().topk(min(3, w.numel()))"),
    Example("compare", 2, "w = state_dict[NAME]\n(w > 0).sum().item() / w.numel(), torch.isfinite(w).all(), torch.equal(w, w.clone())"),
    Example("cast", 2, "w = state_dict[NAME].float()\n{t: (w.to(t).float() - w).abs().max().item() for t in (torch.float16, torch.bfloat16)}"),
    Example("matmul", 2, "rows = state_dict[NAME].float().flatten(1)\n(rows @ rows.T).shape, torch.linalg.matrix_norm(rows)"),
    Example("in-place", 3, "state_dict[NAME] *= 2", needs_torch=False, edits=True),
    Example("assign", 3, "state_dict[NAME] = torch.zeros_like(state_dict[NAME])", edits=True),
    Example("rename", 3, "state_dict.rename(NAME, NAME + '_old')\ndel state_dict[NAME + '_old']", needs_torch=False, edits=True),
    Example("all-layers", 4, "for name, w in state_dict.items():\n    print(f'{name:50} {str(tuple(w.shape)):20} {float(abs(w).sum()):.6g}')\n", needs_torch=False),
    Example("plot", 4, "import matplotlib.pyplot as plt\nplt.hist(np.asarray(state_dict[NAME]).ravel(), bins=100);", needs_torch=False),
    Example("grad", 5, "w = state_dict[NAME].float().clone().requires_grad_()\nloss = (w ** 2).mean()\nloss.backward()\nloss.item(), w.grad.norm(), w.is_leaf"),
    Example("grad-fn", 5, "w = state_dict[NAME].float().clone().requires_grad_()\nloss = (w * 3).relu().sum()\nloss.grad_fn, loss.grad_fn.next_functions, w.grad_fn"),
    Example("no-grad", 5, "w = state_dict[NAME].float().clone().requires_grad_()\nwith torch.no_grad():\n    y = w * 2\ny.requires_grad, w.detach().requires_grad, (w * 2).requires_grad"),
)  # fmt: skip


def code_for(example: Example, tensors: Sequence[TensorInfo], chosen: int = -1) -> str:
    """The code about the chosen tensor, else about the first weight that has two dimensions, else about the first tensor."""
    name = tensors[chosen].name if 0 <= chosen < len(tensors) and tensors[chosen].shape else ""
    if not name:
        many = (one for one in tensors if len(one.shape) >= 2 and one.role in ("parameter", "buffer", "tensor"))
        some = (one for one in tensors if one.shape)
        found = next(many, None) or next(some, None)
        name = found.name if found is not None else ""
    return example.code.replace("NAME", repr(name))
