### What a registration says is changed, and a no is looked at again.

public-edit = Change details
public-edit-title = Change: { $company }
public-edit-lead = We have not decided yet. Whoever looks at your registration is told what is new.
public-edit-reopens-lead = We have looked at this registration already. When you change it, we look at it again; protection stays as it is until we answer.
public-edit-again-lead = Mend what was missing and send it again. We check it anew, with a new promise.
public-edit-reason = What is different, and why?
public-edit-reason-hint = Needed when you send the same details again.
public-edit-button = Save changes
public-edit-again-button = Send again
public-edit-done = Thank you. We have your changes.
public-field-reason = What is different, and why?
public-appeal = Ask for a second look
public-appeal-reason = Why should we look at it again?
public-appeal-hint = Possible once, until { $until }. Where we can, somebody else looks at it.
public-appeal-button = Ask for a second look
public-appeal-done = Thank you. We look at it again and write to you.
review-edit = Change details
review-edit-lead = The partner's details, as they should stand.
review-edit-reopens-lead = There has been a decision, or approvers are being asked: after a change it must be looked at again.
review-edit-again-lead = It was declined. Saving sends it again; that is counted.
review-edit-reason = What is different, and why?
review-edit-button = Save changes
review-edit-done = The changes are saved.
public-edit-meanwhile = Something changed while you were writing
public-edit-meanwhile-text = What you wrote is still here and is not saved yet. Please look it over and save again: it then takes the place of what stands now.
public-edit-meanwhile-happened = What has happened
public-edit-meanwhile-see = See how it stands now
edit-stands-otherwise = Stands now, unlike in the form below:
review-edit-meanwhile-text = What you wrote is still here and is not saved yet. Look it over and save again: it then takes the place of what stands now.
review-edit-meanwhile-see = See how it stands now
review-meanwhile-typed = What you wrote
review-meanwhile-typed-text = It was not saved. It stands below, so that you can take it along; the record shows how it stands now.
public-edit-lost-title = This can't be changed any more
public-edit-lost = { $company } is now: { $status }. Your changes were not saved. What you wrote stands below, so that you can take it along.
public-edit-lost-typed = What you wrote
public-edit-lost-open = Open the registration
public-history-answers-changed = Answers to the program's own questions were changed.
review-step-answers-changed = changed answers to the program's own questions
review-edit-changed = Changed: { $fields }
error-file-twice = This file answers another question already. Please choose another one.
public-wait = Not sent yet
public-wait-seconds = A lot was sent in a short time. What you wrote is still here: please send it again in { $count ->
    [one] a second
   *[other] { $count } seconds
}.
public-wait-minutes = A lot was sent in a short time. What you wrote is still here: please send it again in { $count ->
    [one] a minute
   *[other] { $count } minutes
}.
public-wait-files = Files that you chose just now must be chosen again.
public-wait-file-seconds = A lot was sent in a short time. Please choose the file again and send it in { $count ->
    [one] a second
   *[other] { $count } seconds
}.
public-wait-file-minutes = A lot was sent in a short time. Please choose the file again and send it in { $count ->
    [one] a minute
   *[other] { $count } minutes
}.
public-unsent = Not sent
public-unsent-text = Things have moved on, and this can't be sent any more. What you wrote stands here, so that you can take it along.
public-late-again = What you wrote is still here and is not sent yet. Please look it over and send it again.
public-late-kept = What you wrote is still here.
public-late-happened = What happened meanwhile:
public-edit-disputed = This can't be changed while the dispute is open.
public-edit-lost-disputed = This can't be changed while the dispute is open
answer-spent-typed = What you wrote was not sent. It stands here, so that you can take it along.
public-late-go = Go to what you wrote
review-not-possible = That is not possible now
review-first = Something else comes first
review-first-go = See to it
public-late-looked-at = We are still looking into this customer. As soon as that is decided we write to you, and it can go on.
