### The roadmap and its initiatives.

title = Roadmap and initiatives
lead = What the two countries set out to do, and what is known of how far each thing is.
not-official = The text of the official roadmap is not public. These pillars are our own grouping.
targets = Targets
corridor = The ways overland
corridor-how = A plan of stops, like that of a metro: order and meeting points, neither distances nor borders.
corridor-title = Two ways from Kazakhstan to Pakistan
corridor-desc = One leads by Turkmenistan, Herat and Kandahar; the other by Uzbekistan, Mazar-i-Sharif and Kabul.
stop-kazakhstan = Kazakhstan
stop-pakistan = Pakistan
stop-turkmenistan = Turkmenistan
stop-uzbekistan = Uzbekistan
stop-herat = Herat
stop-kandahar = Kandahar
stop-mazar = Mazar-i-Sharif
stop-kabul = Kabul
no-initiative = No initiative is on record under this pillar.
known = What is known
risks = Risks
sources = Sources:
