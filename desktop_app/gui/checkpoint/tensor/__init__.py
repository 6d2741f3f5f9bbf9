"""One tensor, and many at a glance: histograms, values, pictures, filters."""
