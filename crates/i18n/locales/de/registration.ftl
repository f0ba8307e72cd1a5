### Registrierungen und ihre Antworten.
