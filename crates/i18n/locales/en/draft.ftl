# What was begun and is not sent yet.
draft-list = Begun and not sent
draft-unnamed = No company yet
draft-save = Save for later
draft-kept = Saved { $at }. Not sent yet.
draft-saved = Saved. Nothing has been sent yet.
draft-discard = Throw away
draft-discarded = The draft is gone.
error-too-many-drafts = You have fifty drafts already. Please send one or throw one away.
