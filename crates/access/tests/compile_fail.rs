//! Permits and views cannot be forged, copied or used for something else.

#[test]
fn permits_and_views_cannot_be_forged() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
