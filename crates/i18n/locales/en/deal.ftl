### Deals: list, board, stages, lines, outcome.
