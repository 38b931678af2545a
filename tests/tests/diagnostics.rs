//! What a wrong spec is answered with: each folder in `tests/diagnostics` holds a spec and the report on it.

use std::fs;

use codegen::Source;

#[test]
fn each_mistake_is_shown_where_it_is() {
    for entry in fs::read_dir(tests::root().join("tests/diagnostics")).expect("the cases are there") {
        let folder = entry.expect("a case").path();
        let text = fs::read_to_string(folder.join("spec.yaml")).expect("a spec");
        let source = Source { name: "spec.yaml", text: &text };
        let report = codegen::generate(source).expect_err(&folder.to_string_lossy());
        insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("report", report.render(source, false));
        });
    }
}
