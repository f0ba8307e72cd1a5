### Findings of the conflict check.
