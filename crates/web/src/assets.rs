//! Style and scripts, served from memory under names that change with their content, so that a browser keeps them for good.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

/// A file that pages refer to, packed with gzip.
pub(crate) struct Asset {
    file: &'static str,
    name: &'static str,
    kind: &'static str,
    packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file of the folder of assets. A file that is not there has the address of nothing; a test looks at each.
pub(crate) fn address(file: &str) -> String {
    let name = ASSETS.iter().find(|asset| asset.file == file).map_or("", |asset| asset.name);
    format!("/assets/{name}")
}

/// Answers an address of an asset.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Every browser takes gzip. Who says nothing takes anything; who excludes it is told so.
    let takes_gzip = headers.get(header::ACCEPT_ENCODING).is_none_or(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.split(',').any(|coding| matches!(coding.split(';').next().map(str::trim), Some("gzip" | "*"))))
    });
    if !takes_gzip {
        return (StatusCode::NOT_ACCEPTABLE, "assets are packed with gzip\n").into_response();
    }
    let told = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CONTENT_ENCODING, "gzip"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (told, asset.packed).into_response()
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
        assert!(ASSETS.iter().all(|asset| asset.packed.starts_with(&[0x1f, 0x8b])));
    }
}
