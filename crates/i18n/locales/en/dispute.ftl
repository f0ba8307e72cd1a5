### Disputes: who is protected is contested.

dispute-title = Disputes
dispute-one = Dispute
dispute-about = Dispute about { $company }
dispute-lead = Who is protected, where two sides disagree. Until it is decided, protection stands still.
dispute-show = Which disputes
dispute-show-waiting = Waiting for a decision
dispute-show-over = Decided
dispute-any-kind = Any kind
dispute-column-customer = Customer
dispute-column-due = Decision due
dispute-column-opened = Opened
dispute-none = No dispute waits
dispute-none-text = When a partner or a colleague contests a registration, it appears here.
dispute-none-over = Nothing decided yet
dispute-none-over-text = Decided disputes stay here, with the rule that applied.
dispute-year = The last twelve months
dispute-by-rule = By rule
dispute-stat-opened = Opened
dispute-stat-waiting = Waiting
dispute-stat-overdue = Overdue
dispute-stat-appealed = With an appeal
dispute-stat-reversed = Changed by the appeal
dispute-stat-time = Median time to decide
dispute-kind-partners = Two partners
dispute-kind-direct = Direct sales and partner
dispute-kind-commission = Commission after close
dispute-status-open = To decide
dispute-status-decided = Decided
dispute-status-appealed = Appeal to decide
dispute-status-closed = Closed
dispute-outcome-upheld = The registration stands
dispute-outcome-upheld-hint = Protection goes on, and gets back the days it stood still.
dispute-outcome-overturned = The registration falls
dispute-outcome-overturned-hint = Its protection ends. A declined registration of the other side is looked at again.
dispute-rule-first-valid = First valid registration
dispute-rule-customer-choice = Written choice of the customer
dispute-rule-no-activity = No activity during protection
dispute-rule-named-account = Named account of direct sales
dispute-rule-agreement = Partner agreement
dispute-rule-other = Another rule
dispute-side-holder = Contested
dispute-side-claimant = Contesting
dispute-side-vendor = Us
dispute-evidence = Evidence
dispute-evidence-order = Weightiest first
dispute-evidence-none = Nobody has shown anything yet.
dispute-evidence-add = Add evidence
dispute-evidence-added = Written down.
dispute-evidence-customer-statement = Written statement of the customer
dispute-evidence-customer-meeting = Meeting with the customer
dispute-evidence-mail-thread = E-mails
dispute-evidence-proposal = Proposal
dispute-evidence-other = Something else
dispute-field-kind = Between whom
dispute-field-claimant = Registration of who contests
dispute-field-claimant-hint = Its number. Needed between two partners.
dispute-field-same-customer = It is the same customer nevertheless
dispute-field-statement = What is contested, and why
dispute-field-statement-hint = Colleagues read this. The sides read only the decision.
dispute-field-side = From
dispute-field-evidence-kind = What is it?
dispute-field-evidence-text = What it says
dispute-field-dated-on = Its date
dispute-field-outcome = Decision
dispute-field-rule = Rule that applies
dispute-field-decision = Reason
dispute-field-decision-hint = Both sides read this as it is.
dispute-field-appeal-reason = Why was the decision wrong?
dispute-open = Open a dispute
dispute-open-lead = Protection and our promises stand still until it is decided. Both partners are told; neither learns who the other is.
dispute-opened = The dispute is open. Both sides are told.
dispute-opened-by = opened by { $who }, { $day }
dispute-decide-by = To be decided by { $due }.
dispute-one-sided = One side belongs to partners you don't look after. Somebody who sees both sides decides.
dispute-hidden-side = A registration outside your partners.
dispute-no-claimant = No registration.
dispute-registered = Registered
dispute-in-the-way = Protected in its place by now
dispute-in-the-way-hint = If you decide that the contested registration stands, tick what is taken back with it. Otherwise the decision cannot be made. Both sides are told.
dispute-take-back = Take back the protection of { $number } ({ $partner })
dispute-decide = Decide
dispute-decide-button = Decide and tell both sides
dispute-decided = Decided. Both sides are told.
dispute-decision = Decision
dispute-decision-appeal = Decision on the appeal
dispute-appeal = Appeal
dispute-appeal-open = { $side }: can appeal until { $until }.
dispute-appeal-for = Write down an appeal
dispute-appeal-button = Appeal
dispute-appealed = The appeal is written down. Somebody else decides now.
dispute-look = Look at it
audit-about-dispute = Disputes
today-disputes = Disputes to decide
today-disputes-all = All disputes
today-disputed = opened { $ago }
event-dispute-opened = opened a dispute about { $company }
event-dispute-evidence-added = showed something in the dispute about { $company }
event-dispute-decided = decided the dispute about { $company }
event-dispute-appealed = appealed in the dispute about { $company }
error-dispute-open = A dispute about this registration is open already.
error-dispute-claimed-already = This registration has been in a dispute already.
error-dispute-not-same-customer = This registration names another customer. If it is the same one, say so below.
error-dispute-over = This dispute is decided.
error-dispute-enough-evidence = That is as much evidence as one side can give.
error-dispute-same-person = You decided the first time. The appeal is for somebody else.
error-dispute-no-appeal = There is nothing to appeal here: it is not decided yet, the time is over, or there was an appeal already.
error-in-the-future = This day has not come yet.
error-same = This is the same side.

## The partner's side

public-dispute-yours = You contested it
public-dispute-contest = Contest this
public-dispute-statement = Why are you entitled to this customer?
public-dispute-statement-hint = Possible once, until { $until }. You can show evidence afterwards. We decide within the time promised and tell you the rule that applied.
public-dispute-opened = Thank you. We look into it and write to you. You can show evidence now.
public-dispute-waits-holder = Somebody has contested your registration. Your protection stands still until we decide, by { $due }. Show us what speaks for you.
public-dispute-waits-claimant = We decide by { $due } and write to you. Show us what speaks for you.
public-dispute-appealed-holder = There is an appeal. Somebody else decides by { $due }.
public-dispute-appealed-claimant = There is an appeal. Somebody else decides by { $due }.
public-dispute-holder-upheld = Your registration stands.
public-dispute-holder-overturned = Your registration does not stand. Its protection has ended.
public-dispute-given-back = Since this decision your registration was given back: it stands again.
public-dispute-claimant-upheld = The other registration stands. Yours stays declined.
public-dispute-claimant-overturned = You were right. We look at your registration again.
public-dispute-show = Show evidence
public-dispute-kind-hint = What the customer says in writing weighs most, then a dated meeting, then e-mails and proposals.
public-dispute-text = What does it say?
public-dispute-text-hint = You can add files further down.
public-dispute-show-button = Send
public-dispute-shown = Thank you. We have it.
public-dispute-shown-title = What you have shown
public-dispute-appeal = Appeal
public-dispute-appeal-hint = Possible once, until { $until }. Somebody else decides.
public-dispute-appeal-done = Thank you. Somebody else looks at it.

mail-dispute-opened-subject = Your registration is contested: { $company } ({ $number })
mail-dispute-opened-body =
    Hello { $name },

    somebody has contested your registration of { $company }. Your protection stands still until we decide, by { $due }.

    Please show us what speaks for you: a statement of the customer, a meeting, e-mails, a proposal.

    { $url }

    { $organisation }
mail-dispute-claimed-subject = We are looking into it: { $company } ({ $number })
mail-dispute-claimed-body =
    Hello { $name },

    we have opened a dispute about your registration of { $company } and decide by { $due }.

    Please show us what speaks for you: a statement of the customer, a meeting, e-mails, a proposal.

    { $url }

    { $organisation }
mail-dispute-to-decide-subject = A dispute to decide: { $company } ({ $number })
mail-dispute-to-decide-body =
    Hello { $name },

    the registration of { $company } is contested. Please decide by { $due }.

    { $statement }

    { $url }

    { $organisation }
mail-dispute-evidence-subject = New evidence: { $company } ({ $number })
mail-dispute-evidence-body =
    Hello { $name },

    there is new evidence in the dispute about { $company }: { $kind }.

    { $text }

    { $url }

    { $organisation }
mail-dispute-decided-subject = Decided: the dispute about { $company } ({ $number })
mail-dispute-decided-body =
    Hello { $name },

    we have decided the dispute about { $company }. { $outcome }

    The rule that applies: { $rule }

    { $text }
    { $may_appeal ->
        [yes] {""}

    If you think this is wrong, you can appeal once, until { $until }. Somebody else decides then.
       *[other] {""}
    }

    { $url }

    { $organisation }
mail-dispute-appealed-subject = An appeal: { $company } ({ $number })
mail-dispute-appealed-body =
    Hello { $name },

    there is an appeal in the dispute about { $company }. Somebody else decides by { $due }. You can show more until then.

    { $url }

    { $organisation }
mail-dispute-appeal-to-decide-subject = An appeal to decide: { $company } ({ $number })
mail-dispute-appeal-to-decide-body =
    Hello { $name },

    there is an appeal in the dispute about { $company }. Somebody who did not decide the first time decides by { $due }.

    { $reason }

    { $url }

    { $organisation }
dispute-late-kept = What you wrote is still here and is not saved yet. Look at the case as it stands now, then send it again.
dispute-late-unsent = It was not saved and can't be sent any more. It stands here, so that you can take it along.
public-status-twice = We have looked at it a second time; there is no third look.
public-status-may-contest = If you are entitled to this customer, you can contest this until { $until }: then both sides are heard.
