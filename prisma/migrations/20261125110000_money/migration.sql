-- Money on the spot (PY-7), tips (MS-2), refunds by hand (CX-3, EP-6). Each name stands in prisma/invariants.md.

-- Payments ---------------------------------------------------------------------------------------------------
ALTER TABLE payments
  ADD CONSTRAINT payments_method_fits_kind CHECK ((kind = 'on_spot') = (method IN ('cash', 'terminal'))),
  ADD CONSTRAINT payments_on_spot_is_taken CHECK (kind <> 'on_spot' OR state = 'captured'),
  ADD CONSTRAINT payments_tip_in_range CHECK (kind <> 'tip' OR amount_kopecks BETWEEN 1000 AND 5000000),
  ADD CONSTRAINT payments_tip_one_stage CHECK (kind <> 'tip' OR NOT is_two_stage);

-- Never more is recorded on the spot than the price leaves, even by two hands at once.
CREATE FUNCTION payments_on_spot_within_price() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  price integer;
BEGIN
  -- The second of two waits for the first, and then sees it.
  SELECT price_kopecks - points * 100 INTO price FROM bookings WHERE id = NEW.booking_id FOR NO KEY UPDATE;
  IF (SELECT coalesce(sum(captured_kopecks), 0) FROM payments WHERE booking_id = NEW.booking_id AND kind <> 'tip')
     - (SELECT coalesce(sum(refund.amount_kopecks), 0) FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
        WHERE payment.booking_id = NEW.booking_id AND payment.kind <> 'tip' AND refund.state <> 'canceled') > price THEN
    RAISE EXCEPTION 'more is recorded on the spot than booking % costs', NEW.booking_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_on_spot_within_price';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payments_on_spot_within_price AFTER INSERT ON payments
  FOR EACH ROW WHEN (NEW.kind = 'on_spot') EXECUTE FUNCTION payments_on_spot_within_price();

-- Refunds ----------------------------------------------------------------------------------------------------
ALTER TABLE refunds
  ADD COLUMN note text,
  ADD COLUMN after_mark integer;

-- What was given back by hand after a visit was completed, up to now: it took back points (EP-6).
UPDATE refunds SET after_mark = booking.marks
  FROM bookings booking
  WHERE booking.id = refunds.booking_id AND refunds.reason = 'by_staff' AND booking.state = 'completed' AND booking.marks > 0
    AND refunds.created_at >= booking.ended_at;

ALTER TABLE refunds
  ADD CONSTRAINT refunds_after_mark_positive CHECK (after_mark >= 1),
  ADD CONSTRAINT refunds_note_given CHECK (length(btrim(note)) BETWEEN 1 AND 300);

-- Points -----------------------------------------------------------------------------------------------------
ALTER TABLE point_entries
  DROP CONSTRAINT point_entries_kind_known,
  DROP CONSTRAINT point_entries_sign;
ALTER TABLE point_entries
  ADD CONSTRAINT point_entries_kind_known CHECK (kind IN (
    'redemption', 'redemption_return', 'accrual', 'accrual_reversal', 'rebook', 'rebook_reversal',
    'referral', 'referral_reversal', 'penalty', 'penalty_reversal', 'refund_reversal', 'refund_reversal_return',
    'adjustment', 'merge')),
  ADD CONSTRAINT point_entries_sign CHECK (CASE
    WHEN kind IN ('redemption', 'accrual_reversal', 'rebook_reversal', 'referral_reversal', 'penalty', 'refund_reversal') THEN points < 0
    WHEN kind IN ('redemption_return', 'accrual', 'rebook', 'referral', 'penalty_reversal', 'refund_reversal_return') THEN points > 0
    ELSE true END);

-- What refunds took back may come again, and no more than that (CX-8).
CREATE FUNCTION point_entries_return_within_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM bookings WHERE id = NEW.booking_id FOR NO KEY UPDATE;
  IF (SELECT sum(points) FROM point_entries
      WHERE booking_id = NEW.booking_id AND kind IN ('refund_reversal', 'refund_reversal_return')) > 0 THEN
    RAISE EXCEPTION 'refunds of booking % took back less', NEW.booking_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'point_entries_return_within_taken';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER point_entries_return_within_taken AFTER INSERT ON point_entries
  FOR EACH ROW WHEN (NEW.kind = 'refund_reversal_return') EXECUTE FUNCTION point_entries_return_within_taken();
