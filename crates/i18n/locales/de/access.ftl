### Anmelden, Personen, Rollen, Sitzungen, API-Token.
