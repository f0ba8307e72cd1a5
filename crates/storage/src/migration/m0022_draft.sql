-- What was begun and is not sent yet, as it was typed. The registration itself stands at 'draft'.
CREATE TABLE registration_draft (
  registration_id UUID NOT NULL PRIMARY KEY REFERENCES registration (id),
  -- Whose it is: a person of the vendor. Empty: the contact's of the registration.
  user_id UUID REFERENCES app_user (id),
  content TEXT NOT NULL,
  saved_at BIGINT NOT NULL
);
CREATE INDEX registration_draft_user_idx ON registration_draft (user_id, saved_at);
CREATE INDEX registration_draft_saved_idx ON registration_draft (saved_at);
