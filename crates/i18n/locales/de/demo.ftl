### Die Beispieldaten und die Begrüßung.
