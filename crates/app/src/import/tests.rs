use domain::id::{EventId, Identifier};
use domain::stamp::Timestamp;
use domain::trade::Quality;
use persistence::database::Location;
use persistence::page::Window;

use super::*;

fn author(number: u128) -> Author {
    Author {
        kind: "OPERATOR",
        id: None,
        request: "import".to_owned(),
        at: Timestamp::from_timestamp(1_795_000_000 + i64::try_from(number).unwrap(), 0).unwrap(),
        event: EventId::from_uuid(uuid::Uuid::from_u128(number)),
    }
}

/// A database in a folder of its own, which goes with the value.
struct Scratch(std::path::PathBuf);

impl Scratch {
    async fn open(name: &str) -> (Self, Database) {
        let folder = std::env::temp_dir().join(format!("forum-import-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let database = Database::open(Location::Sqlite(folder.join("forum.sqlite"))).await.unwrap();
        database.migrate().await.unwrap();
        (Self(folder), database)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn rows(text: &str, list: &str) -> usize {
    serde_json::from_str::<serde_json::Value>(text).unwrap()[list].as_array().unwrap().len()
}

#[test]
fn everything_in_the_files_is_read() {
    let files = ReferenceFiles::built_in();
    let records = files.read().unwrap();
    assert_eq!((records.reference.sectors.len(), records.reference.subsectors().count()), (18, 125));
    assert_eq!(records.reference.sectors.len(), rows(files.sectors, "sectors"));
    assert_eq!(records.reference.regions.len(), rows(files.regions, "regions"));
    assert_eq!(records.reference.legal_forms.len(), rows(files.law, "legal_forms"));
    assert_eq!(records.reference.ownership_rules.len(), rows(files.law, "ownership_rules"));
    assert_eq!(records.reference.complementarity.len(), rows(files.complementarity, "rows"));
    assert_eq!(records.papers.len(), rows(files.agreements, "agreements"));
    assert_eq!(records.initiatives.len(), rows(files.initiatives, "initiatives"));
    assert_eq!(records.pillars.len(), 7);
    assert_eq!(records.flows.len(), files.trade.lines().count() - 1);
    let listed = files.sources.lines().filter(|line| line.starts_with("| ")).skip(2).map(|line| line.matches("http").count());
    assert_eq!(records.sources.len(), listed.sum::<usize>());
}

#[test]
fn every_source_is_known_or_a_named_exception() {
    let records = ReferenceFiles::built_in().read().unwrap();
    let named = records.reference.complementarity.iter().flat_map(|row| &row.evidence);
    let named = named.chain(records.reference.ownership_rules.iter().flat_map(|rule| &rule.sources));
    let named = named.chain(records.papers.iter().flat_map(|paper| &paper.record.sources));
    let named = named.chain(records.initiatives.iter().flat_map(|initiative| &initiative.sources));
    let named = named.chain(records.targets.iter().flat_map(|target| &target.sources));
    let named = named.chain(records.flows.iter().map(|flow| &flow.source_key));
    let mut strange: Vec<_> = named.filter(|name| records.sources.iter().all(|source| source.key != **name)).cloned().collect();
    strange.sort();
    strange.dedup();
    assert_eq!(strange, ["reasoned"]);
}

#[test]
fn the_target_keeps_each_side_s_words() {
    let records = ReferenceFiles::built_in().read().unwrap();
    let said: Vec<_> = records
        .targets
        .iter()
        .map(|target| (target.code.as_str(), target.stated_on.as_str(), target.deadline.as_deref(), target.value_usd_minor))
        .collect();
    let billion = 100_000_000_000;
    assert_eq!(
        said,
        [
            ("trade-1bn-ministries", "2025-09-09", None, billion),
            ("trade-1bn-prime-minister", "2026-02-04", Some("within the next one year"), billion),
            ("trade-1bn-press", "2026-02-04", Some("in the next two years"), billion),
            ("trade-1bn-president", "2026-02-04", Some("in the near term"), billion),
        ]
    );
    assert!(records.targets.iter().all(|target| target.note.as_deref().unwrap().contains("$239 m (FO, Sep 2025)")));
}

#[test]
fn sums_are_exact_and_their_absence_is_kept() {
    let records = ReferenceFiles::built_in().read().unwrap();
    let of = |period: &str, flow: &str| {
        let found = records.flows.iter().find(|row| row.period == period && row.flow.as_str() == flow && row.basis == "PK_SBP");
        found.unwrap().value_usd_minor
    };
    assert_eq!(of("FY2022 Q1", "PAKISTAN_TO_KAZAKHSTAN"), Some(2_858_600_000));
    assert_eq!(of("FY2024", "TOTAL"), Some(18_592_700_000));
    let silent: Vec<_> = records.flows.iter().filter(|flow| flow.quality == Quality::NoFigure).collect();
    assert_eq!(silent.len(), 1);
    assert_eq!(silent[0].value_usd_minor, None);
}

#[test]
fn a_fault_is_named_by_file_row_and_field() {
    let built_in = ReferenceFiles::built_in();
    let fault = |files: ReferenceFiles<'_>| {
        let fault = files.read().unwrap_err();
        (fault.file, fault.row, fault.field)
    };
    let swapped = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };

    let sectors = swapped(built_in.sectors, "\"code\": \"PET-UP\"", "\"code\": \"\"");
    let found = fault(ReferenceFiles { sectors: &sectors, ..built_in });
    assert_eq!(found, ("sectors.json", "sectors[0].subsectors[0]".to_owned(), "code".to_owned()));

    let regions = swapped(built_in.regions, "\"country\": \"KZ\",\n   \"kind\"", "\"country\": \"XX\",\n   \"kind\"");
    let found = fault(ReferenceFiles { regions: &regions, ..built_in });
    assert_eq!(found, ("regions.json", "regions[0]".to_owned(), "country".to_owned()));

    let law = swapped(built_in.law, "\"ur\": \"ایل ایل پی (ٹی او او)\"", "\"xx\": \"?\"");
    let found = fault(ReferenceFiles { law: &law, ..built_in });
    assert_eq!(found, ("jv.json", "legal_forms[0].abbr".to_owned(), "ur".to_owned()));

    let complementarity = swapped(built_in.complementarity, "\"consumer\": \"AGR-MI\"", "\"consumer\": \"AGR-XX\"");
    let found = fault(ReferenceFiles { complementarity: &complementarity, ..built_in });
    assert_eq!(found, ("complementarity.json", "rows[0]".to_owned(), "consumer".to_owned()));

    let agreements = swapped(built_in.agreements, "\"date\": \"2026-02-04\"", "\"date\": \"2026-02-40\"");
    let found = fault(ReferenceFiles { agreements: &agreements, ..built_in });
    assert_eq!(found, ("agreements.json", "agreements[0]".to_owned(), "date".to_owned()));

    let agreements = swapped(built_in.agreements, "\"note\": \"Named by PTI", "\"surprise\": 1, \"note\": \"Named by PTI");
    let found = fault(ReferenceFiles { agreements: &agreements, ..built_in });
    assert_eq!(found, ("agreements.json", "agreements[1]".to_owned(), "surprise".to_owned()));

    let initiatives = swapped(built_in.initiatives, "\"avap2026\"", "\"nobody\"");
    let found = fault(ReferenceFiles { initiatives: &initiatives, ..built_in });
    assert_eq!(found, ("initiatives.json", "ktap".to_owned(), "sources".to_owned()));

    let trade = swapped(built_in.trade, "pbc2017,https", "nobody,https");
    let found = fault(ReferenceFiles { trade: &trade, ..built_in });
    assert_eq!(found, ("trade.csv", "2016".to_owned(), "source_key".to_owned()));
}

#[tokio::test]
async fn what_is_imported_is_read_back() {
    let (_scratch, database) = Scratch::open("read-back").await;
    let files = ReferenceFiles::built_in();
    let report = import(&database, &files, || author(1)).await.unwrap();
    assert!(report.changed);
    let records = files.read().unwrap();
    let view = database.view(System).await.unwrap();
    let loaded = view.reference().load().await.unwrap();
    assert_eq!(serde_json::to_value(&loaded).unwrap(), serde_json::to_value(&records.reference).unwrap());
    assert_eq!(view.reference().targets::<Target>().await.unwrap(), records.targets);
    assert_eq!(view.reference().pillars::<Pillar>().await.unwrap(), records.pillars);
    assert_eq!(view.reference().initiatives::<Initiative>().await.unwrap(), records.initiatives);
    assert_eq!(view.reference().sources::<Source>().await.unwrap(), records.sources);
    assert_eq!(view.trade_flows().all(None).await.unwrap(), records.flows);
    let papers = view.agreements().state_papers(None, &Window::first(100)).await.unwrap();
    assert_eq!(papers.items.len(), records.papers.len());
}

#[tokio::test]
async fn the_same_files_again_change_nothing_and_others_keep_the_identities() {
    let (_scratch, database) = Scratch::open("again").await;
    let files = ReferenceFiles::built_in();
    assert!(import(&database, &files, || author(1)).await.unwrap().changed);
    let again = import(&database, &files, || author(2)).await.unwrap();
    assert!(!again.changed);
    assert_eq!(again.to_string().split(':').next(), Some("unchanged since the last import"));
    let view = database.view(System).await.unwrap();
    let before = view.trade_flows().all(None).await.unwrap();
    drop(view);

    let trade = files.trade.replacen(",23.93,", ",23.94,", 1);
    let changed = import(&database, &ReferenceFiles { trade: &trade, ..files }, || author(3)).await.unwrap();
    assert!(changed.changed);
    let view = database.view(System).await.unwrap();
    let after = view.trade_flows().all(None).await.unwrap();
    let ids = |flows: &[TradeFlow]| flows.iter().map(|flow| flow.id).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&after));
    assert_eq!(after.iter().filter(|flow| !before.contains(flow)).count(), 1);
}

#[tokio::test]
async fn a_broken_file_leaves_everything_as_it_was() {
    let (_scratch, database) = Scratch::open("broken").await;
    let files = ReferenceFiles::built_in();
    import(&database, &files, || author(1)).await.unwrap();
    let trade = files.trade.replacen(",23.93,", ",much,", 1);
    let error = import(&database, &ReferenceFiles { trade: &trade, ..files }, || author(2)).await.unwrap_err();
    assert_eq!(error.to_string(), "trade.csv, line 2, `value_usd_m`: is no sum in millions with whole cents");
    let view = database.view(System).await.unwrap();
    assert_eq!(view.reference().imported(NAME).await.unwrap(), Some(files.digest()));
    assert_eq!(view.trade_flows().all(None).await.unwrap().len(), 38);
}
