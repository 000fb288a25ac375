-- The data model as schema.prisma says it. The promises it cannot show follow in the next migration.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;


-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mode" TEXT NOT NULL,
    "clock_offset_ms" BIGINT NOT NULL DEFAULT 0,
    "session_secret" TEXT NOT NULL,
    "notification_secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "email" TEXT,
    "password_hash" TEXT,
    "telegram_id" BIGINT,
    "specialist_id" UUID,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "sessions_valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_attempts" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "is_success" BOOLEAN NOT NULL,
    "attempted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "login_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "panel_sessions" (
    "sid" TEXT NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMP(6) NOT NULL,

    CONSTRAINT "panel_sessions_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "services" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'in_person',
    "duration_minutes" INTEGER NOT NULL,
    "price_kopecks" INTEGER NOT NULL,
    "payment_policy" TEXT NOT NULL DEFAULT 'full',
    "prepayment_kopecks" INTEGER NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "specialists" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "meeting_url" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "specialists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "specialist_services" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "specialist_id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "price_kopecks" INTEGER,

    CONSTRAINT "specialist_services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slots" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "specialist_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "discount_percent" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'open',
    "closed_reason" TEXT,
    "booking_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "slots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clients" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "telegram_id" BIGINT,
    "telegram_username" TEXT,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "phone_checked_at" TIMESTAMPTZ(3),
    "email" TEXT,
    "birthday" DATE,
    "time_zone" TEXT,
    "referral_code" TEXT NOT NULL,
    "invited_by_id" UUID,
    "is_vip" BOOLEAN NOT NULL DEFAULT false,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "note" TEXT NOT NULL DEFAULT '',
    "points_balance" INTEGER NOT NULL DEFAULT 0,
    "unreachable_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "merged_into_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "text_version" TEXT NOT NULL,
    "document_url" TEXT,
    "pressed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client_blocks" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "booking_id" UUID,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "client_blocks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bookings" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "client_id" UUID NOT NULL,
    "specialist_id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "slot_ids" UUID[],
    "slot_kind" TEXT NOT NULL,
    "meeting_url" TEXT,
    "replaces_id" UUID,
    "made_by" TEXT NOT NULL DEFAULT 'client',
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "held_until" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "marks" INTEGER NOT NULL DEFAULT 0,
    "rebook_of_id" UUID,
    "list_price_kopecks" INTEGER NOT NULL,
    "hot_discount_kopecks" INTEGER NOT NULL DEFAULT 0,
    "friend_discount_kopecks" INTEGER NOT NULL DEFAULT 0,
    "discount_kopecks" INTEGER NOT NULL DEFAULT 0,
    "has_friend_discount" BOOLEAN NOT NULL DEFAULT false,
    "price_kopecks" INTEGER NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "payment_policy" TEXT NOT NULL,
    "prepayment_kopecks" INTEGER NOT NULL,
    "pay_choice" TEXT NOT NULL DEFAULT 'prepayment',
    "pay_now_kopecks" INTEGER NOT NULL,
    "on_spot_kopecks" INTEGER NOT NULL,
    "cancel_late_hours" INTEGER NOT NULL,
    "cancel_grace_minutes" INTEGER NOT NULL,
    "penalty_percent" INTEGER NOT NULL,
    "keeps_prepayment" BOOLEAN NOT NULL,
    "accrual_percent" INTEGER NOT NULL,
    "accrual_base" TEXT NOT NULL,
    "rebook_percent" INTEGER NOT NULL,
    "rebook_days" INTEGER NOT NULL,

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "point_holds" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "booking_id" UUID NOT NULL,
    "points" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "point_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "point_entries" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "client_id" UUID NOT NULL,
    "points" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "booking_id" UUID,
    "friend_id" UUID,
    "number" INTEGER NOT NULL DEFAULT 1,
    "staff_id" UUID,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "point_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "booking_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'booking',
    "method" TEXT NOT NULL DEFAULT 'bank_card',
    "is_two_stage" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "amount_kopecks" INTEGER NOT NULL,
    "captured_kopecks" INTEGER NOT NULL DEFAULT 0,
    "request" JSONB,
    "create_key" TEXT,
    "capture_key" TEXT,
    "cancel_key" TEXT,
    "provider_payment_id" TEXT,
    "confirmation_url" TEXT,
    "abandoned_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "first_sent_at" TIMESTAMPTZ(3),
    "authorised_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    "income_kopecks" INTEGER,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "booking_id" UUID NOT NULL,
    "amount_kopecks" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "provider_refund_id" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "first_sent_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_hints" (
    "id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_hints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "client_id" UUID,
    "staff_id" UUID,
    "booking_id" UUID,
    "payload" JSONB NOT NULL,
    "priority" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "state_reason" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "telegram_message_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "update_id" BIGINT NOT NULL,
    "person_id" BIGINT NOT NULL,
    "body" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("update_id")
);

-- CreateTable
CREATE TABLE "chats" (
    "telegram_id" BIGINT NOT NULL,
    "first_payload" TEXT,
    "pending_payload" TEXT,
    "screen_message_id" BIGINT,
    "expects" TEXT,
    "expects_subject" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chats_pkey" PRIMARY KEY ("telegram_id")
);

-- CreateTable
CREATE TABLE "client_messages" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "reason" TEXT,
    "change" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_once" ON "staff"("email");

-- CreateIndex
CREATE UNIQUE INDEX "staff_telegram_once" ON "staff"("telegram_id");

-- CreateIndex
CREATE INDEX "login_attempts_account" ON "login_attempts"("account", "attempted_at");

-- CreateIndex
CREATE INDEX "login_attempts_address" ON "login_attempts"("address", "attempted_at");

-- CreateIndex
CREATE INDEX "panel_sessions_expire" ON "panel_sessions"("expire");

-- CreateIndex
CREATE INDEX "specialist_services_service" ON "specialist_services"("service_id");

-- CreateIndex
CREATE UNIQUE INDEX "specialist_services_once" ON "specialist_services"("specialist_id", "service_id");

-- CreateIndex
CREATE INDEX "slots_starts_at" ON "slots"("starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "slots_start_once" ON "slots"("specialist_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "clients_telegram_once" ON "clients"("telegram_id");

-- CreateIndex
CREATE UNIQUE INDEX "clients_referral_code_once" ON "clients"("referral_code");

-- CreateIndex
CREATE INDEX "clients_created_at" ON "clients"("created_at");

-- CreateIndex
CREATE INDEX "clients_invited_by" ON "clients"("invited_by_id");

-- CreateIndex
CREATE INDEX "clients_name_search" ON "clients" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "clients_phone_search" ON "clients" USING GIN ("phone" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "consents_client" ON "consents"("client_id", "kind", "created_at");

-- CreateIndex
CREATE INDEX "client_blocks_client" ON "client_blocks"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "bookings_number_once" ON "bookings"("number");

-- CreateIndex
CREATE INDEX "bookings_client" ON "bookings"("client_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_specialist" ON "bookings"("specialist_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_starts_at" ON "bookings"("starts_at");

-- CreateIndex
CREATE INDEX "bookings_created_at" ON "bookings"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "point_holds_one_per_booking" ON "point_holds"("booking_id");

-- CreateIndex
CREATE INDEX "point_holds_client" ON "point_holds"("client_id", "held_at");

-- CreateIndex
CREATE UNIQUE INDEX "point_entries_sequence_once" ON "point_entries"("sequence");

-- CreateIndex
CREATE INDEX "point_entries_client" ON "point_entries"("client_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "payments_create_key_once" ON "payments"("create_key");

-- CreateIndex
CREATE UNIQUE INDEX "payments_capture_key_once" ON "payments"("capture_key");

-- CreateIndex
CREATE UNIQUE INDEX "payments_cancel_key_once" ON "payments"("cancel_key");

-- CreateIndex
CREATE UNIQUE INDEX "payments_provider_once" ON "payments"("provider_payment_id");

-- CreateIndex
CREATE INDEX "payments_booking" ON "payments"("booking_id");

-- CreateIndex
CREATE INDEX "payments_client" ON "payments"("client_id");

-- CreateIndex
CREATE INDEX "payments_created_at" ON "payments"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_key_once" ON "refunds"("key");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_provider_once" ON "refunds"("provider_refund_id");

-- CreateIndex
CREATE INDEX "refunds_payment" ON "refunds"("payment_id");

-- CreateIndex
CREATE INDEX "refunds_booking" ON "refunds"("booking_id");

-- CreateIndex
CREATE INDEX "refunds_created_at" ON "refunds"("created_at");

-- CreateIndex
CREATE INDEX "payment_hints_received_at" ON "payment_hints"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_key_once" ON "outbox"("key");

-- CreateIndex
CREATE INDEX "outbox_client" ON "outbox"("client_id");

-- CreateIndex
CREATE INDEX "outbox_booking" ON "outbox"("booking_id");

-- CreateIndex
CREATE INDEX "inbox_received_at" ON "inbox"("received_at");

-- CreateIndex
CREATE INDEX "client_messages_client" ON "client_messages"("client_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_subject" ON "audit"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "audit_created_at" ON "audit"("created_at");

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "specialist_services" ADD CONSTRAINT "specialist_services_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "specialist_services" ADD CONSTRAINT "specialist_services_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "slots" ADD CONSTRAINT "slots_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "slots" ADD CONSTRAINT "slots_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "clients" ADD CONSTRAINT "clients_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "clients" ADD CONSTRAINT "clients_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "client_blocks" ADD CONSTRAINT "client_blocks_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_specialist_id_fkey" FOREIGN KEY ("specialist_id") REFERENCES "specialists"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_holds" ADD CONSTRAINT "point_holds_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_holds" ADD CONSTRAINT "point_holds_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_entries" ADD CONSTRAINT "point_entries_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_entries" ADD CONSTRAINT "point_entries_friend_id_fkey" FOREIGN KEY ("friend_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_entries" ADD CONSTRAINT "point_entries_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "client_messages" ADD CONSTRAINT "client_messages_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
