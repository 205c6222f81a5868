//! What a sentence is made of, beside what kind it is: kept with the notification, so that each language can say it.

use chrono::NaiveDate;
use domain::{
    joint_venture::{Health, Stage},
    member::Role,
};
use serde::{Deserialize, Serialize};

/// The particulars of one notification. Names are those of the moment: a paper that was renamed since was proposed under its old name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The company that did it, or that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The paper, venture or announcement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What was given as the reason, in the words of whoever gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<Health>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}
