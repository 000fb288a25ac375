import type { Command } from "commander";
import { type Explanation, lookUpClient } from "../../core/segments/index.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { clientOf } from "./lookup.ts";
import { segmentOf } from "./segment-of.ts";

/** One client in or out of a segment, and why (MS-3). */
export function addSegmentLookup(segments: Command, desk: Desk): void {
  withExamples(
    segments
      .command("lookup")
      .description("проверить одного клиента: входит он в сегмент или нет, и почему")
      .argument("<сегмент>", "название или id")
      .requiredOption("--client <кто>", "id или телефон")
      .action(answering(desk, (word: string, flags: { client: string }) => lookUp(desk, word, flags.client))),
    'segments lookup "Без будущей записи" --client +79001234567',
  );
}

async function lookUp(desk: Desk, word: string, who: string) {
  const { app } = await openShop(desk);
  const segment = await segmentOf(app, word);
  if (!segment.ok) return segment;
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const { definition, name, id } = segment.value;
  const looked = await lookUpClient(app, { definition, clientId: client.value.id });
  if (!looked.ok) return looked;
  const { isIn, why, clientId } = looked.value;
  const verdict = `${looked.value.name} ${isIn ? "входит" : "не входит"} в сегмент «${name}».`;
  const lines = why.map(({ own, ...line }) => ({ ...line, own: own ?? null }));
  return reply({ segmentId: id, clientId, isIn, why: lines }, [verdict, ...why.map(lineOf)].join("\n"));
}

const lineOf = ({ words, depth, holds, isGroup, own }: Explanation): string =>
  `${"  ".repeat(depth + 1)}${holds ? "✓" : "✗"} ${words}${isGroup ? ":" : own ? ` (${own})` : ""}`;
