### E-Mails: Betreff und Text.
