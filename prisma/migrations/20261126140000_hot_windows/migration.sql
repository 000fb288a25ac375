-- Hot windows are announced (MS-4): since when a slot is hot, and when it was gathered into an announcement.
ALTER TABLE "slots" ADD COLUMN "hot_since" TIMESTAMPTZ(3), ADD COLUMN "hot_announced_at" TIMESTAMPTZ(3);
ALTER TABLE "broadcasts" ADD COLUMN "proposed_at" TIMESTAMPTZ(3);

-- Those that are hot already are no news.
UPDATE slots SET hot_since = created_at, hot_announced_at = now() WHERE kind = 'hot';

ALTER TABLE slots
  ADD CONSTRAINT slots_hot_since_is_hot CHECK (hot_since IS NULL OR kind = 'hot'),
  ADD CONSTRAINT slots_announced_since_hot CHECK (hot_announced_at IS NULL OR hot_since IS NOT NULL);
ALTER TABLE broadcasts
  ADD CONSTRAINT broadcasts_proposed_is_hot CHECK (proposed_at IS NULL OR kind = 'hot');

-- What the announcer looks for every few seconds.
CREATE INDEX slots_hot_unannounced ON slots (starts_at) WHERE hot_since IS NOT NULL AND hot_announced_at IS NULL;
CREATE INDEX broadcasts_proposed ON broadcasts (created_at) WHERE proposed_at IS NOT NULL AND state = 'draft';
-- When a client last heard of hot windows.
CREATE INDEX broadcast_recipients_delivered ON broadcast_recipients (client_id, ended_at) WHERE outcome = 'delivered';

-- Staff are asked about hot windows by a message that each may switch off for themselves.
ALTER TABLE staff
  DROP CONSTRAINT staff_muted_messages_known,
  ADD CONSTRAINT staff_muted_messages_known CHECK (muted_messages <@ ARRAY[
    'new_booking', 'cancellation', 'move', 'low_rating', 'client_words', 'payment', 'tip', 'client_card', 'hot_windows']);
