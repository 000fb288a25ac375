-- A password that somebody else made for a member of staff: good for one sign-in, until a moment.
ALTER TABLE staff
  ADD COLUMN one_time_until TIMESTAMPTZ(3),
  ADD COLUMN last_sign_in_at TIMESTAMPTZ(3),
  ADD CONSTRAINT staff_one_time_is_password CHECK (one_time_until IS NULL OR password_hash IS NOT NULL);

-- A business without an owner would have nobody left who may let people in: the last one stays, whoever asks.
CREATE FUNCTION staff_owner_remains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.role = 'owner' AND NEW.is_active THEN
    RETURN NULL;
  END IF;
  -- Two owners who put each other off at once do it one after another: the second sees what the first did.
  PERFORM pg_advisory_xact_lock(hashtextextended('staff_owner_remains', 0));
  -- Where nobody is left at all, nobody is locked out: a database may be emptied.
  IF EXISTS (SELECT FROM staff) AND NOT EXISTS (SELECT FROM staff WHERE role = 'owner' AND is_active) THEN
    RAISE EXCEPTION 'no owner would remain' USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_owner_remains';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER staff_owner_remains AFTER UPDATE OF role, is_active OR DELETE ON staff
  FOR EACH ROW WHEN (OLD.role = 'owner' AND OLD.is_active) EXECUTE FUNCTION staff_owner_remains();
