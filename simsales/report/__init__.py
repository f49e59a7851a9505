"""The report of an experiment: one file that opens anywhere, to read and to print."""
