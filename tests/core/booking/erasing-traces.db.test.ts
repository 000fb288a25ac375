import { beforeEach, describe, expect, it } from "vitest";
import { raw, sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { eraseByClient, makeKnown } from "../../support/known-client.ts";
import { granted } from "../../support/make.ts";

const app = await testAppWithBank();
const erased = (clientId: string) => eraseByClient(app, clientId);

/** Where in the whole database one of these values stands: every column of every table is looked into, as text. */
async function tracesOf(values: readonly string[]): Promise<readonly string[]> {
  const columns = await app.db.many<{ tableName: string; columnName: string }>(sql`
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`);
  const looks = columns.map(
    ({ tableName, columnName }) =>
      `SELECT '${tableName}.${columnName}' AS place FROM "${tableName}" t WHERE EXISTS (
         SELECT 1 FROM wanted WHERE position(wanted.value IN t."${columnName}"::text) > 0)`,
  );
  const rows = await app.db.many<{ place: string }>(sql`
    WITH wanted AS (SELECT unnest(${values}::text[]) AS value) ${raw(looks.join(" UNION "))} ORDER BY place`);
  return rows.map(({ place }) => place);
}

beforeEach(() => app.clock.set(START));

describe("a client who is erased (PE-2)", () => {
  it("leaves no name, phone, e-mail, birthday, zone, Telegram id or user name in any column of the database", async () => {
    const { client, values } = await makeKnown(app);
    for (const value of values) expect(await tracesOf([value]), value).not.toEqual([]);
    granted(await erased(client.id));
    expect(await tracesOf(values)).toEqual([]);
  });

  it.each([
    ["client_messages", "text"],
    ["bookings", "note"],
    ["client_blocks", "reason"],
    ["waitlist_entries", "note"],
    ["outbox", "sent_text"],
  ])("and that is seen: a name forgotten in %s.%s is found", async (table, column) => {
    const { client, values } = await makeKnown(app);
    granted(await erased(client.id));
    await app.db.run(sql`
      UPDATE ${raw(table)} SET ${raw(column)} = 'Это была Громова' WHERE client_id = ${client.id}::uuid`);
    expect(await tracesOf(values)).toEqual([`${table}.${column}`]);
    await app.db.run(sql`UPDATE ${raw(table)} SET ${raw(column)} = '-' WHERE client_id = ${client.id}::uuid`);
  });

  it("every column that could hold words about a client is emptied, or holds none of theirs", async () => {
    const columns = await app.db.many<{ named: string }>(sql`
      SELECT DISTINCT c.table_name || '.' || c.column_name AS named
      FROM pg_constraint JOIN information_schema.columns c
        ON c.table_schema = 'public' AND c.table_name = conrelid::regclass::text AND c.data_type IN ('text', 'jsonb', 'json', 'ARRAY')
      WHERE contype = 'f' AND confrelid IN ('clients'::regclass, 'bookings'::regclass, 'payments'::regclass) ORDER BY 1`);
    const emptied = [
      ...["name", "search_name", "phone", "email", "telegram_username", "time_zone", "note", "tags"].map(
        (of) => `clients.${of}`,
      ),
      "client_messages.text",
      "client_notes.text",
      "client_blocks.reason",
      "bookings.note",
      "bookings.meeting_url",
      "payments.request",
      "refunds.note",
      "refunds.request",
      "closing_receipts.request",
      "reviews.words",
      "outbox.sent_text",
      "waitlist_entries.note",
    ];
    const ourWords = [
      "clients.referral_code",
      ...["kind", "action", "text_version", "document_url", "pressed"].map((of) => `consents.${of}`),
      "client_blocks.kind",
      "client_messages.direction",
      ...[
        "state",
        "slot_kind",
        "made_by",
        "ended_reason",
        "payment_policy",
        "pay_choice",
        "accrual_base",
      ].map((of) => `bookings.${of}`),
      "bookings.slot_ids",
      "point_holds.state",
      "point_entries.kind",
      "point_entries.reason",
      ...["kind", "method", "state", "create_key", "capture_key", "cancel_key", "ended_reason"].map(
        (of) => `payments.${of}`,
      ),
      ...["provider_payment_id", "confirmation_url"].map((of) => `payments.${of}`),
      ...["state", "reason", "key", "provider_refund_id", "ended_reason"].map((of) => `refunds.${of}`),
      ...["state", "key", "provider_receipt_id", "ended_reason"].map((of) => `closing_receipts.${of}`),
      ...["key", "kind", "payload", "state", "state_reason"].map((of) => `outbox.${of}`),
      ...["days", "state", "ended_reason"].map((of) => `waitlist_entries.${of}`),
      ...["state", "outcome", "reason"].map((of) => `broadcast_recipients.${of}`),
      "waitlist_offers.answer",
      ...["kind", "state", "closed_reason"].map((of) => `slots.${of}`),
    ];
    expect(columns.map(({ named }) => named)).toEqual([...emptied, ...ourWords].sort());
  });
});
