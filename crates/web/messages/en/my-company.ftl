### One’s own company.

none = You act for no company
register = Register a company
to-account = Choose for whom you act
members = Members
since = since
public-page = The page as others see it
to-listings = Listings
verified = Verified: your company is in the directory and can publish, match and be introduced.
draft = A draft that only its members see. Submit it, and a moderator looks at it; that usually takes five working days.
in-review = Awaiting review: a moderator usually answers within five working days. Meanwhile you can draft listings.
rejected = Rejected. Correct what the reason names and submit it again.
suspended = Suspended: you can read, export and appeal.
reason = The reason:
checked = Checked { $day }, to be looked at again by { $until }.
submit = Submit for verification
