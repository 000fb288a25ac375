-- Whom a free start is offered to, longest waiting first (MS-9).
CREATE TABLE "waitlist_entries" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "specialist_id" UUID,
    "days" DATE[],
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "from_minute" INTEGER NOT NULL,
    "to_minute" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "ended_reason" TEXT,
    "note" TEXT,
    "offers" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "waitlist_entries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "waitlist_entries_client" ON "waitlist_entries"("client_id", "created_at");
CREATE INDEX "waitlist_entries_created_at" ON "waitlist_entries"("created_at");
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A hold that was offered to an entry, and what the client made of it.
CREATE TABLE "waitlist_offers" (
    "booking_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "slot_id" UUID NOT NULL,
    "offered_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "waitlist_offers_pkey" PRIMARY KEY ("booking_id")
);
CREATE UNIQUE INDEX "waitlist_offers_start_once" ON "waitlist_offers"("entry_id", "slot_id");
ALTER TABLE "waitlist_offers" ADD CONSTRAINT "waitlist_offers_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "waitlist_offers" ADD CONSTRAINT "waitlist_offers_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "waitlist_entries"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE waitlist_entries
  ADD CONSTRAINT waitlist_entries_state_known CHECK (state IN ('waiting', 'offered', 'served', 'left', 'expired')),
  ADD CONSTRAINT waitlist_entries_reason_known
    CHECK (ended_reason IN ('offer_taken', 'booked', 'by_client', 'by_staff', 'unanswered', 'days_passed', 'erased', 'merged')),
  ADD CONSTRAINT waitlist_entries_days_agree
    CHECK (coalesce(cardinality(days), 0) BETWEEN 1 AND 60 AND days[1] = from_day AND days[cardinality(days)] = to_day
           AND from_day <= to_day),
  ADD CONSTRAINT waitlist_entries_hours_in_day CHECK (from_minute >= 0 AND from_minute < to_minute AND to_minute <= 1440),
  ADD CONSTRAINT waitlist_entries_over_has_end
    CHECK ((state IN ('served', 'left', 'expired')) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ended_reason IS NULL)),
  ADD CONSTRAINT waitlist_entries_missed_were_offered CHECK (missed >= 0 AND missed <= offers),
  ADD CONSTRAINT waitlist_entries_note_given CHECK (length(btrim(note)) BETWEEN 1 AND 300);

ALTER TABLE waitlist_offers
  ADD CONSTRAINT waitlist_offers_answer_known CHECK (answer IN ('taken', 'declined', 'missed')),
  ADD CONSTRAINT waitlist_offers_answer_has_moment CHECK ((answer IS NULL) = (answered_at IS NULL));

-- One wish is waited for once; an entry without a specialist is one like any other.
CREATE UNIQUE INDEX waitlist_entries_wish_once
  ON waitlist_entries (client_id, service_id, specialist_id, days, from_minute, to_minute) NULLS NOT DISTINCT
  WHERE state IN ('waiting', 'offered');
-- An entry is offered one start at a time.
CREATE UNIQUE INDEX waitlist_offers_one_open ON waitlist_offers (entry_id) WHERE answer IS NULL;

-- Those who wait are few among all who ever did; they are looked at every other second, longest waiting first.
CREATE INDEX waitlist_entries_waiting ON waitlist_entries (created_at, id) WHERE state = 'waiting';
