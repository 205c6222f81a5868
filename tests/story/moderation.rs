//! What staff decide: alone, and where two are needed.

#[path = "moderation/approval.rs"]
mod approval;
#[path = "moderation/publication.rs"]
mod publication;
#[path = "moderation/queue.rs"]
mod queue;
#[path = "moderation/quota.rs"]
mod quota;
#[path = "moderation/report.rs"]
mod report;

use domain::staff::Duty;
use serde_json::{Value, json};
use tests::{Firm, Person, World};

/// A moderator and two administrators, a company of each side, and the case of the first company's registration.
struct Bench<'w> {
    moderator: Person<'w>,
    first: Person<'w>,
    second: Person<'w>,
    mill: Firm<'w>,
    baker: Firm<'w>,
    case: String,
}

impl<'w> Bench<'w> {
    async fn sits(world: &'w World) -> Self {
        let moderator = world.moderator("moderator@kz.example", "KZ").await;
        let first = world.on_duty("first@kz.example", Duty::Administrator, "KZ").await;
        let second = world.on_duty("second@pk.example", Duty::Administrator, "PK").await;
        let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &moderator).await;
        let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &moderator).await;
        let cases = mill.owner.asks("{ moderationCases { nodes { id } } }", json!({})).await;
        let case = cases["moderationCases"]["nodes"][0]["id"].as_str().unwrap().to_owned();
        Self { moderator, first, second, mill, baker, case }
    }

    /// Everybody signs in again: time has passed.
    async fn signs_in(&mut self) {
        for staff in [&mut self.moderator, &mut self.first, &mut self.second] {
            staff.signs_in(json!({ "forum": true })).await;
        }
        for firm in [&mut self.mill, &mut self.baker] {
            firm.owner.signs_in(json!({ "company": firm.id })).await;
        }
    }

    /// The mill leaves the forum by the word of two.
    async fn suspends_the_mill(&self, case: &str) {
        let input = json!({ "companyId": self.mill.id, "expectedVersion": self.mill.version().await, "caseId": case, "reason": "The extract was forged." });
        let proposed = self.moderator.does("proposeSuspension", input, "approval { id version }").await["approval"].clone();
        let input = json!({ "approvalId": proposed["id"], "expectedVersion": proposed["version"] });
        self.second.does("approve", input, "approval { state }").await;
        self.mill.owner.world.settle().await;
    }
}

/// Whether the directory, the public listings and the search know the company.
async fn shown(world: &World, firm: &Firm<'_>) -> (usize, usize) {
    let document =
        "query($id: ID!) { companies(first: 100) { nodes { id } } listings(where: { company: $id }, first: 100) { nodes { id } } }";
    let answer = world.asks(document, json!({ "id": firm.id })).await;
    let companies = answer["companies"]["nodes"].as_array().unwrap().iter().filter(|company| company["id"] == json!(firm.id)).count();
    (companies, answer["listings"]["nodes"].as_array().unwrap().len())
}

async fn state(firm: &Firm<'_>) -> Value {
    firm.owner.asks("{ viewer { company { state } } }", json!({})).await["viewer"]["company"]["state"].clone()
}
