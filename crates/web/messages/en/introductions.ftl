### Requests to meet.

title = Introductions
received = Received
sent = Sent
closed = Closed
none = Nothing is here.
to-matches = Look at who fits
about = About: { $listing }
expires = Expires
accept = Accept
decline = Decline
declined-because = The reason:
contacts = Contacts
to-agreement = Log what you sign
ask = Ask { $name } for an introduction
ask-how = Say who you are and what you would speak about. They have 21 days to answer; your contacts open only when they accept.
message = Message
message-hint = A short reason makes a yes more likely.
send = Send the request
back = Back
decline-title = Decline this introduction?
decline-sentence = This cannot be taken back. A reason is private to the two of you.
decline-reason = Reason
