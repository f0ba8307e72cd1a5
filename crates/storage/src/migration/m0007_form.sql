-- Published versions of a program's registration form. No row: the form everybody starts with, version 0.
CREATE TABLE form_version (
  id UUID NOT NULL PRIMARY KEY,
  program_id UUID NOT NULL REFERENCES program (id),
  form_version BIGINT NOT NULL,
  definition TEXT NOT NULL,
  note TEXT,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  CONSTRAINT form_version_key UNIQUE (program_id, form_version)
);

-- What is being built and not published yet: one for each program.
CREATE TABLE form_draft (
  program_id UUID NOT NULL PRIMARY KEY REFERENCES program (id),
  definition TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  version BIGINT NOT NULL
);

-- The version of the form a registration was made with. None: version 0.
CREATE TABLE registration_form (
  registration_id UUID NOT NULL PRIMARY KEY REFERENCES registration (id),
  program_id UUID NOT NULL REFERENCES program (id),
  form_version BIGINT NOT NULL
);

-- Answers to the program's own questions; a question with several answers has a row for each.
CREATE TABLE registration_answer (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID NOT NULL REFERENCES registration (id),
  program_id UUID NOT NULL REFERENCES program (id),
  field TEXT NOT NULL,
  position INTEGER NOT NULL,
  value_text TEXT NOT NULL,
  -- Short and folded, for filters; the text itself may be longer than an index takes.
  value_key TEXT NOT NULL,
  value_number BIGINT,
  value_currency TEXT,
  value_on TEXT,
  CONSTRAINT registration_answer_key UNIQUE (registration_id, field, position)
);
CREATE INDEX registration_answer_value_idx ON registration_answer (program_id, field, value_key);
CREATE INDEX registration_answer_number_idx ON registration_answer (program_id, field, value_number);
