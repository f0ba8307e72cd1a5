### Kennzahlen: Namen, Einheiten, Definitionen.
