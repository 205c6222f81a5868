### What was just done.

Flash-introduction-asked = Your request is on its way. You see the answer here and get a letter.
Flash-introduction-accepted = Accepted: the contacts of both sides are open now.
Flash-introduction-declined = Declined.
Flash-company-registered = Your company is a draft now. Confirm the password to act for it.
Flash-company-submitted = Submitted. A moderator usually answers within five working days.
Flash-listing-saved = The draft is saved.
Flash-listing-published = Published: it shows in matches within seconds.
Flash-listing-closed = Closed.
Flash-agreement-proposed = Proposed. It counts when every other party has confirmed it.
Flash-confirmed = Confirmed.
Flash-disputed = Your words stand beside the version now.
Flash-venture-proposed = The venture is logged. The other parties confirm the terms.
Flash-stage-proposed = The stage is proposed.
Flash-milestone-saved = The milestone is written down.
Flash-outcome-reported = The outcome is reported. It counts when all have confirmed it.
Flash-case-decided = Decided. The company is told.
