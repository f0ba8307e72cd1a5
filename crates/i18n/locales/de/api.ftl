### Die API und ihre Beschreibung.
