-- Warnings before protection ends are a kind of mail of their own. A CHECK is not changed in place on both databases: the rows step aside while the
-- table is made anew.
CREATE TABLE mail_preference_before AS SELECT id, user_id, contact_id, kind, wanted, changed_at FROM mail_preference;
DROP TABLE mail_preference;
CREATE TABLE mail_preference (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID REFERENCES app_user (id),
  contact_id UUID REFERENCES partner_contact (id),
  kind TEXT NOT NULL,
  wanted BOOLEAN NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT mail_preference_user_key UNIQUE (user_id, kind),
  CONSTRAINT mail_preference_contact_key UNIQUE (contact_id, kind),
  CONSTRAINT mail_preference_kind_check CHECK (kind IN ('reminder','digest','figures','expiry'))
);
INSERT INTO mail_preference (id, user_id, contact_id, kind, wanted, changed_at) SELECT id, user_id, contact_id, kind, wanted, changed_at FROM mail_preference_before;
DROP TABLE mail_preference_before;
