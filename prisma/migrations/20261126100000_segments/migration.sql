-- Who belongs together (MS-3), under a name.
CREATE TABLE "segments" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segments_pkey" PRIMARY KEY ("id")
);

ALTER TABLE segments
  ADD CONSTRAINT segments_name_given CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 60),
  ADD CONSTRAINT segments_definition_is_tree CHECK (jsonb_typeof(definition) = 'object');
CREATE UNIQUE INDEX segments_name_once ON segments (lower(name));

-- A few to begin with: the owner changes or deletes them like any other.
INSERT INTO segments (id, name, definition, created_at, updated_at)
SELECT id::uuid, name, definition::jsonb, now(), now() FROM (VALUES
  ('5e90e000-0000-4000-8000-000000000001', 'Без будущей записи', '{"fact": "upcoming", "op": "is", "value": false}'),
  ('5e90e000-0000-4000-8000-000000000002', 'Давно не были (60 дней)',
   '{"all": [{"fact": "lastVisit", "op": "atLeast", "value": 60}, {"fact": "upcoming", "op": "is", "value": false}]}'),
  ('5e90e000-0000-4000-8000-000000000003', 'Именинники недели', '{"fact": "birthday", "op": "withinNext", "value": 6}'),
  ('5e90e000-0000-4000-8000-000000000004', 'Постоянные (5+ визитов)', '{"fact": "visits", "op": "atLeast", "value": 5}'),
  ('5e90e000-0000-4000-8000-000000000005', 'Новые (1 визит)', '{"fact": "visits", "op": "equals", "value": 1}')
) AS ready (id, name, definition);
