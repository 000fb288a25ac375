import type { Config } from "../../runtime/config.ts";
import type { Finding } from "./model.ts";

const HIDDEN = "•••";
/** Cut only afterwards: half of a secret would not be recognised. */
const LENGTH_MAX = 600;

/** Takes every secret of the configuration out of a finding, wherever it may have come from. */
export function secretKeeper(config: Config): (finding: Finding) => Finding {
  const secrets = secretsOf(config);
  const clean = (text: string | undefined): string | undefined =>
    text === undefined
      ? undefined
      : secrets.reduce((left, secret) => left.replace(secret, HIDDEN), text).slice(0, LENGTH_MAX);
  return (finding) => ({
    ...finding,
    what: clean(finding.what) ?? "",
    why: clean(finding.why),
    mend: clean(finding.mend),
  });
}

/** The longest first, so that none is left in pieces by another that is a part of it. */
function secretsOf({ database, web, telegram, yookassa, panel }: Config): readonly RegExp[] {
  const given = [
    ...passwordOf(database.url),
    telegram.token,
    // Its number is the bot's id, which everybody may know; what follows is not.
    telegram.token?.split(":")[1],
    telegram.webhookSecret,
    yookassa.account?.secretKey,
    yookassa.notificationSecret,
    web.metricsToken,
    panel.sessionSecret,
    panel.adminPassword,
  ];
  return given
    .filter((secret): secret is string => secret !== undefined && secret !== "")
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .sort((one, other) => other.length - one.length)
    .map(placesOf);
}

/** Nobody meets so many letters by chance. */
const SURE_LENGTH = 16;

/** Wherever it stands; a short one, a password like `p`, only by itself: within a word it is a part of that word. */
function placesOf(secret: string): RegExp {
  const itself = secret.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  if (secret.length >= SURE_LENGTH) return new RegExp(itself, "gu");
  return new RegExp(`(?<![\\p{L}\\p{N}])${itself}(?![\\p{L}\\p{N}])`, "gu");
}

function passwordOf(url: string | undefined): readonly string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  const decoded = safelyDecoded(password);
  return [password, decoded, searchParams.get("password") ?? ""].filter(Boolean);
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
