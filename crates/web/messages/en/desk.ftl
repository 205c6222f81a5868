### What waits for whoever has signed in.

title = Good day, { $name }
waiting = Waiting for you
nothing-waits = Nothing waits for your answer.
introductions = { $number ->
        [one] { $number } request for an introduction
       *[other] { $number } requests for an introduction
    }
agreements = { $number ->
        [one] { $number } agreement to confirm
       *[other] { $number } agreements to confirm
    }
ventures = { $number ->
        [one] { $number } venture to answer
       *[other] { $number } ventures to answer
    }
cases = { $number ->
        [one] { $number } open case
       *[other] { $number } open cases
    }
verified = Everything is open to your company.
draft = Your company is a draft that only its members see. Submit it to be verified.
in-review = A moderator looks at your company. Until then you can draft everything and publish nothing.
rejected = Your company was rejected. Read the reason, correct it and submit it again.
suspended = Your company is suspended: you can read and appeal.
my-company = My company
next = What next
next-listing = Write an offer or a need
next-matches = Look at who fits
next-agreement = Log a signed agreement
next-venture = Log a joint venture
next-browse = Browse the directory
next-moderation = Open the queue
next-register = Register your company
next-account = Choose for whom you act
