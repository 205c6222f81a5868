//! Prepares what the pages need when they are compiled: the schema for cynic, and the assets under names that change with their content.
#![expect(clippy::disallowed_methods, reason = "cargo speaks to build scripts by the environment")]

#[path = "build/messages.rs"]
mod messages;

use std::{env, error::Error, fmt::Write as _, fs, io::Write as _, path::Path};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// Files of the repository, the name under which they are served, and their type. What ends in `.gz` is packed already.
const ASSETS: [(&str, &str, &str); 16] = [
    ("fonts/latin.woff2", "fonts/latin.woff2", FONT),
    ("fonts/cyrillic.woff2", "fonts/cyrillic.woff2", FONT),
    ("fonts/kazakh.woff2", "fonts/kazakh.woff2", FONT),
    ("fonts/arabic.woff2", "fonts/arabic.woff2", FONT),
    ("fonts/nastaliq.woff2", "fonts/nastaliq.woff2", FONT),
    ("site.css", "site.css", STYLE),
    ("nastaliq.css", "nastaliq.css", STYLE),
    ("htmx/htmx.js", "htmx/htmx.js", SCRIPT),
    ("htmx/sse.js", "htmx/sse.js", SCRIPT),
    ("site.js", "site.js", SCRIPT),
    ("graphiql/start.js", "graphiql/start.js", SCRIPT),
    ("graphiql/graphiql.js.gz", "graphiql/graphiql.js", SCRIPT),
    ("graphiql/graphiql.css.gz", "graphiql/graphiql.css", STYLE),
    ("graphiql/react.js.gz", "graphiql/react.js", SCRIPT),
    ("graphiql/react-dom.js.gz", "graphiql/react-dom.js", SCRIPT),
    ("graphiql/graphql-ws.js.gz", "graphiql/graphql-ws.js", SCRIPT),
];

const STYLE: &str = "text/css; charset=utf-8";
const FONT: &str = "font/woff2";
const SCRIPT: &str = "text/javascript; charset=utf-8";

fn main() -> Result<(), Box<dyn Error>> {
    cynic_codegen::register_schema("forum").from_sdl_file("../../schema.graphql")?.as_default()?;
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("messages.rs"), messages::compile(Path::new("messages"))?)?;
    let mut named: Vec<(String, String)> = Vec::new();
    let mut table = format!("pub(crate) static ASSETS: [Asset; {}] = [\n", ASSETS.len());
    for (index, (file, name, kind)) in ASSETS.into_iter().enumerate() {
        let source = Path::new("assets").join(file);
        println!("cargo::rerun-if-changed={}", source.display());
        let mut text = fs::read(&source)?;
        if kind == STYLE && source.extension().is_some_and(|ending| ending == "css") {
            // Style names fonts by their file; they are served under a name that changes with their content.
            let mut style = String::from_utf8(text)?;
            for (file, name) in &named {
                style = style.replace(&format!("url({file})"), &format!("url(/assets/{name})"));
            }
            text = style.into_bytes();
        }
        // Fonts are packed already, by a better method than gzip.
        let is_packed = kind == FONT || source.extension().is_some_and(|ending| ending == "gz");
        let packed = if is_packed { text } else { pack(&text)? };
        fs::write(Path::new(&out).join(format!("{index}.gz")), &packed)?;
        let hash = &hex::encode(Sha256::digest(&packed))[..12];
        let (stem, ending) = name.rsplit_once('.').ok_or("an asset has an ending")?;
        named.push((name.to_owned(), format!("{stem}-{hash}.{ending}")));
        writeln!(
            table,
            "Asset {{ file: {name:?}, name: \"{stem}-{hash}.{ending}\", is_font: {}, kind: {kind:?}, \
             packed: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{index}.gz\")) }},",
            kind == FONT
        )?;
    }
    table.push_str("];\n");
    fs::write(Path::new(&out).join("assets.rs"), table)?;
    Ok(())
}

fn pack(text: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text)?;
    Ok(encoder.finish()?)
}
