"""Several state_dicts made into one: averages, spherical paths, task vectors and low-rank adapters."""
