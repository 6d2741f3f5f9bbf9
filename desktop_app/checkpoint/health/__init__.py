"""Is this checkpoint well? What is wrong with its numbers, each with evidence, a plain sentence and a cure."""
