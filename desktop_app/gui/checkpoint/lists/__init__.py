"""All that a file holds as tree, table and contents."""
