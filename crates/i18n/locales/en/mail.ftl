### Mails: subjects and bodies.
