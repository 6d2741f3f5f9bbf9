"""Edits kept on the disk: the newest state wins, whatever order the threads end in."""

import torch

from desktop_app.checkpoint.editing.draft import Step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.journal import Journal


def test_that_a_late_write_of_an_older_state_changes_nothing(tmp_path):
    torch.save({"w": torch.ones(2)}, tmp_path / "a.pth")
    checkpoint, path = open_checkpoint(tmp_path / "a.pth"), str(tmp_path / "a.pth")
    journal = Journal(tmp_path / "kept")
    first, second, third = (journal.number() for _ in range(3))
    steps = (Step("rename", ("w", "v")),)
    journal.write(checkpoint, path, (*steps, Step("rename", ("v", "u"))), second)
    journal.write(checkpoint, path, steps, first)
    assert len(journal.find(checkpoint, path).steps) == 2
    journal.write(checkpoint, path, (), third)
    journal.write(checkpoint, path, steps, second)
    assert journal.find(checkpoint, path) is None


def test_that_what_was_given_up_does_not_come_back(tmp_path):
    torch.save({"w": torch.ones(2)}, tmp_path / "a.pth")
    checkpoint, path = open_checkpoint(tmp_path / "a.pth"), str(tmp_path / "a.pth")
    journal = Journal(tmp_path / "kept")
    number = journal.number()
    journal.forget(path)
    journal.write(checkpoint, path, (Step("rename", ("w", "v")),), number)
    assert not journal.paths()
