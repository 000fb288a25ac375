-- Work that comes due by a cron expression: when next, and what came of it last. Each due time is worked off once.
CREATE TABLE "schedules" (
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "next_due_at" TIMESTAMPTZ(3),
    "last_due_at" TIMESTAMPTZ(3),
    "last_began_at" TIMESTAMPTZ(3),
    "last_ended_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,
    "last_words" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("name")
);

ALTER TABLE schedules
  ADD CONSTRAINT schedules_name_plain CHECK (name ~ '^[a-z][a-z0-9_:-]{0,99}$'),
  ADD CONSTRAINT schedules_outcome_known CHECK (last_outcome IN ('done', 'failed')),
  ADD CONSTRAINT schedules_run_is_whole CHECK (
    num_nulls(last_due_at, last_began_at, last_ended_at, last_outcome) IN (0, 4)),
  ADD CONSTRAINT schedules_go_forward CHECK (next_due_at > last_due_at);

-- That something scheduled failed is news that each may switch off for themselves.
ALTER TABLE staff
  DROP CONSTRAINT staff_muted_messages_known,
  ADD CONSTRAINT staff_muted_messages_known CHECK (muted_messages <@ ARRAY[
    'new_booking', 'cancellation', 'move', 'low_rating', 'client_words', 'payment', 'tip', 'client_card', 'hot_windows',
    'schedule']);
