//! Every address of the pages, in one place. Ids are random numbers; nothing that identifies a
//! person stands in an address, and searches are posted, never put into one.

use std::fmt::Display;

/// Says what an address is for and builds it.
macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident($($part:ident),*) => $form:literal;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name($($part: impl Display),*) -> String {
            format!($form)
        }
    )*};
}

paths! {
    /// The first page of a signed-in member: *Today*.
    today() => "/";
    /// First start: the first administrator is created here.
    first_start() => "/start";
    /// The server is locked: the passphrase is entered here.
    unlock() => "/unlock";
    /// Log-in with name and password.
    log_in() => "/log-in";
    /// Log-in, second step: a code.
    second_factor() => "/log-in/code";
    /// Setting up codes.
    set_up_second_factor() => "/account/codes";
    /// New recovery codes in place of the old ones.
    recovery_codes() => "/account/recovery-codes";
    /// Choosing a new password.
    new_password() => "/account/password";
    /// Two members help a third who lost the password.
    restore_password() => "/account/restore";
    /// The own account and its sessions.
    account() => "/account";
    /// Ends one session (post).
    end_session(session) => "/account/sessions/{session}/end";
    /// Ends all sessions but this one (post).
    end_other_sessions() => "/account/sessions/end";
    /// Ends this session (post).
    lock() => "/lock";
    /// Says that the session has ended.
    locked() => "/locked";
    /// Changes the language of the pages (post).
    language() => "/language";
    /// What is waiting for the member.
    waiting() => "/waiting";

    /// The strategy for a person.
    strategy(file) => "/people/{file}/strategy";
    /// Puts the own name under a version (post).
    sign(file, entry) => "/people/{file}/entries/{entry}/sign";
    /// What was weighed for a person, and what followed acts.
    assessments(file) => "/people/{file}/assessments";
    /// Weighing an act.
    assess(file, act) => "/people/{file}/assess/{act}";
    /// Says that a weighing still holds (post).
    reaffirm(file, entry) => "/people/{file}/assessments/{entry}/reaffirm";
    /// Says what follows from a bad effect for like acts (post).
    review_effect(file, entry) => "/people/{file}/effects/{entry}/review";
    /// The levers.
    levers() => "/levers";
    /// A new lever.
    new_lever() => "/levers/new";
    /// A lever.
    lever(file) => "/levers/{file}";
    /// Changing what is said of a lever.
    edit_lever(file) => "/levers/{file}/edit";
    /// Offers, accepts, uses or frees a lever (post).
    move_lever(file) => "/levers/{file}/move";
    /// The countries and regions.
    countries() => "/countries";
    /// A new country or region.
    new_country() => "/countries/new";
    /// A country or region.
    country(file) => "/countries/{file}";
    /// Something more about a country.
    record_of_country(file, kind) => "/countries/{file}/record/{kind}";
    /// A correction of something about a country.
    edit_of_country(file, entry) => "/countries/{file}/entries/{entry}/edit";

    /// Everyone the member may read of.
    people() => "/people";
    /// Search (post, so that no name stands in an address).
    search() => "/people/search";
    /// The list as a table to save; the extension is `csv`, `xlsx` or `json`.
    people_export(extension) => "/people/export.{extension}";
    /// A new person.
    new_person() => "/people/new";
    /// A person's page: all linked files that the member may read.
    person(file) => "/people/{file}";
    /// Everything that has been done for a person, to print.
    person_done(file) => "/people/{file}/done";
    /// All entries of a person, printable.
    person_print(file) => "/people/{file}/print";
    /// A person's portrait.
    portrait(file) => "/people/{file}/portrait";
    /// The derivation of one verdict.
    verdict(file, act) => "/people/{file}/may/{act}";
    /// The form for a new entry of a kind.
    record(file, kind) => "/people/{file}/record/{kind}";
    /// The form for a wish.
    record_wish(file) => "/people/{file}/record/wish";
    /// Reading a wish back.
    read_back(file) => "/people/{file}/record/wish/read-back";
    /// Reporting that somebody said stop.
    report_stop(file) => "/people/{file}/stop";
    /// Confirming a stop by a second channel.
    confirm_stop(file, stop) => "/people/{file}/stop/{stop}/confirm";
    /// Ending a stop by its rule.
    lift_stop(file, stop) => "/people/{file}/stop/{stop}/lift";
    /// Who said what about which scope.
    said(file) => "/people/{file}/wishes";
    /// The script of a wish, to read aloud.
    script(file, entry) => "/people/{file}/wishes/{entry}/script";
    /// Everything that withdrawals and stops touch.
    follow_ups(file) => "/people/{file}/follow-ups";
    /// How one such thing ended (post).
    follow_up(file, entry) => "/people/{file}/follow-ups/{entry}";
    /// How a person is.
    wellbeing(file) => "/people/{file}/wellbeing";
    /// Editing an entry.
    edit(file, entry) => "/people/{file}/entries/{entry}/edit";
    /// All versions of an entry.
    history(file, entry) => "/people/{file}/entries/{entry}/history";
    /// Withdrawing an entry.
    withdraw(file, entry) => "/people/{file}/entries/{entry}/withdraw";
    /// Two editors meet.
    conflict(file, entry) => "/people/{file}/entries/{entry}/conflict";
    /// The evidence of a person, and the form for more.
    all_evidence(file) => "/people/{file}/evidence";
    /// One piece of evidence.
    evidence(file, entry) => "/people/{file}/evidence/{entry}";
    /// A content of it to save: `original`, `copy` or `text`.
    evidence_content(file, entry, which) => "/people/{file}/evidence/{entry}/{which}";
    /// Another line of its custody log (post).
    custody(file, entry) => "/people/{file}/evidence/{entry}/custody";
    /// A paper that does not say whom it is about.
    drop_paper() => "/evidence/new";
    /// A look at such a paper.
    look(paper) => "/evidence/look/{paper}";
    /// Who opened this file.
    openings(file) => "/people/{file}/openings";
    /// Comparing two files that may be one person.
    compare(file, other) => "/people/{file}/compare/{other}";
    /// Choosing what to compare a file with.
    link(file) => "/people/{file}/link";
    /// Withdrawing a link.
    withdraw_link(file, link) => "/people/{file}/links/{link}/withdraw";
    /// Erasing a file.
    erase(file) => "/people/{file}/erase";
    /// The receipt of an erasure.
    erasure_receipt(receipt) => "/erasures/{receipt}";

    /// How long backups can bring an erased file back.
    backup_days() => "/backups";
    /// Meetings.
    meetings() => "/meetings";
    /// A new meeting.
    new_meeting() => "/meetings/new";
    /// A meeting: who could be raised, and the brief.
    meeting(meeting) => "/meetings/{meeting}";
    /// Correcting a meeting: day, place, title, delegation.
    edit_meeting(meeting) => "/meetings/{meeting}/edit";
    /// Two editors of a meeting meet (post).
    meeting_conflict(meeting) => "/meetings/{meeting}/conflict";
    /// Changing the brief (post).
    meeting_people(meeting) => "/meetings/{meeting}/people";
    /// The brief as a document; the extension is `pdf` or `docx`.
    brief(meeting, extension) => "/meetings/{meeting}/brief.{extension}";
    /// The outcome of a meeting, one row a person.
    outcome(meeting) => "/meetings/{meeting}/outcome";

    /// What was asked of authorities.
    requests() => "/requests";
    /// Recording the answer to a request.
    answer(file, entry) => "/requests/{file}/{entry}/answer";

    /// Imports.
    imports() => "/imports";
    /// Uploading a list.
    new_import() => "/imports/new";
    /// Choosing what each column means.
    import_mapping(import) => "/imports/{import}/mapping";
    /// What one column means; columns are counted from 0.
    import_column(import, column) => "/imports/{import}/columns/{column}";
    /// Their words beside our codes.
    import_words(import) => "/imports/{import}/words";
    /// Reading the file otherwise (post).
    import_reading(import) => "/imports/{import}/reading";
    /// The mapping as a file.
    import_profile(import) => "/imports/{import}/profile.toml";
    /// Using a mapping that was kept (post).
    import_keep_profile(import) => "/imports/{import}/profile";
    /// The sheet for the partner.
    import_feedback(import) => "/imports/{import}/feedback.csv";
    /// What the import would do.
    import_rehearsal(import) => "/imports/{import}/rehearsal";
    /// How far an import is, then what it did.
    import(import) => "/imports/{import}";
    /// The rows of an import as a table to save.
    import_report(import, extension) => "/imports/{import}/report.{extension}";
    /// Undoing an import.
    undo_import(import) => "/imports/{import}/undo";

    /// Who else a person may be.
    possible_matches(file) => "/people/{file}/matches";
    /// Pairs that may be one person.
    matches() => "/matches";
    /// The next of them.
    matches_next() => "/matches/next";
    /// Deciding about a pair (post).
    matches_decide() => "/matches/decide";
    /// Taking the last decision back (post).
    matches_undo() => "/matches/undo";
    /// What one decided in the last days, to be taken back.
    matches_decisions() => "/matches/decisions";
    /// Decisions as a table to learn from.
    matches_export() => "/matches/decisions.csv";
    /// Questions about files that other offices may have too.
    elsewhere() => "/elsewhere";
    /// Whether a compartment takes part (post).
    elsewhere_places() => "/elsewhere/places";
    /// Answers a question (post).
    elsewhere_answer(question) => "/elsewhere/questions/{question}";
    /// Links what both revealed (post).
    elsewhere_link(question) => "/elsewhere/questions/{question}/link";
    /// The questions that the matching officer may ask today.
    elsewhere_ask() => "/elsewhere/ask";
    /// How many are on no list.
    estimate() => "/estimate";
    /// The same from a table (post).
    estimate_table() => "/estimate/table";
    /// Rows of lists that wait for somebody.
    review() => "/review";
    /// Rows of lists that wait.
    review_rows() => "/review/rows";
    /// One row of a list that waits.
    review_row(entry) => "/review/rows/{entry}";
    /// Taking a decision back (post).
    review_decision(group) => "/review/decisions/{group}";
    /// Deciding one pair (post).
    review_pair(file, other) => "/review/{file}/{other}";

    /// Members.
    members() => "/members";
    /// Inviting a member.
    invite() => "/members/invite";
    /// Members from a table.
    members_import() => "/members/import";
    /// One member: roles, status.
    member(user) => "/members/{user}";
    /// What a member could open, and did open.
    exposure(user) => "/members/{user}/exposure";
    /// Compartments.
    compartments() => "/compartments";
    /// A new compartment.
    new_compartment() => "/compartments/new";
    /// Cutting the key of a sealed compartment into shares, and bringing it back.
    compartment_shares(compartment) => "/compartments/{compartment}/shares";
    /// One compartment.
    compartment(compartment) => "/compartments/{compartment}";

    /// The ledger.
    ledger() => "/ledger";
    /// The proof for one leaf.
    leaf(leaf) => "/ledger/{leaf}";

    /// Help.
    help() => "/help";
    /// What each role does.
    roles() => "/help/roles";
    /// What one role does, to print.
    role_card(role) => "/help/roles/{role}";
    /// What this program protects from, and what not.
    about() => "/about";
    /// The icon.
    icon() => "/static/mark.svg";
}

/// The style sheet. Its address changes with its content, so that it may be kept for good.
#[must_use]
pub fn style() -> String {
    format!(
        "/static/style-{:016x}.css",
        fingerprint(crate::pages::STYLE_SHEET)
    )
}

/// FNV-1a: tells one version of the style sheet from another, nothing more.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
