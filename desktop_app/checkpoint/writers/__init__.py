"""Drafts to files: planned record by record, streamed beside the target, read back and compared, then put in place."""
