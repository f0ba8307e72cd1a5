### Protection: which partner a customer is kept for.

error-scope-taken = Another partner is protected for this customer, or registered it earlier. Please decide how to go on.

granted-role-protected = protected
granted-role-referral = as a referral partner
granted-role-services = as a services partner

event-registration-expiring = noted that the protection of { $company } ends on { $protected_until_on }
event-registration-role-granted = gave a role without protection at { $company }
event-registration-protected-beside = protected a second partner at { $company }
event-registration-beside-decided = decided how { $company } goes on beside another protection
event-registration-protection-moved = took the approval for { $company } back after the customer's written choice

## The page on which a person decides

beside-title = Another registration for this customer
beside-lead = The first valid registration is protected, unless the customer has chosen in writing. How do you want to go on with { $company }?
beside-standing = What is there already
beside-hidden = A registration outside your partners
beside-until = Protected until { $until }
beside-waits = Registered earlier, not decided yet
beside-other-customer = Is it another customer? Then set the finding aside on the registration, and approve as usual.
beside-none = Nobody is in the way any more. You can approve this registration as usual.
beside-choice = Your decision
beside-choice-referral = Approve as a referral
beside-choice-services = Approve for services
beside-choice-beside = Protect both
beside-choice-customer-choice = The customer has chosen this partner in writing
beside-hint-referral = They brought the customer; no protection
beside-hint-services = They do services for the customer; no protection
beside-hint-beside = Both partners can be protected for the same customer
beside-hint-customer-choice = Protection moves here; the approval that stands is taken back, and its partner is told
beside-reason = Why?
beside-reason-hint = For your colleagues; the partner never sees it
beside-evidence = What did the customer write?
beside-evidence-hint = From whom and when. Needed when the customer has chosen
beside-note = A word to the partner
beside-do = Decide
beside-then = When all have agreed: { $choice }
beside-decided-by = Decided by { $by }
beside-effect-referral = The other partner stays protected. This one is approved as a referral, without protection.
beside-effect-services = The other partner stays protected. This one is approved for services, without protection.
beside-effect-beside = Both partners are protected for this customer. Nothing changes for the other one.
beside-effect-customer-choice = The approval of the other partner is taken back, and they are told by mail. Protection moves to this one.
error-nothing-stands = No other protection stands in the way. Please approve this registration as usual.
beside-decline = Decline instead
beside-done = Decided. The partner is told.
beside-sent = Noted. The approvers are asked; their last yes carries it out.
beside-to-approve = Back to the registration

## To the partner

mail-registration-expiring-subject = Protection ends soon: { $company } ({ $number })
mail-registration-expiring-body =
    Hello { $name },

    the protection of your registration of { $company } ends on { $until }. If you are still working on it, please tell us in time.

    { $url }

    { $has_off ->
        [yes] If you would rather get no such mails, switch them off here: { $off }
       *[other] {""}
    }

    { $organisation }
mail-registration-role-subject = Approved { $role }: { $company } ({ $number })
mail-registration-role-body =
    Hello { $name },

    your registration of { $company } is approved { $role }. In this role it is not protected.{ $has_note ->
        [yes] {""}

    { $note }
       *[other] {""}
    }

    Here is its page:

    { $url }

    { $organisation }
mail-registration-moved-subject = Approval taken back: { $company } ({ $number })
mail-registration-moved-body =
    Hello { $name },

    { $company } has told us in writing whom they want to work with. We therefore had to take back our approval of your registration, and its protection has ended. We are sorry about that. If you see it differently, ask for a second look on its page, without signing in.

    { $url }

    { $organisation }
