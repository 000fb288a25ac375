import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  answerClient,
  findClientMessage,
  listClientMessages,
  writeToStaff,
} from "../../../src/core/notifications/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";
const outboxOf = (clientId: string) =>
  app.db.many(sql`SELECT kind, key, payload FROM outbox WHERE client_id = ${clientId}::uuid`);

const owner = granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 1, actor: OPERATOR }));
const { id: specialistId } = await makeSpecialist(app, []);
granted(
  await addStaff(app, { name: "Мария", role: "specialist", telegramId: 2, specialistId, actor: OPERATOR }),
);

const letter = async (over: { readonly text?: string } = {}) => {
  const { id: clientId } = await makeClient(app);
  return { messageId: app.newId(), clientId, text: "Можно прийти с ребёнком?", ...over };
};

describe("what a client writes (PE-5)", () => {
  it("is kept and passed on to those who run the business, to nobody else", async () => {
    const input = await letter({ text: "  Можно прийти с ребёнком?\n" });
    granted(await writeToStaff(app, input));
    expect(await findClientMessage(app.db, input.messageId)).toMatchObject({
      direction: "in",
      text: "Можно прийти с ребёнком?",
    });
    const passedOn = await app.db.many(sql`
      SELECT staff_id, kind, payload FROM outbox WHERE payload->>'messageId' = ${input.messageId}`);
    const { messageId, clientId } = input;
    expect(passedOn).toEqual([
      { staffId: owner.id, kind: "staff_client_message", payload: { messageId, clientId } },
    ]);
  });

  it("twice is one message", async () => {
    const input = await letter();
    granted(await writeToStaff(app, input));
    await writingNothing(app, () => writeToStaff(app, input));
  });

  it.each([
    [" \n ", "message_empty"],
    ["я".repeat(2_001), "message_too_long"],
  ])("is refused when it is %j", async (text, refusal) => {
    const input = await letter({ text });
    expect(await refusedBy(app, () => writeToStaff(app, input))).toBe(refusal);
  });

  it("is refused when nobody wrote it", async () => {
    const input = { ...(await letter()), clientId: NOBODY };
    expect(await refusedBy(app, () => writeToStaff(app, input))).toBe("unknown_client");
  });

  it("interrupted is neither kept nor passed on", async () => {
    const input = await letter();
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO outbox/, (dying) => writeToStaff(dying, input)),
    );
  });
});

describe("an answer of staff (PE-5)", () => {
  const actor = { kind: "staff", id: owner.id } as const;

  it("is kept with who wrote it, promised to the client once, and leaves a trail without its words", async () => {
    const input = { ...(await letter({ text: "Конечно" })), actor };
    granted(await answerClient(app, input));
    await writingNothing(app, () => answerClient(app, input));
    expect(await outboxOf(input.clientId)).toEqual([
      {
        kind: "message_from_staff",
        key: `message_from_staff:${input.messageId}`,
        payload: { messageId: input.messageId },
      },
    ]);
    const trail = await app.db.many<{ change: unknown }>(
      sql`SELECT actor_id, action, change FROM audit WHERE subject_id = ${input.clientId}`,
    );
    expect(trail).toEqual([
      { actorId: owner.id, action: "answer_client", change: { messageId: input.messageId } },
    ]);
    expect(JSON.stringify(trail)).not.toContain("Конечно");
  });

  it("stands in the conversation after the question, newest first", async () => {
    const question = await letter();
    granted(await writeToStaff(app, question));
    app.clock.advance(1_000);
    granted(await answerClient(app, { ...question, messageId: app.newId(), text: "Да", actor }));
    const said = await listClientMessages(app.db, question.clientId);
    expect(said.map(({ direction, text }) => [direction, text])).toEqual([
      ["out", "Да"],
      ["in", question.text],
    ]);
  });

  it("interrupted promises nothing", async () => {
    const input = { ...(await letter()), actor };
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => answerClient(dying, input)),
    );
  });
});
