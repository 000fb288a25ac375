import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startPanel } from "../admin/panel-under-test.ts";
import { testDatabase } from "../support/database.ts";
import { openPage } from "./browser-under-test.ts";

const { url } = await startPanel(await testDatabase());

/**
 * Whatever is not the panel's to draw. Pictures are the bot's: its texts, captions and previews bring them, and every system
 * that has Telegram draws them. What is never seen: separators and signs that are only looked for in somebody's input.
 */
const NOT_OURS = /\p{Extended_Pictographic}|\u200d|\ufe0f|[\s＋－＝＠]/u;
/** These count as pictures too, and are words of the panel. */
const OURS = new Set("↩");

const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/\s.*$/gm;

/** Every character that the panel's own code, words and styles can put on a page. */
function charactersIn(folder: string, isRead: (path: string) => boolean): ReadonlySet<string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isRead);
  const text = paths.map((path) => readFileSync(`${folder}/${path}`, "utf8").replace(COMMENTS, "")).join("");
  const escaped = [...text.matchAll(/\\u([0-9a-fA-F]{4})/g)].map(([, code = ""]) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return new Set([...text, ...escaped].filter((one) => one > "\u007f"));
}

/** Which of some characters the browser draws with a letter of the machine's instead of one that the panel brings. */
async function borrowed(characters: readonly string[]): Promise<readonly string[]> {
  const { page } = await openPage({});
  await page.goto(`${url}/admin/login`);
  const styles = ["font/index.css", "panel.css"].map(
    (name) => `<link rel="stylesheet" href="${url}/admin/assets/${name}">`,
  );
  const spans = characters.map((one, place) => `<p id="c${place}">${one}</p>`);
  await page.setContent(`${styles.join("")}${spans.join("")}`);
  await page.evaluate(async (all) => {
    await document.fonts.load('16px "Inter Variable"', all);
    await document.fonts.ready;
  }, characters.join(""));
  const browser = await page.context().newCDPSession(page);
  await browser.send("DOM.enable");
  await browser.send("CSS.enable");
  const { root } = await browser.send("DOM.getDocument");
  const found: string[] = [];
  for (const [place, one] of characters.entries()) {
    const { nodeId } = await browser.send("DOM.querySelector", {
      nodeId: root.nodeId,
      selector: `#c${place}`,
    });
    const { fonts } = await browser.send("CSS.getPlatformFontsForNode", { nodeId });
    if (fonts.length !== 1 || !fonts.every(({ isCustomFont }) => isCustomFont)) found.push(one);
  }
  return found;
}

const isSource = (path: string): boolean => /\.(ts|tsx|css)$/.test(path);

it("every sign of the panel is a letter that it brings: a machine without other fonts shows no empty boxes", async () => {
  const panel = charactersIn("src/admin", isSource);
  const words = charactersIn("src/core", (path) => isSource(path) && !path.startsWith("content/"));
  const ours = [...new Set([...panel, ...words])]
    .filter((one) => OURS.has(one) || !NOT_OURS.test(one))
    .toSorted();
  for (const one of "‑→✓✗●↩…") expect(ours).toContain(one);
  expect(await borrowed(ours)).toEqual([]);
}, 60_000);

it("a sign that is brought by nobody is found", async () => {
  expect(await borrowed(["Ж", "◐", "✎"])).toEqual(["◐", "✎"]);
});
