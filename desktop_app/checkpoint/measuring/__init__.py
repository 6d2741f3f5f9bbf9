"""What the values of a tensor are like: exact statistics and histograms from passes over its bytes."""
