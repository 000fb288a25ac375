-- What came of each attempt to make an export: by its timetable, or by hand.
CREATE TABLE "export_runs" (
    "id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "file" TEXT,
    "rows" INTEGER,
    "words" TEXT NOT NULL,

    CONSTRAINT "export_runs_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "export_runs_of_export" ON "export_runs"("export_id", "began_at");
ALTER TABLE "export_runs" ADD CONSTRAINT "export_runs_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "exports"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE export_runs
  ADD CONSTRAINT export_runs_outcome_known CHECK (outcome IN ('done', 'failed')),
  ADD CONSTRAINT export_runs_end_after_beginning CHECK (ended_at >= began_at),
  ADD CONSTRAINT export_runs_rows_counted CHECK (rows >= 0),
  ADD CONSTRAINT export_runs_failed_made_nothing CHECK (outcome = 'done' OR num_nonnulls(file, rows) = 0),
  ADD CONSTRAINT export_runs_words_said CHECK (words <> '');

-- A run stays as it was. It goes with its export, or when there is one a year younger: whatever clock the product follows.
CREATE FUNCTION export_runs_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND (
    NOT EXISTS (SELECT 1 FROM exports WHERE id = OLD.export_id)
    OR EXISTS (SELECT 1 FROM export_runs WHERE export_id = OLD.export_id AND ended_at >= OLD.ended_at + interval '8760 hours')
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'runs of exports are only added' USING ERRCODE = 'check_violation', CONSTRAINT = 'export_runs_stay';
END $$;
CREATE TRIGGER export_runs_stay BEFORE UPDATE OR DELETE ON export_runs FOR EACH ROW EXECUTE FUNCTION export_runs_stay();

-- The last run of each was kept with its timetable; how many rows it had was not.
INSERT INTO export_runs (id, export_id, due_at, began_at, ended_at, outcome, words)
  SELECT gen_random_uuid(), export.id, schedule.last_due_at, schedule.last_began_at, schedule.last_ended_at,
         schedule.last_outcome, schedule.last_words
  FROM exports export JOIN schedules schedule ON schedule.name = 'export:' || export.id
  WHERE schedule.last_outcome IS NOT NULL AND schedule.last_words <> ''
    AND schedule.last_ended_at >= schedule.last_began_at;
