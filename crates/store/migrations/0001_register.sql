-- Version 1 of the register. One text for both engines: {bytes} is BLOB or BYTEA, {clustered} is
-- WITHOUT ROWID on SQLCipher and nothing on PostgreSQL. Times are milliseconds, days are day
-- numbers since 1970, ids are 16 bytes. Migrations are never changed once released.

CREATE TABLE installation (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    id {bytes} NOT NULL,
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- The latest instant ever seen: a clock set back must not revive what has expired.
    last_seen BIGINT NOT NULL,
    unlock TEXT NOT NULL
);

CREATE TABLE organisations (
    id {bytes} PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    vetted_until BIGINT,
    created BIGINT NOT NULL
);

CREATE TABLE users (
    id {bytes} PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    organisation {bytes} NOT NULL,
    status BIGINT NOT NULL,
    locale TEXT NOT NULL,
    password TEXT NOT NULL,
    public_key {bytes} NOT NULL,
    -- Second factor, sealed under the server's key; empty until set up.
    second_factor {bytes},
    last_step BIGINT NOT NULL,
    recovery TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    created BIGINT NOT NULL
);

-- A lost password is restored by two members, neither of them the one who lost it.
CREATE TABLE restorations (
    id {bytes} PRIMARY KEY,
    user_id {bytes} NOT NULL,
    first_by {bytes} NOT NULL,
    second_by {bytes},
    token_hash {bytes},
    expires BIGINT NOT NULL,
    used BIGINT NOT NULL
);

CREATE TABLE compartments (
    id {bytes} PRIMARY KEY,
    sealed BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    organisation {bytes} NOT NULL,
    -- The name, sealed under the compartment's own key.
    title {bytes} NOT NULL,
    created BIGINT NOT NULL
);

-- Keys of compartments by epoch: wrapped for the server (holder all zero) or to a member's public key.
CREATE TABLE compartment_wraps (
    compartment {bytes} NOT NULL,
    epoch BIGINT NOT NULL,
    holder {bytes} NOT NULL,
    wrapped {bytes} NOT NULL,
    PRIMARY KEY (compartment, epoch, holder)
);

CREATE TABLE memberships (
    user_id {bytes} NOT NULL,
    compartment {bytes} NOT NULL,
    role TEXT NOT NULL,
    status BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (user_id, compartment, role)
);
CREATE INDEX memberships_compartment ON memberships (compartment, user_id);

-- The grants table as rows, loaded from the program's own data at start, so that lists can join it.
CREATE TABLE grants (
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (role, kind, action)
);

CREATE TABLE batches (
    id {bytes} PRIMARY KEY,
    -- 0 staging, 1 published, 2 discarded, 3 undone, 4 kept after an undo
    state BIGINT NOT NULL,
    compartment {bytes} NOT NULL,
    source {bytes},
    user_id {bytes} NOT NULL,
    created BIGINT NOT NULL,
    -- The report, sealed under the compartment's key.
    report {bytes}
);
CREATE INDEX batches_compartment ON batches (compartment, created);

CREATE TABLE files (
    id {bytes} PRIMARY KEY,
    compartment {bytes} NOT NULL,
    subject TEXT,
    created BIGINT NOT NULL,
    batch {bytes},
    -- Grows with every write that a gate must see; an act is bound to the stamps it was judged on.
    stamp BIGINT NOT NULL,
    -- Projection: the last day anything was done for the person; the smallest number is "never".
    last_done BIGINT NOT NULL,
    linked BIGINT NOT NULL,
    erased BIGINT
);
CREATE INDEX files_forgotten ON files (subject, last_done, id);
CREATE INDEX files_newest ON files (subject, created, id);
-- How many people there are, without a look at one row of them.
CREATE INDEX files_counted ON files (compartment, subject, erased, batch);
CREATE INDEX files_compartment ON files (compartment, created);
CREATE INDEX files_batch ON files (batch);

-- Destroying this row is erasing the file.
CREATE TABLE file_keys (
    file {bytes} PRIMARY KEY,
    epoch BIGINT NOT NULL,
    wrapped {bytes} NOT NULL
);

CREATE TABLE entries (
    id {bytes} NOT NULL,
    version BIGINT NOT NULL,
    file {bytes} NOT NULL,
    compartment {bytes} NOT NULL,
    recorded BIGINT NOT NULL,
    due BIGINT,
    retention BIGINT NOT NULL,
    kind TEXT,
    label TEXT,
    sealed {bytes} NOT NULL,
    batch {bytes},
    leaf {bytes} NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX entries_file ON entries (file);
CREATE INDEX entries_batch ON entries (batch);
CREATE INDEX entries_leaf ON entries (leaf);

-- The blind index: keyed hashes of name keys, words and facets.
CREATE TABLE index_rows (
    hash BIGINT NOT NULL,
    file {bytes} NOT NULL,
    entry {bytes} NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (hash, file, entry, version)
) {clustered};
CREATE INDEX index_rows_entry ON index_rows (entry);

-- Clocks.
CREATE TABLE agenda (
    entry {bytes} NOT NULL,
    version BIGINT NOT NULL,
    clock TEXT NOT NULL,
    due BIGINT NOT NULL,
    file {bytes} NOT NULL,
    PRIMARY KEY (entry, version, clock, due)
);
CREATE INDEX agenda_due ON agenda (due);
CREATE INDEX agenda_file ON agenda (file);

-- What was done for people, for "never forgotten".
CREATE TABLE done (
    entry {bytes} NOT NULL,
    version BIGINT NOT NULL,
    file {bytes} NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (entry, version, day)
);
CREATE INDEX done_file ON done (file, day);

-- Two files are the same person. Each link stands twice, once from either side.
CREATE TABLE links (
    id {bytes} NOT NULL,
    from_file {bytes} NOT NULL,
    to_file {bytes} NOT NULL,
    active BIGINT NOT NULL,
    entry {bytes} NOT NULL,
    PRIMARY KEY (from_file, to_file, id)
);
CREATE INDEX links_id ON links (id);

-- The one declassified kind: which acts, until when, whom to ask.
CREATE TABLE stops (
    id {bytes} PRIMARY KEY,
    file {bytes} NOT NULL,
    acts TEXT NOT NULL,
    until BIGINT,
    ask {bytes} NOT NULL,
    entry {bytes} NOT NULL,
    active BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX stops_file ON stops (file);
CREATE INDEX stops_entry ON stops (entry);

CREATE TABLE leaves (
    id {bytes} PRIMARY KEY,
    -- 1 entry, 2 batch, 3 event, 4 opening
    kind BIGINT NOT NULL,
    subject {bytes} NOT NULL,
    version BIGINT NOT NULL,
    hash {bytes} NOT NULL,
    recorded BIGINT NOT NULL,
    sequence BIGINT
);
CREATE UNIQUE INDEX leaves_sequence ON leaves (sequence);
CREATE INDEX leaves_waiting ON leaves (id) WHERE sequence IS NULL;
CREATE INDEX leaves_subject ON leaves (subject);

CREATE TABLE checkpoints (
    size BIGINT PRIMARY KEY,
    note TEXT NOT NULL,
    recorded BIGINT NOT NULL
);

-- One sequencer at a time: a lease with a fencing token.
CREATE TABLE sequencer (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL,
    frontier {bytes} NOT NULL,
    holder {bytes} NOT NULL,
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL
);

CREATE TABLE events (
    id {bytes} PRIMARY KEY,
    at BIGINT NOT NULL,
    user_id {bytes} NOT NULL,
    word TEXT NOT NULL,
    subject {bytes} NOT NULL,
    detail {bytes} NOT NULL,
    leaf {bytes} NOT NULL
);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_subject ON events (subject);

CREATE TABLE openings (
    id {bytes} PRIMARY KEY,
    at BIGINT NOT NULL,
    user_id {bytes} NOT NULL,
    file {bytes} NOT NULL,
    way BIGINT NOT NULL,
    leaf {bytes} NOT NULL
);
CREATE INDEX openings_user ON openings (user_id, at);
CREATE INDEX openings_file ON openings (file, at);

CREATE TABLE sessions (
    handle_hash {bytes} PRIMARY KEY,
    user_id {bytes} NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    -- 0 password given, 1 second factor given
    strength BIGINT NOT NULL,
    -- The user's private key under the key in the cookie.
    wrapped {bytes} NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE attempts (
    login_hash {bytes} PRIMARY KEY,
    failures BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE jobs (
    id {bytes} PRIMARY KEY,
    word TEXT NOT NULL,
    -- Ids only, never content.
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    -- 0 waiting, 1 done, 2 failed for good, 3 waits for a member's key
    state BIGINT NOT NULL,
    fault TEXT NOT NULL
);
CREATE INDEX jobs_waiting ON jobs (state, run_at);

CREATE TABLE repeats (
    user_id {bytes} NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash {bytes} NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (user_id, idempotency_key)
);

CREATE TABLE erasures (
    file {bytes} PRIMARY KEY,
    at BIGINT NOT NULL,
    user_id {bytes} NOT NULL,
    -- The day on which the last backup able to revive the file has expired.
    final_day BIGINT NOT NULL
);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value {bytes} NOT NULL
);
