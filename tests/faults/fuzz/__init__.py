"""A fuzzer of the checkpoint readers that knows how their files are built."""
