import { z } from "zod";

export type Metric = {
  readonly help: string;
  readonly type: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
};

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
/** A value may hold any sign, those that end a line elsewhere too. */
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`, "s");
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const type = z.enum(["gauge", "counter"]);

/** Reads the text format as strictly as its specification is; throws at whatever is not of it. */
export function readMetrics(text: string): ReadonlyMap<string, Metric> {
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line does not end");
  const metrics = new Map<string, Metric & { samples: Metric["samples"][number][] }>();
  let current: string | undefined;
  const lines = text.split("\n").slice(0, -1);
  for (const [place, line] of lines.entries()) {
    const [, comment, of = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/s.exec(line) ?? [];
    if (comment === "HELP") {
      if (metrics.has(of) || !new RegExp(`^${NAME}$`).test(of)) throw new Error(`line ${place}: ${line}`);
      current = of;
      metrics.set(of, { help: unescaped(rest), type: "", samples: [] });
      continue;
    }
    const metric = metrics.get(current ?? "");
    if (metric === undefined) throw new Error(`line ${place} is of no metric: ${line}`);
    if (comment === "TYPE") {
      if (of !== current || metric.type !== "") throw new Error(`line ${place}: ${line}`);
      metrics.set(of, { ...metric, type: type.parse(rest) });
      continue;
    }
    const [, name, labels = "", value = ""] = SAMPLE.exec(line) ?? [];
    if (name !== current || metric.type === "") throw new Error(`line ${place} is no sample: ${line}`);
    metric.samples.push({ labels: readLabels(labels), value: readValue(value) });
  }
  return metrics;
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const [, name = "", value = ""] = LABEL.exec(text) ?? [];
    if (name === "" || name in labels) throw new Error(`labels: ${text}`);
    labels[name] = unescaped(value);
  }
  return labels;
}

function readValue(text: string): number {
  const special = { NaN: Number.NaN, "+Inf": Infinity, "-Inf": -Infinity }[text];
  if (special !== undefined) return special;
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
}

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
