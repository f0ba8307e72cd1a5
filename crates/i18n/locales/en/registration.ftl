### Registrations and their answers.
