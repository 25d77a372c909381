-- Version 3 of the register. A row of the blind index says with which import it came, so that a search
-- counts what is published without a look at the entries. Imports get small numbers for it: an id in
-- every row of the index would be a third of its size. 0 is "by hand".

ALTER TABLE batches ADD COLUMN number BIGINT;
CREATE UNIQUE INDEX batches_number ON batches (number);
ALTER TABLE index_rows ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;
