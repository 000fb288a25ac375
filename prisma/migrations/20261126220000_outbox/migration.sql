-- When a message was promised for: the moment at which it is due moves with every lease and every delay. What it said,
-- as it was sent (plain text): null where the words are kept elsewhere or not at all, empty once they were erased (PE-2).
ALTER TABLE "outbox" ADD COLUMN "planned_at" TIMESTAMPTZ(3), ADD COLUMN "sent_text" TEXT;

-- Of a message that nobody has touched yet the plan is known; of an older one it is not.
UPDATE outbox SET planned_at = due_at WHERE state = 'queued' AND attempts = 0 AND state_reason IS NULL;
