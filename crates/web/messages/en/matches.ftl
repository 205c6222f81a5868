### Companies that fit, and why.

title = Companies that fit yours
lead = Best first. A match counts both ways: what you offer meets what they need, and the other way round.
none = Nobody fits yet. The more you tell of what you offer and need, the more are found.
write-listing = Write an offer or a need
score = Fits to { $score } of 100
parts = They meet your needs to { $mine }, you meet theirs to { $theirs }.
they-offer = They offer what you need: { $what }
they-need = They need what you offer: { $what }
chapter = Your goods are in one chapter of the customs code: { $chapter }
introduce = Request an introduction
