### Import: runs, mapping, rejects.
