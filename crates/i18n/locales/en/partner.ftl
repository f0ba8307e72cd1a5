### Partners, contacts, owners, phases.
