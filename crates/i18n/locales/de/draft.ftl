# Was angefangen und noch nicht gesendet ist.
draft-list = Angefangen, nicht gesendet
draft-unnamed = Noch ohne Firma
draft-save = Für später sichern
draft-kept = Gesichert { $at }. Noch nicht gesendet.
draft-saved = Gesichert. Gesendet ist noch nichts.
draft-discard = Verwerfen
draft-discarded = Der Entwurf ist verworfen.
error-too-many-drafts = Sie haben schon fünfzig Entwürfe. Bitte senden oder verwerfen Sie einen.
