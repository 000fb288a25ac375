-- Tags in their one form: small letters, single spaces, no comma, each once, at most 30 characters.
UPDATE clients SET tags = ARRAY(
  SELECT tag FROM (
    SELECT left(lower(btrim(regexp_replace(typed, '[[:space:],]+', ' ', 'g'))), 30) AS tag, min(place) AS place
    FROM unnest(tags) WITH ORDINALITY AS one (typed, place) WHERE typed IS NOT NULL GROUP BY 1) AS tidy
  WHERE tag <> '' ORDER BY place)
WHERE tags IS NULL OR tags <> '{}';

ALTER TABLE clients
  ADD CONSTRAINT clients_tags_given CHECK (
    tags IS NOT NULL AND array_position(tags, '') IS NULL AND array_position(tags, NULL) IS NULL);
