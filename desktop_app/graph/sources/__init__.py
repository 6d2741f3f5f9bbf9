"""Where dataflow graphs come from: parsed from a file, traced in a child process, or guessed and marked so."""
