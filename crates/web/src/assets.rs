//! Style and scripts, served from memory under names that change with their content, so that a browser keeps them for good.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

/// A file that pages refer to: packed with gzip, but for fonts.
pub(crate) struct Asset {
    file: &'static str,
    name: &'static str,
    kind: &'static str,
    /// Fonts are packed within.
    is_font: bool,
    packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file of the folder of assets. A file that is not there has the address of nothing; a test looks at each.
pub(crate) fn address(file: &str) -> String {
    let name = ASSETS.iter().find(|asset| asset.file == file).map_or("", |asset| asset.name);
    format!("/assets/{name}")
}

/// Answers an address of an asset; those of `GraphiQL` can be left out, and have an answer of their own.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    if name.starts_with("graphiql/") { StatusCode::NOT_FOUND.into_response() } else { any(Path(name), headers).await }
}

/// Answers an address of any asset.
pub(crate) async fn any(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if asset.is_font {
        return (told(asset), asset.packed).into_response();
    }
    // Every browser takes gzip. Who says nothing takes anything; who excludes it is told so.
    let takes_gzip = headers.get(header::ACCEPT_ENCODING).is_none_or(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.split(',').any(|coding| matches!(coding.split(';').next().map(str::trim), Some("gzip" | "*"))))
    });
    if !takes_gzip {
        return (StatusCode::NOT_ACCEPTABLE, "assets are packed with gzip\n").into_response();
    }
    let packed = [(header::CONTENT_ENCODING, "gzip"), (header::VARY, "accept-encoding")];
    (told(asset), packed, asset.packed).into_response()
}

fn told(asset: &Asset) -> [(header::HeaderName, &'static str); 3] {
    [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_an_address_of_its_own() {
        let mut addresses: Vec<_> = ASSETS.iter().map(|asset| address(asset.file)).collect();
        assert!(addresses.iter().all(|address| address.len() > "/assets/".len() + 12));
        addresses.dedup();
        assert_eq!(addresses.len(), ASSETS.len());
        assert!(ASSETS.iter().all(|asset| asset.packed.starts_with(if asset.is_font { b"wOF2".as_slice() } else { &[0x1f, 0x8b] })));
    }

    /// What each face holds, by the file that was written when it was cut, whose sum must be that of the face.
    fn coverage() -> Vec<(String, Vec<std::ops::RangeInclusive<u32>>)> {
        use sha2::{Digest, Sha256};
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
        let text = std::fs::read_to_string(folder.join("coverage.txt")).unwrap();
        let point = |text: &str| u32::from_str_radix(text, 16).unwrap();
        let lines = text.lines().map(|line| {
            let [name, sum, ranges] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            assert_eq!(
                sum,
                hex::encode(Sha256::digest(std::fs::read(folder.join(name)).unwrap())),
                "{name} is not the face that was measured"
            );
            let ranges = ranges.split(',').map(|range| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                point(first)..=point(last)
            });
            (name.trim_end_matches(".woff2").to_owned(), ranges.collect())
        });
        lines.collect()
    }

    #[test]
    fn every_letter_of_the_messages_is_in_the_faces_that_are_served_for_the_language() {
        let coverage = coverage();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("messages");
        for (language, faces) in
            [("en", &["latin"][..]), ("ru", &["latin", "cyrillic"]), ("kk", &["latin", "cyrillic", "kazakh"]), ("ur", &["latin", "arabic"])]
        {
            let mut missing = std::collections::BTreeSet::new();
            for file in std::fs::read_dir(folder.join(language)).unwrap() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                // Signs that have no letters of their own, drawn by the system everywhere.
                let letters = text.chars().filter(|letter| !letter.is_control() && !"→✓³²".contains(*letter));
                let is_there = |letter: &char| {
                    let point = u32::from(*letter);
                    coverage
                        .iter()
                        .filter(|(face, _)| faces.contains(&face.as_str()))
                        .any(|(_, ranges)| ranges.iter().any(|range| range.contains(&point)))
                };
                missing.extend(letters.filter(|letter| !is_there(letter)));
            }
            assert!(missing.is_empty(), "{language}: {missing:?}");
        }
    }
}
