"""The catalogue of symptoms: every code with its severity, its plain sentence and what to do, as a window translates them."""

from desktop_app.checkpoint.findings import Template
from desktop_app.checkpoint.model import Finding

SYMPTOMS: dict[str, Template] = {
    "nan": Template(
        "error",
        "Values that are not a number (NaN): {count} of {whole}.",
        "Go back to an earlier checkpoint; then lower the learning rate, clip gradients, or use bfloat16 where float16 overflowed.",
    ),
    "infinite": Template(
        "error",
        "Infinite values: {count} of {whole}.",
        "Go back to an earlier checkpoint; look for an overflow in float16 or a division by zero.",
    ),
    "variance-negative": Template(
        "error",
        "Negative running variances: {count} of {whole} ({least} at channel {channel}); their square root is NaN.",
        "Compute the statistics again with some batches in training mode; an average of checkpoints may have spoilt them.",
    ),
    "variance-zero": Template(
        "warning",
        "Running variances that are zero: {count} of {whole}; these channels never changed over the training data.",
        "What feeds channel {channel} is probably dead; remove the channels or start the layer again.",
    ),
    "variance-small": Template(
        "warning",
        "Running variances below {limit}: {count} of {whole} (least {least} at channel {channel}); small changes are blown up a lot.",
        "See whether these channels are needed; a larger eps or new statistics help.",
    ),
    "dead-outputs": Template(
        "warning",
        "Outputs with nothing but zero weights: {count} of {whole} ({places}).",
        "They compute nothing beyond their bias; cut them out, or start them again and train on.",
    ),
    "constant-outputs": Template(
        "warning",
        "Outputs whose weights are all equal: {count} of {whole} ({places}).",
        "Such an output only sums its inputs; it was probably never trained or was overwritten.",
    ),
    "dead-inputs": Template(
        "warning",
        "Inputs that are multiplied by zero everywhere: {count} of {whole} ({places}).",
        "The layer before may drop these channels.",
    ),
    "empty-embeddings": Template(
        "info",
        "Embeddings that are zero: {count} of {whole} ({places}).",
        "Padding is meant to be zero; others were never seen in training.",
    ),
    "norm-scale-zero": Template(
        "warning",
        "Scales of the normalisation that are zero: {count} of {whole} ({places}).",
        "These channels are switched off; cut them out, or see whether this is how the layer was initialised.",
    ),
    "zero-tensor": Template(
        "warning",
        "All {whole} weights are zero.",
        "The layer gives only its bias; unless it starts this way on purpose (LoRA, zero-init), it was not trained or was lost.",
    ),
    "constant-tensor": Template(
        "warning",
        "All {whole} values are {value}.",
        "A weight that is constant was never trained or was overwritten.",
    ),
    "initial-values": Template(
        "info", "All {whole} values are {value}, as before training.", "See whether this part was frozen or never used."
    ),
    "duplicate": Template(
        "info",
        "Has exactly the values of {other}, but is stored apart.",
        "Tie the two, or keep one; if they should differ, one of them was overwritten.",
    ),
    "saturated": Template(
        "warning",
        "Values as large as {dtype} can say ({limit}): {count}.",
        "They were probably larger; save this tensor in float32 or bfloat16 from an earlier source.",
    ),
    "norm-outlier-large": Template(
        "warning",
        "The weights are {ratio} times as large as usual for {kind} here (RMS {rms}).",
        "Weight decay may have missed it, or training is diverging; compare with an earlier checkpoint.",
    ),
    "norm-outlier-small": Template(
        "warning",
        "The weights are only 1/{ratio} as large as usual for {kind} here (RMS {rms}).",
        "The layer has nearly vanished; see whether gradients reach it.",
    ),
    "low-rank": Template(
        "info",
        "The effective rank is {rank} of {full}.",
        "The layer uses few directions: it can be factorised, or it collapsed; compare with an earlier checkpoint.",
    ),
    "rank-deficient": Template(
        "info",
        "Only {rank} of {full} singular values are above rounding.",
        "Some outputs are combinations of others; the layer can be made smaller without loss.",
    ),
    "cast-overflow": Template(
        "warning",
        "Values that would become infinite in {dtype}: {count}.",
        "Keep this tensor in float32 or bfloat16.",
    ),
    "cast-underflow": Template(
        "info",
        "{share} of the values would become zero in {dtype}.",
        "Keep this tensor in float32 or bfloat16 if it matters.",
    ),
    "int8-channels": Template(
        "info",
        "int8 with one scale would lose {tensor}, with a scale per output only {channel} (relative error).",
        "Quantise this layer per channel: a few outputs are much larger than the rest.",
    ),
    "unreadable": Template("error", "It was not examined: {reason}", "Repair or fetch the file again."),
}  # fmt: skip
"""`{names}` are filled from the keyword arguments of `conclude`."""


def conclude(code: str, where: str, **values: object) -> Finding:
    """The finding of a code. Raises `KeyError` for an unknown code or a missing value."""
    template = SYMPTOMS[code]
    texts = tuple((name, str(value)) for name, value in values.items())
    filled = dict(texts)
    return Finding(
        template.severity, code, where, template.message.format(**filled), template.cure.format(**filled), texts
    )
