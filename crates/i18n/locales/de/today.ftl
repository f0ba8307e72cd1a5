### Heute: was eine Antwort braucht.
