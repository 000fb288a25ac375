-- Reminders and the sender (MS-1, MS-6).

-- The client tapped «Приду» under a reminder.
ALTER TABLE "bookings" ADD COLUMN "promised_at" TIMESTAMPTZ(3);

-- What is due is looked for level by level: a million that may wait must not be in the way of a reminder.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (priority, due_at) WHERE state = 'queued';
