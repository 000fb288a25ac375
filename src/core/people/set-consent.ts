import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { ConsentKind } from "./model.ts";
import { appendConsent, hasConsent, lockKnownClient } from "./store.ts";

export type SetConsentInput = {
  readonly clientId: string;
  readonly kind: ConsentKind;
  readonly action: "given" | "withdrawn";
  /** The caption of the button. */
  readonly pressed: string;
};

/**
 * Keeps what a client agreed to or took back, as evidence; saying the same again adds nothing.
 *
 * @source PE-1
 */
export async function setConsent(
  app: App,
  input: SetConsentInput,
): Promise<Outcome<{ readonly isGiven: boolean }, "unknown_client">> {
  const { kind, action, pressed } = input;
  const isGiven = action === "given";
  const now = app.clock.now();

  return inTransaction<{ isGiven: boolean }, "unknown_client">(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    if ((await hasConsent(tx, clientId, kind)) === isGiven) return done({ isGiven });

    const settings = await loadSettings(tx);
    const documentUrl = settings["policy.url"] || undefined;
    const textVersion = settings["policy.version"];
    await appendConsent(
      tx,
      { id: app.newId(), clientId, kind, action, textVersion, documentUrl, pressed },
      now,
    );
    return done({ isGiven });
  });
}
