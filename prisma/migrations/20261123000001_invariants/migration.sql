-- The promises that the model language cannot show. Each name stands in prisma/invariants.md.

-- Installation, settings, staff ----------------------------------------------------------------------------
ALTER TABLE installation
  ADD CONSTRAINT installation_is_one CHECK (id = 1),
  ADD CONSTRAINT installation_mode_known CHECK (mode IN ('sandbox', 'live')),
  ADD CONSTRAINT installation_clock_forward CHECK (clock_offset_ms >= 0 AND (mode = 'sandbox' OR clock_offset_ms = 0));

CREATE FUNCTION installation_mode_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.mode <> OLD.mode THEN
    RAISE EXCEPTION 'a % database stays one', OLD.mode USING ERRCODE = 'check_violation', CONSTRAINT = 'installation_mode_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER installation_mode_stays BEFORE UPDATE ON installation
  FOR EACH ROW EXECUTE FUNCTION installation_mode_stays();

ALTER TABLE staff
  ADD CONSTRAINT staff_role_known CHECK (role IN ('owner', 'admin', 'specialist')),
  ADD CONSTRAINT staff_email_lower CHECK (email = lower(email)),
  ADD CONSTRAINT staff_specialist_named CHECK (role <> 'specialist' OR specialist_id IS NOT NULL);

-- Catalog --------------------------------------------------------------------------------------------------
ALTER TABLE services
  ADD CONSTRAINT services_name_given CHECK (length(btrim(name)) BETWEEN 1 AND 100),
  ADD CONSTRAINT services_kind_known CHECK (kind IN ('in_person', 'online')),
  ADD CONSTRAINT services_policy_known CHECK (payment_policy IN ('full', 'prepay', 'onSite')),
  ADD CONSTRAINT services_duration_in_range CHECK (duration_minutes BETWEEN 5 AND 1440),
  ADD CONSTRAINT services_price_in_range CHECK (price_kopecks BETWEEN 0 AND 35000000),
  ADD CONSTRAINT services_prepayment_in_range CHECK (prepayment_kopecks BETWEEN 0 AND 35000000),
  ADD CONSTRAINT services_prepay_has_amount CHECK (payment_policy <> 'prepay' OR prepayment_kopecks > 0);
CREATE UNIQUE INDEX services_name_once ON services (lower(name)) WHERE is_active;

ALTER TABLE specialists
  ADD CONSTRAINT specialists_name_given CHECK (length(btrim(name)) BETWEEN 1 AND 100);
CREATE UNIQUE INDEX specialists_name_once ON specialists (lower(name)) WHERE is_active;

ALTER TABLE specialist_services
  ADD CONSTRAINT specialist_services_price_in_range CHECK (price_kopecks BETWEEN 0 AND 35000000);

-- Slots (SL) -----------------------------------------------------------------------------------------------
ALTER TABLE slots
  ADD CONSTRAINT slots_kind_known CHECK (kind IN ('regular', 'hot', 'online')),
  ADD CONSTRAINT slots_state_known CHECK (state IN ('open', 'closed')),
  ADD CONSTRAINT slots_end_after_start CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '24 hours'),
  ADD CONSTRAINT slots_discount_in_range CHECK (discount_percent BETWEEN 0 AND 100),
  ADD CONSTRAINT slots_discount_only_hot CHECK (discount_percent IS NULL OR kind = 'hot'),
  ADD CONSTRAINT slots_booked_are_open CHECK (booking_id IS NULL OR state = 'open'),
  ADD CONSTRAINT slots_no_overlap
    EXCLUDE USING gist (specialist_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&);

-- Free starts are found by these two alone: how many bookings there ever were does not matter.
CREATE INDEX slots_free ON slots (specialist_id, starts_at)
  INCLUDE (ends_at, kind, discount_percent, id)
  WHERE state = 'open' AND booking_id IS NULL;
CREATE INDEX slots_booking ON slots (booking_id) WHERE booking_id IS NOT NULL;

CREATE FUNCTION slots_booked_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.booking_id IS NOT NULL AND (TG_OP = 'DELETE'
     OR (NEW.specialist_id, NEW.starts_at, NEW.ends_at, NEW.kind, NEW.state)
        IS DISTINCT FROM (OLD.specialist_id, OLD.starts_at, OLD.ends_at, OLD.kind, OLD.state)) THEN
    RAISE EXCEPTION 'slot % is booked', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'slots_booked_stay';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER slots_booked_stay BEFORE DELETE OR UPDATE OF specialist_id, starts_at, ends_at, kind, state ON slots
  FOR EACH ROW WHEN (OLD.booking_id IS NOT NULL) EXECUTE FUNCTION slots_booked_stay();

-- People (PE) ----------------------------------------------------------------------------------------------
ALTER TABLE clients
  ADD CONSTRAINT clients_name_length CHECK (length(name) <= 100),
  ADD CONSTRAINT clients_phone_shape CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  ADD CONSTRAINT clients_not_own_guest CHECK (invited_by_id <> id),
  ADD CONSTRAINT clients_not_merged_into_self CHECK (merged_into_id <> id);
CREATE UNIQUE INDEX clients_phone_once ON clients (phone) WHERE phone IS NOT NULL AND merged_into_id IS NULL;

ALTER TABLE consents
  ADD CONSTRAINT consents_kind_known CHECK (kind IN ('personal_data', 'marketing')),
  ADD CONSTRAINT consents_action_known CHECK (action IN ('given', 'withdrawn'));

ALTER TABLE client_blocks
  ADD CONSTRAINT client_blocks_kind_known CHECK (kind IN ('no_show', 'manual')),
  ADD CONSTRAINT client_blocks_end_after_start CHECK (ends_at > created_at);

ALTER TABLE client_messages
  ADD CONSTRAINT client_messages_direction_known CHECK (direction IN ('in', 'out')),
  ADD CONSTRAINT client_messages_text_given CHECK (length(btrim(text)) BETWEEN 1 AND 4096);

-- Bookings (PY-1, PR-5, SL-7) ------------------------------------------------------------------------------
ALTER TABLE bookings
  ADD CONSTRAINT bookings_state_known
    CHECK (state IN ('held', 'confirming', 'confirmed', 'completed', 'no_show', 'expired', 'cancelled', 'moved')),
  ADD CONSTRAINT bookings_slot_kind_known CHECK (slot_kind IN ('regular', 'hot', 'online')),
  ADD CONSTRAINT bookings_made_by_known CHECK (made_by IN ('client', 'staff')),
  ADD CONSTRAINT bookings_policy_known CHECK (payment_policy IN ('full', 'prepay', 'onSite', 'hot')),
  ADD CONSTRAINT bookings_pay_choice_known CHECK (pay_choice IN ('prepayment', 'all')),
  ADD CONSTRAINT bookings_accrual_base_known CHECK (accrual_base IN ('price', 'paid')),
  ADD CONSTRAINT bookings_end_after_start CHECK (ends_at > starts_at),
  ADD CONSTRAINT bookings_hold_has_end CHECK (state <> 'held' OR held_until IS NOT NULL),
  ADD CONSTRAINT bookings_confirmed_has_moment CHECK (state NOT IN ('confirmed', 'completed', 'no_show') OR confirmed_at IS NOT NULL),
  ADD CONSTRAINT bookings_dead_have_end CHECK (state IN ('held', 'confirming', 'confirmed') OR ended_at IS NOT NULL),
  ADD CONSTRAINT bookings_price_adds_up CHECK (price_kopecks = list_price_kopecks - discount_kopecks),
  ADD CONSTRAINT bookings_payment_adds_up CHECK (pay_now_kopecks + on_spot_kopecks + points * 100 = price_kopecks),
  ADD CONSTRAINT bookings_amounts_in_range CHECK (
    list_price_kopecks BETWEEN 0 AND 35000000 AND price_kopecks >= 0 AND points >= 0 AND pay_now_kopecks >= 0
    AND on_spot_kopecks >= 0 AND prepayment_kopecks >= 0 AND discount_kopecks >= 0
    AND hot_discount_kopecks >= 0 AND friend_discount_kopecks >= 0),
  ADD CONSTRAINT bookings_percents_in_range CHECK (
    penalty_percent BETWEEN 0 AND 100 AND accrual_percent BETWEEN 0 AND 100 AND rebook_percent BETWEEN 0 AND 100),
  -- A hold that replaces a booking may overlap it until it is confirmed (CX-7).
  ADD CONSTRAINT bookings_specialist_no_overlap
    EXCLUDE USING gist (specialist_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (state = 'confirmed' OR (state IN ('held', 'confirming') AND replaces_id IS NULL)),
  ADD CONSTRAINT bookings_client_no_overlap
    EXCLUDE USING gist (client_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (state = 'confirmed' OR (state IN ('held', 'confirming') AND replaces_id IS NULL));

CREATE UNIQUE INDEX bookings_one_hold_per_client ON bookings (client_id) WHERE state = 'held' AND made_by = 'client';
CREATE UNIQUE INDEX bookings_one_friend_discount ON bookings (client_id)
  WHERE has_friend_discount AND (state = 'confirmed' OR (state IN ('held', 'confirming') AND replaces_id IS NULL));
-- A visit is rewarded once for having been followed by a quick rebooking (EP-2).
CREATE UNIQUE INDEX bookings_rebook_once ON bookings (rebook_of_id) WHERE rebook_of_id IS NOT NULL;
CREATE INDEX bookings_held_until ON bookings (held_until) WHERE state = 'held';
CREATE INDEX bookings_client_live ON bookings (client_id, starts_at) WHERE state IN ('held', 'confirming', 'confirmed');
CREATE INDEX bookings_to_complete ON bookings (ends_at) WHERE state = 'confirmed';
CREATE INDEX bookings_client_visits ON bookings (client_id, starts_at) WHERE state IN ('completed', 'no_show');
CREATE INDEX bookings_replaces ON bookings (replaces_id) WHERE replaces_id IS NOT NULL;

-- A booking that is no longer live claims no slot, whoever ended it.
CREATE FUNCTION bookings_release_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE slots SET booking_id = NULL WHERE booking_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER bookings_release_slots AFTER UPDATE OF state ON bookings
  FOR EACH ROW WHEN (OLD.state IN ('held', 'confirming', 'confirmed') AND NEW.state NOT IN ('held', 'confirming', 'confirmed'))
  EXECUTE FUNCTION bookings_release_slots();

-- Terms are frozen when the booking is made; what is paid how may change only while it is held (PR-5).
CREATE FUNCTION bookings_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.list_price_kopecks, NEW.hot_discount_kopecks, NEW.friend_discount_kopecks, NEW.discount_kopecks, NEW.price_kopecks,
      NEW.payment_policy, NEW.prepayment_kopecks, NEW.cancel_late_hours, NEW.cancel_grace_minutes, NEW.penalty_percent,
      NEW.keeps_prepayment, NEW.accrual_percent, NEW.accrual_base, NEW.rebook_percent, NEW.rebook_days, NEW.created_at)
     IS DISTINCT FROM
     (OLD.list_price_kopecks, OLD.hot_discount_kopecks, OLD.friend_discount_kopecks, OLD.discount_kopecks, OLD.price_kopecks,
      OLD.payment_policy, OLD.prepayment_kopecks, OLD.cancel_late_hours, OLD.cancel_grace_minutes, OLD.penalty_percent,
      OLD.keeps_prepayment, OLD.accrual_percent, OLD.accrual_base, OLD.rebook_percent, OLD.rebook_days, OLD.created_at)
     OR (OLD.state <> 'held' AND (NEW.points, NEW.pay_choice, NEW.pay_now_kopecks, NEW.on_spot_kopecks)
         IS DISTINCT FROM (OLD.points, OLD.pay_choice, OLD.pay_now_kopecks, OLD.on_spot_kopecks)) THEN
    RAISE EXCEPTION 'the terms of booking % are frozen', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'bookings_terms_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bookings_terms_frozen BEFORE UPDATE ON bookings FOR EACH ROW EXECUTE FUNCTION bookings_terms_frozen();

-- Points (PT-3, EP-5) --------------------------------------------------------------------------------------
ALTER TABLE point_holds
  ADD CONSTRAINT point_holds_state_known CHECK (state IN ('held', 'posted', 'released', 'returned')),
  ADD CONSTRAINT point_holds_positive CHECK (points > 0),
  ADD CONSTRAINT point_holds_resolved_has_moment CHECK (state = 'held' OR resolved_at IS NOT NULL);

ALTER TABLE point_entries
  ADD CONSTRAINT point_entries_kind_known CHECK (kind IN (
    'redemption', 'redemption_return', 'accrual', 'accrual_reversal', 'rebook', 'rebook_reversal',
    'referral', 'referral_reversal', 'penalty', 'penalty_reversal', 'refund_reversal', 'adjustment', 'merge')),
  ADD CONSTRAINT point_entries_not_zero CHECK (points <> 0 AND abs(points) <= 10000000),
  ADD CONSTRAINT point_entries_sign CHECK (CASE
    WHEN kind IN ('redemption', 'accrual_reversal', 'rebook_reversal', 'referral_reversal', 'penalty', 'refund_reversal') THEN points < 0
    WHEN kind IN ('redemption_return', 'accrual', 'rebook', 'referral', 'penalty_reversal') THEN points > 0
    ELSE true END),
  ADD CONSTRAINT point_entries_have_source CHECK (
    booking_id IS NOT NULL OR friend_id IS NOT NULL OR kind IN ('adjustment', 'merge')),
  ADD CONSTRAINT point_entries_adjustment_has_reason CHECK (kind <> 'adjustment' OR length(btrim(reason)) > 0),
  ADD CONSTRAINT point_entries_number_positive CHECK (number >= 1);
CREATE UNIQUE INDEX point_entries_once_per_booking ON point_entries (booking_id, kind, number) WHERE booking_id IS NOT NULL;
CREATE UNIQUE INDEX point_entries_once_per_friend ON point_entries (friend_id, kind, number) WHERE friend_id IS NOT NULL;

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER point_entries_append_only BEFORE UPDATE OR DELETE ON point_entries FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER point_entries_no_truncate BEFORE TRUNCATE ON point_entries FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER consents_append_only BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER consents_no_truncate BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The balance is the sum of the entries: kept here, so that nobody can forget it.
CREATE FUNCTION point_entries_keep_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients SET points_balance = points_balance + added.points
    FROM (SELECT client_id, sum(points) AS points FROM new_entries GROUP BY client_id) AS added
    WHERE clients.id = added.client_id;
  RETURN NULL;
END $$;
CREATE TRIGGER point_entries_keep_balance AFTER INSERT ON point_entries
  REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION point_entries_keep_balance();

-- And nobody else writes it: outside that trigger an update that changes the balance is refused.
CREATE FUNCTION clients_balance_by_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'a balance changes by ledger entries alone' USING ERRCODE = 'check_violation', CONSTRAINT = 'clients_balance_by_ledger';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clients_balance_by_ledger BEFORE UPDATE OF points_balance ON clients
  FOR EACH ROW WHEN (NEW.points_balance <> OLD.points_balance) EXECUTE FUNCTION clients_balance_by_ledger();

-- A visit earns once, whatever happens: an accrual may follow only its own reversal (EP-1, CX-8).
CREATE FUNCTION point_entries_accrual_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Two marks at once: the second counts only after the first is known.
  PERFORM 1 FROM bookings WHERE id = NEW.booking_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FILTER (WHERE kind = NEW.kind) - count(*) FILTER (WHERE kind = NEW.kind || '_reversal')
        FROM point_entries WHERE booking_id = NEW.booking_id) > 1 THEN
    RAISE EXCEPTION 'booking % has earned already', NEW.booking_id USING ERRCODE = 'unique_violation', CONSTRAINT = 'point_entries_accrual_once';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER point_entries_accrual_once AFTER INSERT ON point_entries
  FOR EACH ROW WHEN (NEW.kind IN ('accrual', 'rebook')) EXECUTE FUNCTION point_entries_accrual_once();

-- Money (PY) -----------------------------------------------------------------------------------------------
ALTER TABLE payments
  ADD CONSTRAINT payments_kind_known CHECK (kind IN ('booking', 'tip', 'on_spot')),
  ADD CONSTRAINT payments_method_known CHECK (method IN ('bank_card', 'sbp', 'cash', 'terminal')),
  ADD CONSTRAINT payments_state_known
    CHECK (state IN ('new', 'pending', 'authorised', 'capturing', 'captured', 'cancelling', 'cancelled', 'rejected')),
  ADD CONSTRAINT payments_amount_in_range CHECK (amount_kopecks BETWEEN 1 AND 35000000),
  ADD CONSTRAINT payments_captured_in_range CHECK (captured_kopecks BETWEEN 0 AND amount_kopecks),
  ADD CONSTRAINT payments_captured_has_amount CHECK ((state = 'captured') = (captured_kopecks > 0)),
  ADD CONSTRAINT payments_final_has_end CHECK ((state IN ('captured', 'cancelled', 'rejected')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT payments_open_is_asked_about
    CHECK (state IN ('captured', 'cancelled', 'rejected') OR next_check_at IS NOT NULL),
  ADD CONSTRAINT payments_online_has_key CHECK (kind = 'on_spot' OR create_key IS NOT NULL),
  ADD CONSTRAINT payments_capture_has_key CHECK (state <> 'capturing' OR capture_key IS NOT NULL),
  ADD CONSTRAINT payments_cancel_has_key CHECK (state <> 'cancelling' OR cancel_key IS NOT NULL);
CREATE UNIQUE INDEX payments_one_open_per_booking ON payments (booking_id)
  WHERE kind = 'booking' AND abandoned_at IS NULL AND state IN ('new', 'pending', 'authorised', 'capturing');
CREATE INDEX payments_due ON payments (next_check_at) WHERE next_check_at IS NOT NULL;

CREATE FUNCTION payments_final_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payment % is over', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_final_stay';
END $$;
CREATE TRIGGER payments_final_stay BEFORE UPDATE ON payments
  FOR EACH ROW WHEN (OLD.state IN ('captured', 'cancelled', 'rejected') AND (NEW.state, NEW.captured_kopecks, NEW.amount_kopecks)
    IS DISTINCT FROM (OLD.state, OLD.captured_kopecks, OLD.amount_kopecks)) EXECUTE FUNCTION payments_final_stay();
CREATE FUNCTION payments_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'money rows are never deleted' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER payments_kept BEFORE DELETE ON payments FOR EACH ROW EXECUTE FUNCTION payments_kept();
CREATE TRIGGER refunds_kept BEFORE DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION payments_kept();

ALTER TABLE refunds
  ADD CONSTRAINT refunds_state_known CHECK (state IN ('queued', 'pending', 'succeeded', 'canceled')),
  ADD CONSTRAINT refunds_amount_positive CHECK (amount_kopecks > 0),
  ADD CONSTRAINT refunds_final_has_end CHECK ((state IN ('succeeded', 'canceled')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT refunds_open_is_sent CHECK (state IN ('succeeded', 'canceled') OR next_attempt_at IS NOT NULL);
CREATE INDEX refunds_due ON refunds (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

CREATE FUNCTION refunds_within_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  captured integer;
BEGIN
  SELECT captured_kopecks INTO captured FROM payments WHERE id = NEW.payment_id FOR NO KEY UPDATE;
  IF (SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = NEW.payment_id AND state <> 'canceled') > captured THEN
    RAISE EXCEPTION 'more would go back than payment % brought', NEW.payment_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within_payment';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER refunds_within_payment AFTER INSERT OR UPDATE OF amount_kopecks, state, payment_id ON refunds
  FOR EACH ROW EXECUTE FUNCTION refunds_within_payment();

-- Messages -------------------------------------------------------------------------------------------------
ALTER TABLE outbox
  ADD CONSTRAINT outbox_state_known CHECK (state IN ('queued', 'sent', 'skipped', 'failed')),
  ADD CONSTRAINT outbox_has_receiver CHECK ((client_id IS NULL) <> (staff_id IS NULL)),
  ADD CONSTRAINT outbox_sent_has_moment CHECK ((state = 'sent') = (sent_at IS NOT NULL));
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'queued';
CREATE INDEX inbox_waiting ON inbox (person_id, update_id) WHERE handled_at IS NULL;
CREATE INDEX payment_hints_waiting ON payment_hints (received_at) WHERE handled_at IS NULL;
