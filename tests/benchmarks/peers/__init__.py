"""Other programs on the same files in the same run: Netron, torch and labelme beside us."""
