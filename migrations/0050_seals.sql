-- What ties the facts of the log together: for each fact the hash of its record, and that of the
-- chain up to it. A row holds those of neighbouring facts; a full one covers 1,024 positions and
-- takes the place of the shorter ones that were written while it filled.
CREATE TABLE seals (
    first_position bigint NOT NULL,
    last_position  bigint NOT NULL CONSTRAINT seals_pkey PRIMARY KEY,
    -- 32 bytes for each position.
    leaves         bytea  NOT NULL,
    chain          bytea  NOT NULL,
    -- The root of the Merkle tree over the leaves of a full row.
    root           bytea,
    CONSTRAINT seals_complete CHECK (
        first_position BETWEEN 1 AND last_position
        AND length(leaves) = 32 * (last_position - first_position + 1)
        AND length(chain) = length(leaves)),
    CONSTRAINT seals_root_of_full_rows CHECK (
        (root IS NOT NULL) = (last_position - first_position = 1023)
        AND length(root) = 32)
);
-- Hashes cannot be compressed, and single ones are cut out.
ALTER TABLE seals ALTER COLUMN leaves SET STORAGE EXTERNAL;
ALTER TABLE seals ALTER COLUMN chain SET STORAGE EXTERNAL;
