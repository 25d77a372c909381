-- Version 5 of the register. A membership may reach one file only: counsel reads the person they defend, and
-- nobody else. Nothing there is the whole compartment, as before.

ALTER TABLE memberships ADD COLUMN file {bytes};
CREATE INDEX memberships_file ON memberships (file, user_id);
