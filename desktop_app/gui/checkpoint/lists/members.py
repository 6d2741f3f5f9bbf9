"""What each member of a `torch.nn.Module` is for, in a few plain words."""

from dataclasses import dataclass

from desktop_app.gui.checkpoint.marking import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Member:
    """One attribute that every module keeps."""

    name: str
    purpose: str


MEMBERS = (
    Member("_modules", QT_TRANSLATE_NOOP("Member", "The child modules by name, in the order in which they were assigned. Their names make the dotted keys of the state_dict.")),
    Member("_parameters", QT_TRANSLATE_NOOP("Member", "Tensors that are trained: an optimizer gets them from parameters(), and they are saved in the state_dict.")),
    Member("_buffers", QT_TRANSLATE_NOOP("Member", "Tensors that belong to the module but are not trained, such as running means; saved in the state_dict unless they are non-persistent.")),
    Member("_non_persistent_buffers_set", QT_TRANSLATE_NOOP("Member", "Names of buffers that move with the module between devices but stay out of its state_dict.")),
    Member("training", QT_TRANSLATE_NOOP("Member", "Whether the module was in training mode; dropout and batch normalisation behave differently in evaluation mode.")),
    Member("_forward_pre_hooks", QT_TRANSLATE_NOOP("Member", "Functions called before forward(); they may change its input.")),
    Member("_forward_hooks", QT_TRANSLATE_NOOP("Member", "Functions called after forward(); they may look at the output or replace it.")),
    Member("_backward_pre_hooks", QT_TRANSLATE_NOOP("Member", "Functions called before gradients flow back through the module.")),
    Member("_backward_hooks", QT_TRANSLATE_NOOP("Member", "Functions called when the gradients with respect to the inputs are known.")),
    Member("_state_dict_hooks", QT_TRANSLATE_NOOP("Member", "Functions that may change what state_dict() returns.")),
    Member("_state_dict_pre_hooks", QT_TRANSLATE_NOOP("Member", "Functions called before state_dict() collects anything.")),
    Member("_load_state_dict_pre_hooks", QT_TRANSLATE_NOOP("Member", "Functions called before load_state_dict() copies values, for example to rename old keys.")),
    Member("_load_state_dict_post_hooks", QT_TRANSLATE_NOOP("Member", "Functions called after load_state_dict(), for example to report missing keys.")),
)  # fmt: skip
