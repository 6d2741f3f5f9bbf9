"""The Python console of a tab: a terminal, the process behind it, and what joins both with the tab's draft."""
