"""One thing is told in the singular wherever a pane counts."""

from desktop_app.gui.checkpoint.lists.table_view import TableView
from desktop_app.gui.counted import counted
from desktop_app.gui.status import StatusLine
from desktop_app.gui.tab import UnsavedBanner
from tests.gui.fakes import checkpoint_of, session_for, tensor


def test_that_the_noun_follows_the_number():
    said = [counted(count, "1 row of {name}", "{count} rows of {name}", name="{a}") for count in (0, 1, 1200)]
    assert said == ["0 rows of {a}", "1 row of {a}", "1,200 rows of {a}"]
    assert counted(11_700_000, "1 parameter", "{count} parameters", "11.7 M") == "11.7 M parameters"


def test_that_one_tensor_of_one_number_is_told_as_one(qtbot):
    session = session_for(checkpoint_of([tensor("w")]))
    table, status, banner = TableView(session), StatusLine(), UnsavedBanner()
    for widget in (table, status, banner):
        qtbot.addWidget(widget)
    status.show_session(session)
    banner.offer(1, same_file=True)
    assert table.count.text() == "1 tensor"
    assert "1 tensor " in status.facts.text() and status.facts.text().endswith("1 parameter")
    assert banner.text.text() == "One edit of this file was not exported the last time."
