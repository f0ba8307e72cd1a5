### Deals: Liste, Tafel, Phasen, Positionen, Ausgang.
