### Einstellungen.
