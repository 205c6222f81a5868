//! What is asked: the things that people and integrators do most.

use serde_json::json;

use crate::{
    load::Asked,
    world::{Acting, Cast, graphql},
};

/// One operation. The names are those under which the figures of other servers are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Operation {
    /// `{ __typename }`: what the transport, the guard and the execution cost by themselves.
    B0,
    /// A page of the directory: 20 companies by country and subsector, with their sectors.
    B1,
    /// A company's ventures, three levels deep: parties, milestones.
    B2,
    /// The best 20 matches of a company.
    B3,
    /// A venture of two parties is logged.
    B4,
    /// A search by name with a slip of the keyboard.
    B5,
}

const DIRECTORY: &str = "query($country: CountryCode, $subsector: String) {
    companies(first: 20, where: { country: $country, subsector: $subsector }) {
        nodes { id name slug country size region { code } subsectors { code } }
        pageInfo { endCursor hasNextPage }
    }
}";

const VENTURES: &str = "query($id: ID!) {
    company(by: { id: $id }) { id name country subsectors { code } }
    jointVentures(first: 10) { nodes { id title stage health parties { id name country } milestones { id title due state } } }
}";

const MATCHES: &str = "{ matches(first: 20) { nodes { company { id name country } score reasons { code } } } }";

const PROPOSE: &str = "mutation($input: ProposeJointVentureInput!) {
    proposeJointVenture(input: $input) { jointVenture { id stage } userErrors { code } }
}";

const SEARCH: &str = "query($text: String!) { companies(first: 10, where: { search: $text }) { nodes { id name slug country } } }";

impl Operation {
    pub const ALL: [Self; 6] = [Self::B0, Self::B1, Self::B2, Self::B3, Self::B4, Self::B5];

    pub fn name(self) -> &'static str {
        match self {
            Self::B0 => "B0 __typename",
            Self::B1 => "B1 directory page",
            Self::B2 => "B2 ventures of a company",
            Self::B3 => "B3 matches",
            Self::B4 => "B4 log a venture",
            Self::B5 => "B5 search with a slip",
        }
    }

    /// The requests that are asked in turn; nothing where nobody can ask.
    pub fn requests(self, cast: &Cast) -> Option<Vec<Asked>> {
        let members = cast.members.iter();
        let requests: Vec<Asked> = match self {
            Self::B0 => vec![graphql(None, "{ __typename }", &json!(null))],
            Self::B1 => {
                let variables = |country: &str, subsector: &str| json!({ "country": country, "subsector": subsector });
                let companies = cast.companies.iter();
                companies.map(|company| graphql(None, DIRECTORY, &variables(&company.country, &company.subsector))).collect()
            }
            Self::B2 => members.map(|member| ask_as(member, VENTURES, &json!({ "id": member.company }))).collect(),
            Self::B3 => members.map(|member| ask_as(member, MATCHES, &json!(null))).collect(),
            Self::B4 => members.filter_map(propose).collect(),
            Self::B5 => cast.companies.iter().map(|company| graphql(None, SEARCH, &json!({ "text": slip(&company.name) }))).collect(),
        };
        (!requests.is_empty()).then_some(requests)
    }

    /// The same of the floor, where one statement can answer it.
    pub fn floor(self, cast: &Cast) -> Option<Vec<Asked>> {
        let get = |path: String| Asked { method: http::Method::GET, path, token: None, body: bytes::Bytes::new() };
        match self {
            Self::B1 => {
                let path = |country: &str, subsector: &str| format!("/directory/{country}/{subsector}");
                Some(cast.companies.iter().map(|company| get(path(&company.country, &company.subsector))).collect())
            }
            Self::B2 => Some(cast.members.iter().map(|member| get(format!("/ventures/{}", uuid_of(&member.company)))).collect()),
            _ => None,
        }
    }
}

/// The number within an identifier; the floor is the one reader that may take it apart.
fn uuid_of(id: &str) -> &str {
    id.split_once('_').map_or(id, |(_, number)| number)
}

fn ask_as(member: &Acting, document: &str, variables: &serde_json::Value) -> Asked {
    graphql(Some(member.token.clone()), document, variables)
}

fn propose(member: &Acting) -> Option<Asked> {
    let partner = member.partner.as_ref()?;
    let parties = json!([{ "companyId": member.company, "role": "FOUNDER" }, { "companyId": partner, "role": "INVESTOR" }]);
    let input = json!({ "title": "A flour mill and its silo", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"], "parties": parties });
    Some(ask_as(member, PROPOSE, &json!({ "input": input })))
}

/// Two neighbouring letters in the middle of the first long word change places.
fn slip(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().take(24).collect();
    let middle = letters.iter().take_while(|letter| letter.is_alphabetic()).count() / 2;
    if middle > 0 && middle + 1 < letters.len() {
        letters.swap(middle, middle + 1);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_changes_two_letters_of_the_first_word() {
        assert_eq!(slip("Shymkent Dan"), "Shymeknt Dan");
        assert_eq!(slip("A"), "A");
    }

    #[test]
    fn an_identifier_is_taken_apart_for_the_floor_alone() {
        assert_eq!(uuid_of("cmp_0190"), "0190");
        assert_eq!(uuid_of("0190"), "0190");
    }

    #[test]
    fn nobody_is_asked_where_nobody_is() {
        let nobody = Cast { companies: Vec::new(), members: Vec::new() };
        let asked: Vec<_> = Operation::ALL.into_iter().filter(|operation| operation.requests(&nobody).is_some()).collect();
        assert_eq!(asked, [Operation::B0]);
    }
}
