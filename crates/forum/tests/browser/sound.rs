//! What holds for every page: axe finds nothing, and neither do the checks for what axe does not see.

use serde_json::Value;

use crate::chromium::Chromium;

/// axe-core, from the packages of the Node clients.
fn axe() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/node/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(path).expect("axe-core is installed: run the tests by `cargo xtask test`")
}

/// What axe finds wrong with the page as it is shown now.
pub fn violations(chromium: &mut Chromium) -> Vec<String> {
    chromium.asks(&format!("{}; true", axe()));
    let found = chromium.asks(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
           .then((result) => result.violations.map((one) => one.id + ': ' + one.help + ' ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? '')).join(' | ')))",
    );
    texts(&found)
}

/// What a person sees and axe does not.
pub fn eyesores(chromium: &mut Chromium) -> Vec<String> {
    let found = chromium.asks(
        "(() => {
           const wrong = [];
           const root = document.documentElement;
           if (root.scrollWidth > root.clientWidth) {
             const wide = [...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll, .hidden, pre') && (one.getBoundingClientRect().right > root.clientWidth + 1 || one.getBoundingClientRect().left < -1));
             wrong.push('overflow ' + root.scrollWidth + ' > ' + root.clientWidth + ' by ' + wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | '));
           }
           for (const picture of document.querySelectorAll('svg[role=img]')) {
             const box = picture.getBoundingClientRect();
             if (box.width === 0) continue;
             const scale = box.width / picture.viewBox.baseVal.width;
             for (const text of picture.querySelectorAll('text')) {
               const size = parseFloat(getComputedStyle(text).fontSize) * scale;
               const own = text.getBoundingClientRect();
               if (size < 10) wrong.push('text of ' + size.toFixed(1) + ' px: ' + text.textContent);
               if (own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1) wrong.push('text outside its picture: ' + text.textContent);
             }
           }
           for (const control of document.querySelectorAll('button, .button, .top a, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select')) {
             const box = control.getBoundingClientRect();
             if (box.width > 0 && box.height > 0 && box.height < 43.5 && getComputedStyle(control).visibility === 'visible' && !control.closest('.hidden, .skip')) wrong.push('low control ' + box.height + ': ' + control.outerHTML.slice(0, 100));
           }
           if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
           const urdu = root.lang === 'ur';
           if ((root.dir === 'rtl') !== urdu) wrong.push('direction');
           return wrong;
         })()",
    );
    texts(&found)
}

fn texts(found: &Value) -> Vec<String> {
    found.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
