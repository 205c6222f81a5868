//! Who makes what and who needs what: the complementarity table as odds.

use domain::{country::Country, reference::Reference};

use super::chance::Chance;

/// Branches in which nothing is listed openly.
const CLOSED: [&str; 2] = ["DEF-AM", "DEF-NV"];

/// In which sectors a country has many companies, and how many times as many as elsewhere.
const STRONG: [(Country, &str, u64); 10] = [
    (Country::Kz, "AGR", 3),
    (Country::Kz, "MIN", 3),
    (Country::Kz, "PET", 2),
    (Country::Kz, "CON", 2),
    (Country::Kz, "TRL", 2),
    (Country::Pk, "TEX", 8),
    (Country::Pk, "LSS", 5),
    (Country::Pk, "ICT", 3),
    (Country::Pk, "AGR", 3),
    (Country::Pk, "PHA", 3),
];

/// The odds of branches and of what they need, for each country.
pub struct Trades {
    codes: Vec<String>,
    sides: [Side; 2],
}

struct Side {
    /// How likely a company of the country works in each branch.
    works: Vec<u64>,
    /// What a branch needs of the other country: supplying branches with weights.
    needs: Vec<Vec<(usize, u64)>>,
}

impl Trades {
    pub fn new(reference: &Reference) -> Self {
        let codes: Vec<String> = reference.subsectors().map(|(_, subsector)| subsector.code.to_string()).collect();
        let sides = [Country::Kz, Country::Pk].map(|country| side(reference, &codes, country));
        Self { codes, sides }
    }

    fn of(&self, country: Country) -> &Side {
        match country {
            Country::Kz => &self.sides[0],
            Country::Pk => &self.sides[1],
        }
    }

    /// The branch that a company of the country works in.
    pub fn branch(&self, country: Country, chance: &mut Chance) -> &str {
        &self.codes[chance.weighted(self.of(country).works.iter().copied())]
    }

    /// Another branch of the same sector, or the same one.
    pub fn beside(&self, branch: &str, chance: &mut Chance) -> &str {
        let sector = branch.split('-').next().unwrap_or_default();
        let odds = self.codes.iter().map(|code| {
            let open = code.split('-').next() == Some(sector) && !CLOSED.contains(&code.as_str());
            u64::from(open)
        });
        &self.codes[chance.weighted(odds)]
    }

    /// What a company of the country that works in the branch needs from the other country.
    pub fn need(&self, country: Country, branch: &str, chance: &mut Chance) -> &str {
        let at = self.codes.iter().position(|code| code == branch).unwrap_or(0);
        let needs = &self.of(country).needs[at];
        match needs.get(chance.weighted(needs.iter().map(|(_, weight)| *weight))) {
            Some((supplier, _)) => &self.codes[*supplier],
            None => &self.codes[at],
        }
    }
}

fn side(reference: &Reference, codes: &[String], country: Country) -> Side {
    let place = |code: &str| codes.iter().position(|known| known == code);
    let mut links = vec![0_u64; codes.len()];
    let mut needs = vec![Vec::new(); codes.len()];
    for row in &reference.complementarity {
        let (Some(supplier), Some(consumer)) = (place(row.supplier.as_str()), place(row.consumer.as_str())) else { continue };
        let weight = u64::from(row.weight);
        let from = |side: Country| row.flow == "BOTH" || row.flow.starts_with(side.as_str());
        if from(country) {
            links[supplier] += weight;
        }
        if from(country.other()) && !CLOSED.contains(&row.supplier.as_str()) {
            links[consumer] += weight;
            needs[consumer].push((supplier, weight));
        }
    }
    let strength = |code: &str| {
        let strong = STRONG.into_iter().find(|(side, sector, _)| *side == country && code.split('-').next() == Some(*sector));
        strong.map_or(1, |(.., times)| times)
    };
    // Links draw companies, up to a point: nobody lives of the table alone.
    let odds = |code: &str, links: u64| (3 + links.min(12)) * strength(code);
    let works = codes.iter().zip(&links).map(|(code, links)| if CLOSED.contains(&code.as_str()) { 0 } else { odds(code, *links) });
    Side { works: works.collect(), needs }
}
