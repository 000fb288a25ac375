import { describe, expect, it } from "vitest";
import { listedIndexes, listedPromises } from "../../../src/core/runtime/promises.ts";
import { repairSchema } from "../../../src/core/runtime/repair.ts";
import { testDatabase } from "../../support/database.ts";

const db = await testDatabase();

/** All that the schema says of itself, without brackets: of those that say nothing PostgreSQL writes fewer each time. */
async function schemaSays(): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ line: string }>(`
    SELECT conrelid::regclass || ' ' || conname || ' ' || convalidated::text || ' ' || pg_get_constraintdef(oid) AS line
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid::text FROM pg_index
      JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(pg_trigger.oid) || ' ' || tgenabled::text FROM pg_trigger
      JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
    UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')`);
  return rows.map(({ line }) => line.replaceAll(/[()]/g, "")).sort();
}

const whole = await schemaSays();

describe("a schema is repaired from its migrations", () => {
  it("and one that is whole is left as it is", async () => {
    expect(await repairSchema(db)).toEqual({ repaired: [], broken: [] });
    expect(await schemaSays()).toEqual(whole);
  });

  it("a few that are gone, switched off, or never held against the old rows", async () => {
    await db.pool.query(`
      ALTER TABLE services DROP CONSTRAINT services_kind_known;
      ALTER TABLE clients DISABLE TRIGGER USER;
      DROP INDEX outbox_due;
      ALTER TABLE quick_replies DROP CONSTRAINT quick_replies_text_given;
      ALTER TABLE quick_replies ADD CONSTRAINT quick_replies_text_given CHECK (text <> '') NOT VALID`);
    const { repaired, broken } = await repairSchema(db);
    expect(broken).toEqual([]);
    expect(repaired).toEqual(
      expect.arrayContaining(["services_kind_known", "outbox_due", "quick_replies_text_given"]),
    );
    expect(await schemaSays()).toEqual(whole);
  });

  it("what has the right name and another meaning is made anew, once", async () => {
    await db.pool.query(`
      DROP INDEX bookings_one_hold_per_client;
      CREATE INDEX bookings_one_hold_per_client ON bookings (client_id);
      ALTER TABLE services DROP CONSTRAINT services_kind_known;
      ALTER TABLE services ADD CONSTRAINT services_kind_known CHECK (kind <> '');
      DROP TRIGGER slots_booked_stay ON slots;
      CREATE OR REPLACE FUNCTION client_notes_stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
      CREATE TRIGGER slots_booked_stay BEFORE DELETE ON slots FOR EACH ROW EXECUTE FUNCTION idle()`);
    const { repaired, broken } = await repairSchema(db);
    expect(broken).toEqual([]);
    expect([...repaired].sort()).toEqual([
      "bookings_one_hold_per_client",
      "client_notes_stay()",
      "services_kind_known",
      "slots_booked_stay",
    ]);
    await db.pool.query("DROP FUNCTION idle()");
    expect(await schemaSays()).toEqual(whole);
    expect(await repairSchema(db)).toEqual({ repaired: [], broken: [] });
  });

  it("or nothing, when another thing has the name: it is said which", async () => {
    await db.pool.query("DROP INDEX outbox_due; CREATE INDEX outbox_due ON clients (name)");
    expect((await repairSchema(db)).broken).toEqual([{ name: "outbox_due", problem: "name_taken" }]);
    await db.pool.query("DROP INDEX outbox_due");
    expect(await repairSchema(db)).toEqual({ repaired: ["outbox_due"], broken: [] });
    expect(await schemaSays()).toEqual(whole);
  });

  it("all of them at once, every word as it was, by two at the same moment as by one", async () => {
    await db.pool.query(`DO $$ DECLARE one record; BEGIN
      FOR one IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
        AND prorettype = 'trigger'::regtype
      LOOP EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE'; END LOOP;
      FOR one IN SELECT conrelid::regclass AS owner, conname AS name FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x', 'u', 'f')
          AND conrelid <> '_prisma_migrations'::regclass ORDER BY contype = 'f' DESC
      LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', one.owner, one.name); END LOOP;
      FOR one IN SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary
      LOOP EXECUTE format('DROP INDEX %I', one.name); END LOOP;
    END $$`);
    expect((await schemaSays()).length).toBeLessThan(whole.length / 2);
    const both = await Promise.all([repairSchema(db), repairSchema(db)]);
    const [little, much] = both.map(({ repaired }) => repaired).sort((a, b) => a.length - b.length);
    expect([little, both.flatMap(({ broken }) => broken)]).toEqual([[], []]);
    const names = [...(await listedPromises()).map(({ name }) => name), ...(await listedIndexes())];
    expect(names.filter((name) => !much?.includes(name))).toEqual([]);
    expect(await schemaSays()).toEqual(whole);
  });

  it("or nothing, when rows break one: it is named with them", async () => {
    const id = "00000000-0000-4000-8000-00000000000";
    await db.pool.query(`
      DROP INDEX outbox_due;
      ALTER TABLE segments DROP CONSTRAINT segments_name_given;
      DROP INDEX segments_name_once;
      INSERT INTO segments (id, name, definition, created_at, updated_at) VALUES
        ('${id}1', '', '{}', now(), now()), ('${id}2', 'Те', '{}', now(), now()), ('${id}3', 'ТЕ', '{}', now(), now())`);
    const damaged = await schemaSays();
    const { broken } = await repairSchema(db);
    expect(broken).toEqual([
      { name: "segments_name_once", problem: expect.stringContaining("(те)") },
      { name: "segments_name_given", problem: `segments: ${id}1` },
    ]);
    expect(await schemaSays()).toEqual(damaged);
    await db.pool.query(`DELETE FROM segments WHERE id::text LIKE '${id}%'`);
    expect((await repairSchema(db)).broken).toEqual([]);
    expect(await schemaSays()).toEqual(whole);
  });
});
