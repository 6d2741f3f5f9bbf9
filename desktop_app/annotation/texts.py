"""Text files of other systems."""


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without its mark), UTF-16, or the encoding of old Chinese Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
