-- Broadcasts (MS-3): what is said, to whom, and what became of it for each of them.
CREATE TABLE "broadcasts" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "buttons" JSONB NOT NULL DEFAULT '[]',
    "segment" JSONB NOT NULL,
    "segment_id" UUID,
    "segment_name" TEXT NOT NULL DEFAULT '',
    "advertiser" TEXT NOT NULL DEFAULT '',
    "erid" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'draft',
    "scheduled_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "planned_through" UUID,
    "planned_at" TIMESTAMPTZ(3),
    "recipients" INTEGER NOT NULL DEFAULT 0,
    "left_out" JSONB NOT NULL DEFAULT '{}',
    "paused_reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "broadcasts_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "broadcasts_number_once" ON "broadcasts"("number");
CREATE INDEX "broadcasts_created_at" ON "broadcasts"("created_at");
CREATE INDEX "broadcasts_segment" ON "broadcasts"("segment_id");
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "segments"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TABLE "broadcast_pictures" (
    "broadcast_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "telegram_file_id" TEXT,

    CONSTRAINT "broadcast_pictures_pkey" PRIMARY KEY ("broadcast_id")
);
ALTER TABLE "broadcast_pictures" ADD CONSTRAINT "broadcast_pictures_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

CREATE TABLE "broadcast_recipients" (
    "broadcast_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "outbox_id" UUID,
    "outcome" TEXT,
    "reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "pressed_at" TIMESTAMPTZ(3),

    CONSTRAINT "broadcast_recipients_pkey" PRIMARY KEY ("broadcast_id", "client_id")
);
CREATE INDEX "broadcast_recipients_client" ON "broadcast_recipients"("client_id");
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE broadcasts
  ADD CONSTRAINT broadcasts_kind_known CHECK (kind IN ('marketing', 'informational', 'hot')),
  ADD CONSTRAINT broadcasts_state_known CHECK (state IN ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled')),
  ADD CONSTRAINT broadcasts_title_length CHECK (length(title) BETWEEN 1 AND 100),
  ADD CONSTRAINT broadcasts_text_given CHECK (length(text) BETWEEN 1 AND 16384),
  ADD CONSTRAINT broadcasts_scheduled_has_moment CHECK (state <> 'scheduled' OR scheduled_at IS NOT NULL),
  ADD CONSTRAINT broadcasts_started_has_moment CHECK (
    CASE state WHEN 'draft' THEN started_at IS NULL WHEN 'scheduled' THEN started_at IS NULL
               WHEN 'cancelled' THEN true ELSE started_at IS NOT NULL END),
  ADD CONSTRAINT broadcasts_over_has_moment CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL));

ALTER TABLE broadcast_pictures
  ADD CONSTRAINT broadcast_pictures_kind_known CHECK (kind IN ('jpeg', 'png')),
  ADD CONSTRAINT broadcast_pictures_size CHECK (octet_length(bytes) BETWEEN 1 AND 5242880);

ALTER TABLE broadcast_recipients
  ADD CONSTRAINT broadcast_recipients_state_known CHECK (state IN ('planned', 'queued', 'ended')),
  ADD CONSTRAINT broadcast_recipients_outcome_known CHECK (outcome IN ('delivered', 'blocked', 'failed', 'skipped')),
  ADD CONSTRAINT broadcast_recipients_queued_has_message CHECK (state <> 'queued' OR outbox_id IS NOT NULL),
  ADD CONSTRAINT broadcast_recipients_ended_has_outcome CHECK ((state = 'ended') = (outcome IS NOT NULL AND ended_at IS NOT NULL));

-- What the feeder looks for every second: who comes next, and whose message is out.
CREATE INDEX broadcasts_live ON broadcasts (state) WHERE state IN ('scheduled', 'running', 'paused');
CREATE INDEX broadcast_recipients_planned ON broadcast_recipients (broadcast_id, client_id) WHERE state = 'planned';
CREATE INDEX broadcast_recipients_queued ON broadcast_recipients (broadcast_id) WHERE state = 'queued';
