### Where the link of the letter leads.

question = Is this your e-mail address?
explanation = You opened the link that we sent to it. Confirm, and you can sign in.
confirm = Confirm the address
incomplete = The link is not complete: copy the whole of it from the letter.
confirmed = Your address is confirmed
not-confirmed = The address is not confirmed
for-a-while = A link serves for a while only. If it has run out, register again with the same address: another letter comes.
sign-in = Sign in
