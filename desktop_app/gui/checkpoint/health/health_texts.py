"""The sentences of the health report as translatable texts; they are those of the core's catalogue, which a test holds them to."""

from PySide6.QtCore import QCoreApplication

from desktop_app.checkpoint.model import Finding
from desktop_app.gui.checkpoint.marking import QT_TRANSLATE_NOOP
from desktop_app.gui.sentences import translated_values

HEALTH_TEXTS: dict[str, tuple[str, str]] = {
    "nan": (
        QT_TRANSLATE_NOOP("Health", "Values that are not a number (NaN): {count} of {whole}."),
        QT_TRANSLATE_NOOP(
            "Health",
            "Go back to an earlier checkpoint; then lower the learning rate, clip gradients, or use bfloat16 where float16 overflowed.",
        ),
    ),
    "infinite": (
        QT_TRANSLATE_NOOP("Health", "Infinite values: {count} of {whole}."),
        QT_TRANSLATE_NOOP(
            "Health", "Go back to an earlier checkpoint; look for an overflow in float16 or a division by zero."
        ),
    ),
    "variance-negative": (
        QT_TRANSLATE_NOOP(
            "Health",
            "Negative running variances: {count} of {whole} ({least} at channel {channel}); their square root is NaN.",
        ),
        QT_TRANSLATE_NOOP(
            "Health",
            "Compute the statistics again with some batches in training mode; an average of checkpoints may have spoilt them.",
        ),
    ),
    "variance-zero": (
        QT_TRANSLATE_NOOP(
            "Health",
            "Running variances that are zero: {count} of {whole}; these channels never changed over the training data.",
        ),
        QT_TRANSLATE_NOOP(
            "Health", "What feeds channel {channel} is probably dead; remove the channels or start the layer again."
        ),
    ),
    "variance-small": (
        QT_TRANSLATE_NOOP(
            "Health",
            "Running variances below {limit}: {count} of {whole} (least {least} at channel {channel}); small changes are blown up a lot.",
        ),
        QT_TRANSLATE_NOOP("Health", "See whether these channels are needed; a larger eps or new statistics help."),
    ),
    "dead-outputs": (
        QT_TRANSLATE_NOOP("Health", "Outputs with nothing but zero weights: {count} of {whole} ({places})."),
        QT_TRANSLATE_NOOP(
            "Health", "They compute nothing beyond their bias; cut them out, or start them again and train on."
        ),
    ),
    "constant-outputs": (
        QT_TRANSLATE_NOOP("Health", "Outputs whose weights are all equal: {count} of {whole} ({places})."),
        QT_TRANSLATE_NOOP(
            "Health", "Such an output only sums its inputs; it was probably never trained or was overwritten."
        ),
    ),
    "dead-inputs": (
        QT_TRANSLATE_NOOP("Health", "Inputs that are multiplied by zero everywhere: {count} of {whole} ({places})."),
        QT_TRANSLATE_NOOP("Health", "The layer before may drop these channels."),
    ),
    "empty-embeddings": (
        QT_TRANSLATE_NOOP("Health", "Embeddings that are zero: {count} of {whole} ({places})."),
        QT_TRANSLATE_NOOP("Health", "Padding is meant to be zero; others were never seen in training."),
    ),
    "norm-scale-zero": (
        QT_TRANSLATE_NOOP("Health", "Scales of the normalisation that are zero: {count} of {whole} ({places})."),
        QT_TRANSLATE_NOOP(
            "Health",
            "These channels are switched off; cut them out, or see whether this is how the layer was initialised.",
        ),
    ),
    "zero-tensor": (
        QT_TRANSLATE_NOOP("Health", "All {whole} weights are zero."),
        QT_TRANSLATE_NOOP(
            "Health",
            "The layer gives only its bias; unless it starts this way on purpose (LoRA, zero-init), it was not trained or was lost.",
        ),
    ),
    "constant-tensor": (
        QT_TRANSLATE_NOOP("Health", "All {whole} values are {value}."),
        QT_TRANSLATE_NOOP("Health", "A weight that is constant was never trained or was overwritten."),
    ),
    "initial-values": (
        QT_TRANSLATE_NOOP("Health", "All {whole} values are {value}, as before training."),
        QT_TRANSLATE_NOOP("Health", "See whether this part was frozen or never used."),
    ),
    "duplicate": (
        QT_TRANSLATE_NOOP("Health", "Has exactly the values of {other}, but is stored apart."),
        QT_TRANSLATE_NOOP("Health", "Tie the two, or keep one; if they should differ, one of them was overwritten."),
    ),
    "saturated": (
        QT_TRANSLATE_NOOP("Health", "Values as large as {dtype} can say ({limit}): {count}."),
        QT_TRANSLATE_NOOP(
            "Health", "They were probably larger; save this tensor in float32 or bfloat16 from an earlier source."
        ),
    ),
    "norm-outlier-large": (
        QT_TRANSLATE_NOOP("Health", "The weights are {ratio} times as large as usual for {kind} here (RMS {rms})."),
        QT_TRANSLATE_NOOP(
            "Health", "Weight decay may have missed it, or training is diverging; compare with an earlier checkpoint."
        ),
    ),
    "norm-outlier-small": (
        QT_TRANSLATE_NOOP("Health", "The weights are only 1/{ratio} as large as usual for {kind} here (RMS {rms})."),
        QT_TRANSLATE_NOOP("Health", "The layer has nearly vanished; see whether gradients reach it."),
    ),
    "low-rank": (
        QT_TRANSLATE_NOOP("Health", "The effective rank is {rank} of {full}."),
        QT_TRANSLATE_NOOP(
            "Health",
            "The layer uses few directions: it can be factorised, or it collapsed; compare with an earlier checkpoint.",
        ),
    ),
    "rank-deficient": (
        QT_TRANSLATE_NOOP("Health", "Only {rank} of {full} singular values are above rounding."),
        QT_TRANSLATE_NOOP(
            "Health", "Some outputs are combinations of others; the layer can be made smaller without loss."
        ),
    ),
    "cast-overflow": (
        QT_TRANSLATE_NOOP("Health", "Values that would become infinite in {dtype}: {count}."),
        QT_TRANSLATE_NOOP("Health", "Keep this tensor in float32 or bfloat16."),
    ),
    "cast-underflow": (
        QT_TRANSLATE_NOOP("Health", "{share} of the values would become zero in {dtype}."),
        QT_TRANSLATE_NOOP("Health", "Keep this tensor in float32 or bfloat16 if it matters."),
    ),
    "int8-channels": (
        QT_TRANSLATE_NOOP(
            "Health",
            "int8 with one scale would lose {tensor}, with a scale per output only {channel} (relative error).",
        ),
        QT_TRANSLATE_NOOP("Health", "Quantise this layer per channel: a few outputs are much larger than the rest."),
    ),
    "unreadable": (
        QT_TRANSLATE_NOOP("Health", "It was not examined: {reason}"),
        QT_TRANSLATE_NOOP("Health", "Repair or fetch the file again."),
    ),
}


def symptom_text(finding: Finding) -> tuple[str, str]:
    """Message and cure of a conclusion in the language of the window."""
    values = translated_values(dict(finding.values))
    message, cure = (QCoreApplication.translate("Health", text) for text in HEALTH_TEXTS[finding.code])
    return message.format(**values), cure.format(**values)
