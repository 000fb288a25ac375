-- What a member of staff does not want the bot to write to them, by group of kinds; nothing at first.
ALTER TABLE "staff" ADD COLUMN "muted_messages" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- The commands that Telegram was told for this chat alone: those of staff. Empty: the clients' are shown.
ALTER TABLE "chats" ADD COLUMN "own_commands" TEXT NOT NULL DEFAULT '';

ALTER TABLE staff
  ADD CONSTRAINT staff_muted_messages_known CHECK (muted_messages <@ ARRAY[
    'new_booking', 'cancellation', 'move', 'low_rating', 'client_words', 'payment', 'tip', 'client_card']);

-- Few have commands of their own; who is staff no more is looked for among them.
CREATE INDEX chats_own_commands ON chats (telegram_id) WHERE own_commands <> '';
