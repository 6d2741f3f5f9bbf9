"""What is connected to what: the module hierarchy as a graph, and its layout. No Qt."""
