const HELD = "state = 'held'";
/** When whoever has a free slot does not work. */
const OFF_DAY = { starts_at: "2026-12-01T09:00:00Z", ends_at: "2026-12-01T10:00:00Z" };
const CONFIRMED = "state = 'confirmed'";
const CAPTURED = "state = 'captured'";
const PENDING = "state = 'pending'";

/** A row written once more under a new id, with these columns changed. */
const copy = (table: string, change: Readonly<Record<string, unknown>>, where = "true") => `
  INSERT INTO ${table} SELECT (jsonb_populate_record(one, '${JSON.stringify(change)}'::jsonb
    || CASE WHEN to_jsonb(one) ? 'id' THEN jsonb_build_object('id', gen_random_uuid()) ELSE '{}' END)).*
  FROM ${table} one WHERE ${where} LIMIT 1`;
/** A client is not copied whole: the database writes a column of theirs by itself. */
const sameClient = (columns: string) => `
  INSERT INTO clients (telegram_id, referral_code, name, created_at)
  SELECT ${columns}, name, created_at FROM clients WHERE telegram_id IS NOT NULL LIMIT 1`;
const set = (table: string, change: string, where = "true") => `UPDATE ${table} SET ${change} WHERE ${where}`;

const NEXT_DAY = { starts_at: "2026-11-26T09:00:00Z", ends_at: "2026-11-26T10:00:00Z" };
/** A booking like the confirmed one on a day of its own, that differs in what is to be broken. */
const booking = (change: Readonly<Record<string, unknown>>) =>
  copy("bookings", { number: 900, ...NEXT_DAY, ...change }, CONFIRMED);
/** Two that are alike in what only one may have. */
const twoBookings = (change: Readonly<Record<string, unknown>>) => {
  const dayAfter = { starts_at: "2026-11-27T09:00:00Z", ends_at: "2026-11-27T10:00:00Z" };
  return `${booking(change)}; ${copy("bookings", { number: 901, ...dayAfter, ...change }, CONFIRMED)}`;
};
const entry = (change: Readonly<Record<string, unknown>>, kind = "adjustment") =>
  copy("point_entries", { sequence: 900, ...change }, `kind = '${kind}'`);
const payment = (change: Readonly<Record<string, unknown>>, where = PENDING) =>
  copy(
    "payments",
    {
      abandoned_at: "2026-11-23T09:00:00Z",
      create_key: "kk",
      capture_key: null,
      cancel_key: null,
      provider_payment_id: null,
      ...change,
    },
    where,
  );
const RUN = {
  last_due_at: "2026-11-26T01:00:00Z",
  last_began_at: "2026-11-26T01:00:01Z",
  last_ended_at: "2026-11-26T01:00:02Z",
  last_outcome: "done",
};
const schedule = (change: Readonly<Record<string, unknown>>) => `
  INSERT INTO schedules SELECT (jsonb_populate_record(NULL::schedules, '${JSON.stringify({
    ...{ name: "planted", cron: "0 4 * * *", time_zone: "UTC", last_words: "", created_at: RUN.last_due_at },
    ...change,
  })}'::jsonb)).*`;
const anExport = (change: Readonly<Record<string, unknown>>) => `
  INSERT INTO exports SELECT (jsonb_populate_record(NULL::exports, '${JSON.stringify({
    ...{ id: "00000000-0000-4000-8000-000000000009", number: 900, cron: "0 7 * * *", span: "day" },
    ...{ contents: "operations", dialect: "excel", folder: "/tmp", to_telegram: false },
    ...{ owed_since: RUN.last_due_at, created_at: RUN.last_due_at },
    ...change,
  })}'::jsonb)).*`;
const EXPORT_RUN = {
  ...{ id: "00000000-0000-4000-8000-000000000007", export_id: "00000000-0000-4000-8000-000000000009" },
  ...{ due_at: null, began_at: RUN.last_began_at, ended_at: RUN.last_ended_at, outcome: "done" },
  ...{ file: null, rows: 0, words: "готово" },
};
const exportRun = (change: Readonly<Record<string, unknown>>) => `${anExport({})};
  INSERT INTO export_runs SELECT (jsonb_populate_record(NULL::export_runs, '${JSON.stringify({
    ...EXPORT_RUN,
    ...change,
  })}'::jsonb)).*`;
const refund = (change: Readonly<Record<string, unknown>>) =>
  copy("refunds", { key: "r2", provider_refund_id: null, amount_kopecks: 100, ...change });
/** One for the payment that has none. */
const closing = (change: Readonly<Record<string, unknown>>) =>
  copy("closing_receipts", { key: "t2", provider_receipt_id: null, payment_id: "PAYMENT", ...change });
const EMAIL_KEPT = `request = '{"receipt": {"email": "a@x.test"}}'`;
const message = (change: Readonly<Record<string, unknown>>) => copy("outbox", { key: "another", ...change });

const NOBODY = "00000000-0000-4000-8000-000000000000";
/** The same offer of another hold. */
const offer = (change: Readonly<Record<string, unknown>>) =>
  copy("waitlist_offers", { booking_id: "BOOKING", ...change });

const NEEDED_MENU = ["book", "my", "my_data", "contact"].map((target) => ({ target }));

/** Each promise with one statement that breaks it, and it alone. */
export const BREAKS: Readonly<Record<string, string>> = {
  installation_is_one: copy("installation", { id: 2 }).replace("gen_random_uuid()", "2"),
  installation_mode_known: "INSERT INTO installation VALUES (1, 'test', 0, 's', 'n', now())",
  installation_mode_stays: set("installation", "mode = 'sandbox'"),
  installation_clock_forward: set("installation", "clock_offset_ms = 1"),
  staff_role_known: set("staff", "role = 'boss'"),
  staff_muted_messages_known: set("staff", "muted_messages = '{new_booking,everything}'"),
  staff_email_lower: set("staff", "email = 'O@x.test'"),
  staff_email_once: copy("staff", { telegram_id: 6 }),
  staff_telegram_once: copy("staff", { email: null }),
  staff_owner_remains: set("staff", "is_active = false"),
  staff_one_time_is_password: set("staff", "password_hash = NULL, one_time_until = now()"),
  staff_specialist_named: set("staff", "role = 'specialist'"),

  services_name_given: set("services", "name = '  '"),
  services_name_once: copy("services", {}),
  services_kind_known: set("services", "kind = 'home'"),
  services_policy_known: set("services", "payment_policy = 'later'"),
  services_duration_in_range: set("services", "duration_minutes = 1441"),
  services_price_in_range: set("services", "price_kopecks = 35000001"),
  services_prepayment_in_range: set("services", "prepayment_kopecks = -1"),
  services_prepay_has_amount: set("services", "payment_policy = 'prepay', prepayment_kopecks = 0"),
  specialists_name_given: set("specialists", "name = ''"),
  specialists_name_once: copy("specialists", {}),
  specialist_services_once: copy("specialist_services", {}),
  specialist_services_price_in_range: set("specialist_services", "price_kopecks = -1"),

  slots_no_overlap: set(
    "slots",
    "starts_at = starts_at - interval '1 minute'",
    "starts_at = '2026-11-25T10:00:00Z'",
  ),
  slots_start_once: copy("slots", { booking_id: null }),
  slots_kind_known: set("slots", "kind = 'warm'", "booking_id IS NULL"),
  slots_state_known: set("slots", "state = 'gone'", "booking_id IS NULL"),
  slots_end_after_start: set("slots", "ends_at = starts_at", "starts_at = '2026-11-25T10:00:00Z'"),
  slots_hot_since_is_hot: set("slots", "hot_since = now()", "kind <> 'hot' AND booking_id IS NULL"),
  slots_announced_since_hot: set("slots", "hot_announced_at = now()", "booking_id IS NULL"),
  slots_discount_in_range: set("slots", "kind = 'hot', discount_percent = 101", "booking_id IS NULL"),
  slots_discount_only_hot: set("slots", "discount_percent = 10", "booking_id IS NULL"),
  slots_booked_are_open: set(
    "slots",
    "state = 'closed', booking_id = (SELECT id FROM bookings LIMIT 1)",
    "booking_id IS NULL",
  ),
  slots_booked_stay: "DELETE FROM slots WHERE booking_id IS NOT NULL",
  slots_time_off_is_closed: set(
    "slots",
    "time_off_id = (SELECT id FROM time_off LIMIT 1)",
    "state = 'open' AND booking_id IS NULL",
  ),
  slots_made_outside_time_off: copy("slots", OFF_DAY, "booking_id IS NULL AND state = 'open'"),
  slots_opened_outside_time_off: `${copy("slots", { ...OFF_DAY, state: "closed" }, "booking_id IS NULL AND state = 'open'")};
    ${set("slots", "state = 'open'", "state = 'closed'")}`,
  time_off_end_after_start: set("time_off", "ends_at = starts_at"),
  time_off_reason_given: set("time_off", "reason = ' '"),
  time_off_lifted_has_moment: set("time_off", "lifted_by_id = taken_by_id"),
  slot_changes_action_known: set("slot_changes", "action = 'paint_slot'"),
  slot_changes_actor_known: set("slot_changes", "actor_kind = 'nobody'", "staff_id IS NULL"),
  slot_changes_staff_named: set("slot_changes", "staff_id = gen_random_uuid()", "actor_kind = 'operator'"),
  slot_changes_undone_later: set("slot_changes", "undone_at = created_at - interval '1 second'"),

  clients_telegram_once: sameClient("telegram_id, 'another'"),
  clients_phone_once: set("clients", "phone = '+79001234567'"),
  clients_phone_shape: set("clients", "phone = '89001234567'"),
  clients_name_length: set("clients", "name = repeat('я', 101)"),
  clients_referral_code_once: sameClient("NULL, referral_code"),
  clients_not_own_guest: set("clients", "invited_by_id = id"),
  clients_not_merged_into_self: set("clients", "merged_into_id = id, telegram_id = NULL"),
  clients_erased_are_nobody: set("clients", "erased_at = now()", "telegram_id IS NOT NULL"),
  clients_merged_are_empty: set(
    "clients",
    "merged_into_id = (SELECT id FROM clients other WHERE other.id <> clients.id LIMIT 1)",
    "telegram_id IS NOT NULL",
  ),
  clients_birthday_in_range: set("clients", "birthday = '1899-12-31'"),
  clients_balance_by_ledger: set("clients", "points_balance = points_balance + 1"),
  consents_kind_known: copy("consents", { kind: "everything" }),
  consents_action_known: copy("consents", { action: "perhaps" }),
  consents_append_only: set("consents", "action = 'withdrawn'"),
  consents_no_truncate: "TRUNCATE consents",
  client_blocks_kind_known: set("client_blocks", "kind = 'mood'"),
  client_blocks_end_after_start: set("client_blocks", "ends_at = created_at"),
  client_notes_text_given: copy("client_notes", { text: " " }),
  client_notes_stay: set("client_notes", "text = 'Не любит тишину'"),
  client_messages_direction_known: set("client_messages", "direction = 'up'"),
  client_messages_text_given: set("client_messages", "text = E' '"),
  audit_append_only: "DELETE FROM audit",
  audit_no_truncate: "TRUNCATE audit",

  bookings_specialist_no_overlap: copy("bookings", { number: 900, client_id: "CLIENT" }, CONFIRMED),
  bookings_client_no_overlap: copy("bookings", { number: 900, specialist_id: "SPECIALIST" }, CONFIRMED),
  bookings_one_hold_per_client: copy("bookings", { number: 900, ...NEXT_DAY }, HELD),
  bookings_one_friend_discount: twoBookings({ has_friend_discount: true }),
  bookings_rebook_once: twoBookings({ rebook_of_id: "00000000-0000-4000-8000-000000000000" }),
  bookings_replaced_once: `${booking({})}; ${set("bookings", `replaces_id = (SELECT id FROM bookings WHERE ${HELD})`, CONFIRMED)}`,
  bookings_not_own_replacement: set("bookings", "replaces_id = id"),
  bookings_number_once: copy("bookings", NEXT_DAY, CONFIRMED),
  bookings_state_known: booking({ state: "wished", ended_at: "2026-11-23T09:00:00Z" }),
  bookings_slot_kind_known: booking({ slot_kind: "warm" }),
  bookings_made_by_known: booking({ made_by: "chance" }),
  bookings_policy_known: booking({ payment_policy: "later" }),
  bookings_pay_choice_known: booking({ pay_choice: "half" }),
  bookings_accrual_base_known: booking({ accrual_base: "mood" }),
  bookings_end_after_start: booking({
    state: "cancelled",
    ended_at: "2026-11-23T09:00:00Z",
    ends_at: NEXT_DAY.starts_at,
  }),
  bookings_hold_has_end: booking({ state: "held", held_until: null }),
  bookings_confirmed_has_moment: booking({ confirmed_at: null }),
  bookings_dead_have_end: booking({ state: "cancelled", ended_at: null }),
  bookings_price_adds_up: booking({ list_price_kopecks: 200_001 }),
  bookings_payment_adds_up: booking({ on_spot_kopecks: 199_999 }),
  bookings_amounts_in_range: booking({ prepayment_kopecks: -1 }),
  bookings_percents_in_range: booking({ penalty_percent: 101 }),
  bookings_terms_frozen: set("bookings", "penalty_percent = 11"),

  point_holds_one_per_booking: copy("point_holds", {}),
  point_holds_state_known: set("point_holds", "state = 'lost', resolved_at = now()"),
  point_holds_not_own_source: set("point_holds", "takes_over_id = booking_id"),
  point_holds_positive: set("point_holds", "points = 0"),
  waitlist_entries_state_known: set("waitlist_entries", "state = 'hoping'"),
  waitlist_entries_reason_known: set(
    "waitlist_entries",
    "state = 'left', ended_at = now(), ended_reason = 'bored'",
  ),
  waitlist_entries_days_agree: set("waitlist_entries", "days = '{2026-11-24}'"),
  waitlist_entries_hours_in_day: set("waitlist_entries", "to_minute = 1441"),
  waitlist_entries_over_has_end: set("waitlist_entries", "state = 'left'"),
  waitlist_entries_missed_were_offered: set("waitlist_entries", "missed = 2"),
  waitlist_entries_note_given: set("waitlist_entries", "note = ' '"),
  waitlist_entries_wish_once: copy("waitlist_entries", {}),
  waitlist_offers_answer_known: set("waitlist_offers", "answer = 'maybe', answered_at = now()"),
  waitlist_offers_answer_has_moment: set("waitlist_offers", "answer = 'taken'"),
  waitlist_offers_one_open: offer({ slot_id: NOBODY }),
  waitlist_offers_start_once: offer({ answer: "taken", answered_at: "2026-11-23T09:00:00Z" }),
  point_holds_resolved_has_moment: set("point_holds", "state = 'posted'"),
  point_entries_kind_known: entry({ kind: "gift" }, "accrual"),
  point_entries_not_zero: entry({ points: 0 }),
  point_entries_sign: entry({ kind: "redemption" }, "accrual"),
  point_entries_have_source: entry({ booking_id: null }, "accrual"),
  point_entries_adjustment_has_reason: entry({ reason: " " }),
  point_entries_number_positive: entry({ number: 0 }),
  point_entries_sequence_once: copy("point_entries", {}, "kind = 'adjustment'"),
  point_entries_once_per_booking: entry({}, "accrual"),
  point_entries_once_per_friend: entry({}, "referral"),
  point_entries_accrual_once: entry({ number: 2 }, "accrual"),
  point_entries_return_within_taken: entry({ kind: "refund_reversal_return", points: 1 }, "accrual"),
  point_entries_append_only: set("point_entries", "reason = 'Другое'"),
  point_entries_no_truncate: "TRUNCATE point_entries",

  payments_provider_once: set("payments", "provider_payment_id = 'the same'"),
  payments_create_key_once: set("payments", "create_key = 'the same'"),
  payments_capture_key_once: set("payments", "capture_key = 'the same'"),
  payments_cancel_key_once: set("payments", "cancel_key = 'the same'"),
  payments_one_open_per_booking: payment({ abandoned_at: null }),
  payments_kind_known: set("payments", "kind = 'gift'", PENDING),
  payments_method_known: set("payments", "method = 'shells'", PENDING),
  payments_state_known: set("payments", "state = 'hoped'", PENDING),
  payments_amount_in_range: payment({ amount_kopecks: 0 }),
  payments_captured_in_range: payment({ captured_kopecks: 100_001 }, CAPTURED),
  payments_captured_has_amount: payment({ captured_kopecks: 0 }, CAPTURED),
  payments_final_has_end: payment({ ended_at: null }, CAPTURED),
  payments_final_stay: set("payments", "state = 'cancelled', captured_kopecks = 0", CAPTURED),
  payments_open_is_asked_about: set("payments", "next_check_at = NULL", PENDING),
  payments_online_has_key: set("payments", "create_key = NULL", PENDING),
  payments_capture_has_key: set("payments", "state = 'capturing', capture_key = NULL", PENDING),
  payments_cancel_has_key: set("payments", "state = 'cancelling', cancel_key = NULL", PENDING),
  payments_method_fits_kind: payment({ kind: "on_spot" }, CAPTURED),
  payments_on_spot_is_taken: payment({ kind: "on_spot", method: "cash" }),
  payments_on_spot_within_price: payment(
    { kind: "on_spot", method: "cash", amount_kopecks: 160_001, captured_kopecks: 160_001 },
    CAPTURED,
  ),
  payments_tip_in_range: payment({ kind: "tip", is_two_stage: false, amount_kopecks: 999 }),
  payments_tip_one_stage: payment({ kind: "tip" }),
  payments_kept: "DELETE FROM payments",
  payments_over_forgets_email: set(
    "payments",
    `state = 'cancelled', ended_at = now(), ${EMAIL_KEPT}`,
    PENDING,
  ),
  refunds_key_once: refund({ key: "r1" }),
  refunds_provider_once: refund({ provider_refund_id: "pr1" }),
  refunds_state_known: set("refunds", "state = 'hoped'"),
  refunds_amount_positive: refund({ amount_kopecks: 0 }),
  refunds_final_has_end: set("refunds", "state = 'succeeded'"),
  refunds_open_is_sent: set("refunds", "next_attempt_at = NULL"),
  refunds_within_payment: refund({ amount_kopecks: 40_001 }),
  refunds_after_mark_positive: refund({ after_mark: 0 }),
  refunds_note_given: refund({ note: " " }),
  refunds_kept: "DELETE FROM refunds",
  refunds_over_forgets_email: set("refunds", `state = 'canceled', ended_at = now(), ${EMAIL_KEPT}`),
  closing_receipts_payment_once: copy("closing_receipts", { key: "t2", provider_receipt_id: null }),
  closing_receipts_key_once: closing({ key: "t1" }),
  closing_receipts_provider_once: closing({ provider_receipt_id: "pt1" }),
  closing_receipts_state_known: set("closing_receipts", "state = 'hoped'"),
  closing_receipts_amount_positive: set("closing_receipts", "amount_kopecks = 0"),
  closing_receipts_final_has_end: set("closing_receipts", "state = 'succeeded'"),
  closing_receipts_open_is_sent: set("closing_receipts", "next_attempt_at = NULL"),
  closing_receipts_over_forgets_email: set("closing_receipts", "state = 'succeeded', ended_at = now()"),
  closing_receipts_within_payment: set("closing_receipts", "amount_kopecks = 100001"),
  closing_receipts_kept: "DELETE FROM closing_receipts",

  outbox_key_once: copy("outbox", {}),
  outbox_state_known: message({ state: "lost" }),
  outbox_has_receiver: message({ client_id: null, staff_id: null }),
  outbox_sent_has_moment: message({ state: "sent" }),
  reviews_rating_in_range: set("reviews", "rating = 6"),
  reviews_words_length: set("reviews", "words = repeat('а', 2001)"),
  clients_tags_given: set("clients", "tags = ARRAY['утро', '']"),
  quick_replies_title_given: set("quick_replies", "title = ' '"),
  quick_replies_title_once:
    "UPDATE quick_replies SET title = 'Один'; UPDATE quick_replies SET title = 'один'",
  quick_replies_text_given: set("quick_replies", "text = ' '"),
  quick_replies_place_once: "SET CONSTRAINTS ALL IMMEDIATE; UPDATE quick_replies SET place = 1",
  segments_name_given: set("segments", "name = ''"),
  segments_name_once: "UPDATE segments SET name = 'Один'; UPDATE segments SET name = 'один'",
  segments_definition_is_tree: set("segments", "definition = '[]'"),

  broadcasts_number_once: copy("broadcasts", {}),
  broadcasts_kind_known: set("broadcasts", "kind = 'spam'"),
  broadcasts_state_known: set("broadcasts", "state = 'hoped', started_at = now()"),
  broadcasts_title_length: set("broadcasts", "title = ''"),
  broadcasts_text_given: set("broadcasts", "text = ''"),
  broadcasts_scheduled_has_moment: set("broadcasts", "state = 'scheduled'"),
  broadcasts_started_has_moment: set("broadcasts", "state = 'running'"),
  broadcasts_over_has_moment: set("broadcasts", "ended_at = now()"),
  exports_number_once: `${anExport({})}; ${anExport({ id: "00000000-0000-4000-8000-000000000008" })}`,
  exports_span_known: anExport({ span: "year" }),
  exports_contents_known: anExport({ contents: "clients" }),
  exports_dialect_known: anExport({ dialect: "xlsx" }),
  exports_go_somewhere: anExport({ folder: null }),
  exports_folder_named: anExport({ folder: "" }),
  export_runs_outcome_known: exportRun({ outcome: "perhaps", rows: null }),
  export_runs_end_after_beginning: exportRun({ ended_at: "2026-11-01T00:00:00Z" }),
  export_runs_rows_counted: exportRun({ rows: -1 }),
  export_runs_failed_made_nothing: exportRun({ outcome: "failed" }),
  export_runs_words_said: exportRun({ words: "" }),
  export_runs_stay: `${exportRun({})}; DELETE FROM export_runs`,
  schedules_name_plain: schedule({ name: "Backup" }),
  schedules_outcome_known: schedule({ ...RUN, last_outcome: "perhaps" }),
  schedules_run_is_whole: schedule({ ...RUN, last_ended_at: null }),
  schedules_go_forward: schedule({ ...RUN, next_due_at: RUN.last_due_at }),
  broadcasts_proposed_is_hot: set("broadcasts", "proposed_at = now()"),
  broadcast_pictures_kind_known: set("broadcast_pictures", "kind = 'gif'"),
  broadcast_pictures_size: set("broadcast_pictures", "bytes = ''"),
  broadcast_recipients_state_known: set("broadcast_recipients", "state = 'lost'"),
  broadcast_recipients_outcome_known: set(
    "broadcast_recipients",
    "state = 'ended', outcome = 'hoped', ended_at = now()",
  ),
  broadcast_recipients_queued_has_message: set("broadcast_recipients", "state = 'queued'"),
  broadcast_recipients_ended_has_outcome: set("broadcast_recipients", "state = 'ended'"),

  content_versions_id_once: copy("content_versions", { number: 2 }).replace("gen_random_uuid()", "one.id"),
  content_versions_number_counts:
    "ALTER TABLE content_versions DISABLE TRIGGER USER; UPDATE content_versions SET number = 0",
  content_versions_note_given: copy("content_versions", { number: 2, note: " " }),
  content_versions_restores_earlier: copy("content_versions", { number: 2, restored_from: 2 }),
  content_versions_is_whole: copy("content_versions", { number: 2, content: { menu: NEEDED_MENU } }),
  content_versions_menu_keeps_needed: copy("content_versions", {
    number: 2,
    content: { texts: {}, menu: NEEDED_MENU.slice(1), pages: [] },
  }),
  content_versions_follow: copy("content_versions", { number: 3 }),
  content_versions_append_only: set("content_versions", "note = 'иначе'"),
  content_versions_no_truncate: "TRUNCATE content_versions",
  content_draft_is_one: copy("content_draft", { id: 2 }).replace("gen_random_uuid()", "2"),
  content_draft_revision_counts: set("content_draft", "revision = -1"),
  content_pictures_kind_known: set("content_pictures", "kind = 'gif'"),
  content_pictures_size: set("content_pictures", "bytes = ''"),
};
