### Partner, Kontakte, Zuständige, Phasen.
