"""Names of tensors and models made into names of files."""


def plain_name(name: str, kept: str = "._-") -> str:
    """Letters and digits of any script and what is `kept`; everything else, which some file system refuses, is an underscore."""
    return "".join(one if one.isalnum() or one in kept else "_" for one in name)
