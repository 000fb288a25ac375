-- Changes of slots by staff, each of which can be undone once: what was before is kept with it.
CREATE TABLE "slot_changes" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "staff_id" UUID,
    "specialist_ids" UUID[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "slots" INTEGER NOT NULL,
    "before" JSONB,
    "counts" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "slot_changes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "slot_changes_created_at" ON "slot_changes"("created_at");

-- When a specialist does not work: no slot in it is offered.
CREATE TABLE "time_off" (
    "id" UUID NOT NULL,
    "specialist_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "staff_id" UUID,
    "taken_by_id" UUID NOT NULL,
    "lifted_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "time_off_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "time_off_taken_by" ON "time_off"("taken_by_id");
CREATE INDEX "time_off_lifted_by" ON "time_off"("lifted_by_id");
ALTER TABLE "time_off" ADD CONSTRAINT "time_off_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "time_off" ADD CONSTRAINT "time_off_taken_by_id_fkey" FOREIGN KEY ("taken_by_id") REFERENCES "slot_changes"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "time_off" ADD CONSTRAINT "time_off_lifted_by_id_fkey" FOREIGN KEY ("lifted_by_id") REFERENCES "slot_changes"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- The last change of a slot, and the time off that closed it.
ALTER TABLE "slots" ADD COLUMN "change_id" UUID, ADD COLUMN "time_off_id" UUID;
ALTER TABLE "slots" ADD CONSTRAINT "slots_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "slot_changes"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "slots" ADD CONSTRAINT "slots_time_off_id_fkey" FOREIGN KEY ("time_off_id") REFERENCES "time_off"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE INDEX slots_time_off ON slots (time_off_id) WHERE time_off_id IS NOT NULL;

ALTER TABLE slot_changes
  ADD CONSTRAINT slot_changes_action_known CHECK (action IN (
    'add_slot', 'generate_slots', 'move_slot', 'close_slot', 'reopen_slot', 'delete_slot', 'make_hot', 'make_regular',
    'take_time_off', 'lift_time_off')),
  ADD CONSTRAINT slot_changes_actor_known CHECK (actor_kind IN ('client', 'staff', 'operator', 'system')),
  ADD CONSTRAINT slot_changes_staff_named CHECK ((actor_kind = 'staff') = (staff_id IS NOT NULL)),
  ADD CONSTRAINT slot_changes_undone_later CHECK (undone_at >= created_at);

ALTER TABLE time_off
  ADD CONSTRAINT time_off_end_after_start CHECK (ends_at > starts_at),
  ADD CONSTRAINT time_off_reason_given CHECK (length(btrim(reason)) BETWEEN 1 AND 300),
  ADD CONSTRAINT time_off_lifted_has_moment CHECK (lifted_by_id IS NULL OR lifted_at IS NOT NULL);
ALTER TABLE slots
  ADD CONSTRAINT slots_time_off_is_closed CHECK (time_off_id IS NULL OR state = 'closed');

-- Which time off a stretch of a specialist's time falls into.
CREATE INDEX time_off_standing ON time_off USING gist (specialist_id, tstzrange(starts_at, ends_at, '[)'))
  WHERE lifted_at IS NULL;

-- The time off that covers a part of a stretch, if one does: the one that was taken first.
CREATE FUNCTION time_off_over(whose uuid, from_at timestamptz, to_at timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT id FROM time_off
  WHERE specialist_id = whose AND lifted_at IS NULL
    AND tstzrange(starts_at, ends_at, '[)') && tstzrange(from_at, to_at, '[)')
  ORDER BY created_at, id LIMIT 1
$$;

-- A time off closes the free slots in it. When it is lifted, those that it closed are open again, or are the next one's.
-- The specialist is locked, so that nobody makes a slot there meanwhile.
CREATE FUNCTION time_off_closes_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM specialists WHERE id = NEW.specialist_id FOR NO KEY UPDATE;
  IF NEW.lifted_at IS NULL THEN
    -- Booked ones too: one that is being let go of at this moment is seen free.
    PERFORM FROM slots
    WHERE specialist_id = NEW.specialist_id
      AND tstzrange(starts_at, ends_at, '[)') && tstzrange(NEW.starts_at, NEW.ends_at, '[)')
    ORDER BY starts_at FOR NO KEY UPDATE;
    UPDATE slots SET state = 'closed', closed_reason = NEW.reason, time_off_id = NEW.id, change_id = NEW.taken_by_id
    WHERE specialist_id = NEW.specialist_id
      AND tstzrange(starts_at, ends_at, '[)') && tstzrange(NEW.starts_at, NEW.ends_at, '[)')
      AND state = 'open' AND booking_id IS NULL;
  ELSE
    UPDATE slots
    SET state = CASE WHEN next.id IS NULL THEN 'open' ELSE 'closed' END, closed_reason = next.reason, time_off_id = next.id,
        change_id = coalesce(NEW.lifted_by_id, NEW.taken_by_id)
    FROM slots own LEFT JOIN time_off next ON next.id = time_off_over(own.specialist_id, own.starts_at, own.ends_at)
    WHERE own.time_off_id = NEW.id AND slots.id = own.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER time_off_closes_slots AFTER INSERT OR UPDATE OF lifted_at ON time_off
  FOR EACH ROW EXECUTE FUNCTION time_off_closes_slots();

-- No slot is made in a time off: looked at once for all that a statement makes.
CREATE FUNCTION slots_made_outside_time_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM specialists WHERE id IN (SELECT specialist_id FROM made) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM time_off off JOIN made USING (specialist_id)
             WHERE off.lifted_at IS NULL AND made.state = 'open' AND made.booking_id IS NULL
               AND made.starts_at < off.ends_at AND made.ends_at > off.starts_at) THEN
    RAISE EXCEPTION 'a specialist does not work then'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'slots_made_outside_time_off';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER slots_made_outside_time_off AFTER INSERT ON slots REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION slots_made_outside_time_off();

-- Nor is one opened there, or moved into it.
CREATE FUNCTION slots_opened_outside_time_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM specialists WHERE id = NEW.specialist_id FOR NO KEY UPDATE;
  IF time_off_over(NEW.specialist_id, NEW.starts_at, NEW.ends_at) IS NOT NULL THEN
    RAISE EXCEPTION 'specialist % does not work then', NEW.specialist_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'slots_opened_outside_time_off';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER slots_opened_outside_time_off BEFORE UPDATE OF specialist_id, starts_at, ends_at, state ON slots
  FOR EACH ROW WHEN (NEW.state = 'open' AND NEW.booking_id IS NULL) EXECUTE FUNCTION slots_opened_outside_time_off();

-- What a booking lets go of in a time off is not offered either, unless the booking that comes instead has it.
CREATE OR REPLACE FUNCTION bookings_release_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE slots SET booking_id = NULL WHERE booking_id = NEW.id;
  UPDATE slots SET state = 'closed', closed_reason = off.reason, time_off_id = off.id
  FROM time_off off
  WHERE slots.id = ANY(NEW.slot_ids) AND slots.booking_id IS NULL AND slots.state = 'open'
    AND off.id = time_off_over(slots.specialist_id, slots.starts_at, slots.ends_at)
    AND NOT EXISTS (SELECT FROM bookings next
                    WHERE next.replaces_id = NEW.id AND next.state IN ('held', 'confirming', 'confirmed')
                      AND slots.id = ANY(next.slot_ids));
  RETURN NULL;
END $$;
