-- What is attached to a registration. A row without one is on its way in, or never arrived: it is forgotten after an hour.
CREATE TABLE attachment (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID REFERENCES registration (id),
  -- The file question of the form it answers; none when it was added beside the form.
  field TEXT,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  store_key TEXT NOT NULL,
  by_partner BOOLEAN NOT NULL,
  -- Whether the partner sees it: always what they sent themselves.
  shared BOOLEAN NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL,
  removed_at BIGINT,
  -- The bytes are gone from the store.
  gone_at BIGINT,
  CONSTRAINT attachment_store_key UNIQUE (store_key)
);
CREATE INDEX attachment_registration_idx ON attachment (registration_id, added_at);
CREATE INDEX attachment_removed_idx ON attachment (removed_at, gone_at);

-- Whose pages may show a program's registration form inside their own.
CREATE TABLE program_embed (
  program_id UUID NOT NULL REFERENCES program (id),
  origin TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL,
  CONSTRAINT program_embed_pkey PRIMARY KEY (program_id, origin)
);
