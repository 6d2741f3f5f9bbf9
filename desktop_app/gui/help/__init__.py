"""What the program explains of itself: pages on the ideas behind each pane, the tour, and the versions and licences of its parts."""
