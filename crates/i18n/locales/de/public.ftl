### Seiten ohne Anmeldung: Registrierung, Status.
