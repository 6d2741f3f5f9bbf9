"""Will a state_dict load: its keys against a model's, what can be done about differences, and the proof."""
