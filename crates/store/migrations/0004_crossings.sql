-- Version 4 of the register: matching across compartments. Everything but which compartment and which
-- file takes part is sealed under a key of the server's own: neither what is compared nor what was
-- asked, of whom and with what answer can be read from these rows.

-- Compartments whose lead lets them take part, and since which day.
CREATE TABLE crossing_places (
    compartment {bytes} PRIMARY KEY,
    since BIGINT NOT NULL
);

-- What a lead has offered of a file: keyed hashes, sealed together.
CREATE TABLE crossing_offers (
    file {bytes} PRIMARY KEY,
    compartment {bytes} NOT NULL,
    sealed {bytes} NOT NULL
);
CREATE INDEX crossing_offers_compartment ON crossing_offers (compartment);

-- Questions, as many on every day on which any were drawn, each as long as every other.
CREATE TABLE crossings (
    id {bytes} PRIMARY KEY,
    day BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed {bytes} NOT NULL
);
CREATE INDEX crossings_day ON crossings (day);
