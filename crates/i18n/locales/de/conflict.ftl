### Befunde der Konfliktprüfung.
