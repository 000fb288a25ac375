import type { Measure } from "../rules/exposition.ts";
import { DOCTOR_LEVELS, type DoctorPart, type Finding } from "./model.ts";
import { READINGS } from "./readings.ts";

/**
 * What a diagnosis of some parts found, in numbers: how many findings of every level each part has, and all that was
 * measured. A number that nobody could read is absent, which is another thing than zero.
 *
 * @param parts what was looked at; what is told of others beside it is another diagnosis's
 */
export function healthMeasures(parts: readonly DoctorPart[], found: readonly Finding[]): readonly Measure[] {
  const own = found.filter(({ part }) => parts.includes(part));
  const counts = parts.flatMap((part) =>
    DOCTOR_LEVELS.map((level) => ({
      labels: { part, level },
      value: own.filter((one) => one.part === part && one.level === level).length,
    })),
  );
  const readings = own.flatMap((one) => one.readings ?? []);
  return [
    gauge("doctor_findings", "What doctor finds, by part and level.", counts),
    ...Object.entries(READINGS).map(([name, help]) =>
      gauge(
        name,
        help,
        readings
          .filter(({ of }) => of === name)
          .map(({ labels, value }) => ({ ...(labels && { labels }), value })),
      ),
    ),
    ...(parts.includes("money") && parts.includes("ledger") ? [discrepancies(own)] : []),
  ];
}

const gauge = (name: string, help: string, samples: Measure["samples"]): Measure => ({
  name: `okoshko_${name}`,
  help,
  type: "gauge",
  samples,
});

const BOOKS_OK: readonly string[] = ["money_books_ok", "ledger_ok"];
const OF_BOOKS = /^books_/;

/** Absent unless both halves of the books were read to their end. */
function discrepancies(found: readonly Finding[]): Measure {
  const books = found.filter(({ id }) => OF_BOOKS.test(id));
  const isRead = (["money", "ledger"] as const).every((part) =>
    found.some((one) => one.part === part && (BOOKS_OK.includes(one.id) || OF_BOOKS.test(one.id))),
  );
  const count = books.reduce((sum, one) => sum + (one.count ?? 0), 0);
  return gauge(
    "ledger_discrepancies",
    "What cannot be, as report ledger-check finds it.",
    isRead ? [{ value: count }] : [],
  );
}
