"""Will it load: a state_dict against a model."""
