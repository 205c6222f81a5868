### The page of one company.

all = All companies
not-verified = This company is not verified; only its own people and the staff see this page.
profile = Profile
facts = Facts
country = Country
region = Region
legal-form = Legal form
size = Size
languages = Languages spoken
verified = Verified { $day }, to be looked at again by { $until }
evidence = What was looked at: { $evidence }
offers = Offers
needs = Needs
nothing = Nothing is published at the moment.
how-much = How much
amount = { $amount } { $unit }
price = Price
budget = Budget
open-until = Open until
introduce = Request an introduction
no-introduce-sign-in = To request an introduction, sign in for a verified company of the other country.
no-introduce-own = This is your own company.
no-introduce-unverified = Your company can request introductions once it is verified.
