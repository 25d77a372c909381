-- Version 2 of the register: documents and pictures, as ciphertext in pieces.

CREATE TABLE blobs (
    id {bytes} PRIMARY KEY,
    -- The file whose key opens it.
    file {bytes} NOT NULL,
    -- 0 on its way in: nobody sees it; 1 kept; 2 its file was erased, its pieces are gone.
    state BIGINT NOT NULL,
    -- SHA-256 of the ciphertext of all pieces in order; nothing while it is on its way in.
    address {bytes},
    pieces BIGINT NOT NULL,
    -- Bytes of ciphertext.
    size BIGINT NOT NULL,
    -- When the last piece came: what nobody goes on with is thrown away.
    touched BIGINT NOT NULL,
    leaf {bytes}
);
CREATE UNIQUE INDEX blobs_address ON blobs (address);
CREATE INDEX blobs_file ON blobs (file);
CREATE INDEX blobs_coming ON blobs (touched) WHERE state = 0;

CREATE TABLE blob_pieces (
    blob {bytes} NOT NULL,
    number BIGINT NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (blob, number)
);
