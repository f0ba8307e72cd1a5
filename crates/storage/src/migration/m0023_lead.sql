-- What was registered: a deal, or a lead of which nobody knows yet how much and when.
ALTER TABLE registration ADD COLUMN kind TEXT NOT NULL DEFAULT 'deal';
