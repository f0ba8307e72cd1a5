### Import: Läufe, Zuordnung, abgelehnte Zeilen.
