"""The graph view: one painted widget over cached layouts."""
