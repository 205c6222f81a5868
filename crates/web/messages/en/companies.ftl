### The directory.

title = Companies
lead = Verified companies of both countries, the last verified first.
about = Verified companies of Kazakhstan and Pakistan by country, region and sector.
found = Found
in-use = Filters in use
drop-filter = Drop the filter { $facet }: { $value }
drop-all = Drop all
nobody-after = There is nobody after this place.
nobody-yet = No company has been verified yet.
nobody-fits = No company fits all of these filters.
one-is-not-enough = Dropping one of them is not enough.
found-without = Somebody is found when you drop one of these:
pair = { $facet }: { $value }
show-all = Show all companies
facet-search = Name
facet-country = Country
facet-region = Region
facet-sector = Sector
facet-subsector = Subsector
search = Name, in any script
narrow = Country, region, sector
any = Any
show = Show
