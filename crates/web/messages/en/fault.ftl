### What stood in the way, and what to do about it.

not-found = This page is not here
not-found-do = The address may be wrong, or what stood here is not for everybody to see.
refused = The forum could not read that
refused-do = Correct the address or the form, and send it again.
sign-in-needed = Please sign in
sign-in-needed-do = This page is for those who have signed in. You come back here afterwards.
session-ended = Your session has ended
session-ended-do = Sign in again to go on where you were.
forbidden = This is not for you
forbidden-do = You have signed in, but what you asked for needs another role.
fresh-needed = Please confirm that it is you
fresh-needed-do = This step asks for your password once more. Nothing has been changed yet.
stale = Somebody changed this meanwhile
stale-do = Nothing of yours was written. Look at it as it is now, and decide again.
too-often = That was too often
too-often-do = Nothing was lost and nothing was changed. Wait a little.
busy = The forum is busy
busy-do = Nothing was lost and nothing was changed. Try again in a moment.
foreign-form = This form did not come from the forum
foreign-form-do = Nothing was changed. Open the page here and send the form again.
old-form = This form is from another session
old-form-do = Nothing was changed. Open the page again: it was drawn before you signed in or out.
broken = Something went wrong on our side
broken-do = Nothing you did is wrong. Try again later; if it stays, tell us the number below.
retry-after = Worth another try after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
request-number = Number of the request:
to-sign-in = Sign in
to-confirm = Confirm
look-again = Look at it again
to-scoreboard = To the scoreboard
to-companies = To the companies
