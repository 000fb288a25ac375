import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/core/content/rules/draft-change.ts";
import { SHIPPED_CONTENT } from "../../../../src/core/content/shipped.ts";
import { granted } from "../../../support/make.ts";

const NEW = { slug: "team", title: "Команда", text: "Мы", pictureId: "", buttons: [] };
const slugsOf = (content: typeof SHIPPED_CONTENT) => content.pages.map(({ slug }) => slug);
const withMenuPage = {
  ...SHIPPED_CONTENT,
  menu: [...SHIPPED_CONTENT.menu, { target: "page", slug: "rules", caption: "", joinsRow: false } as const],
};

describe("a step of editing", () => {
  it("says a text, and takes it back", () => {
    const said = granted(applyChange(SHIPPED_CONTENT, { kind: "text", key: "menu", text: "Привет" }));
    expect(said.texts).toEqual({ menu: "Привет" });
    expect(granted(applyChange(said, { kind: "text", key: "menu", text: undefined }))).toEqual(
      SHIPPED_CONTENT,
    );
  });

  it("adds a page at the end, and not under a name that is taken", () => {
    const added = granted(applyChange(SHIPPED_CONTENT, { kind: "page", slug: undefined, page: NEW }));
    expect(slugsOf(added).at(-1)).toBe("team");
    const taken = { kind: "page", slug: undefined, page: { ...NEW, slug: "rules" } } as const;
    expect(applyChange(SHIPPED_CONTENT, taken)).toMatchObject({ refusal: "page_name_taken" });
    const renamed = { kind: "page", slug: "prices", page: { ...NEW, slug: "rules" } } as const;
    expect(applyChange(SHIPPED_CONTENT, renamed)).toMatchObject({ refusal: "page_name_taken" });
  });

  it("calls a page anew, and whatever leads to it follows", () => {
    const rules = withMenuPage.pages.find(({ slug }) => slug === "rules");
    if (rules === undefined) expect.fail("there are shipped rules");
    const page = { ...rules, slug: "terms" };
    const after = granted(applyChange(withMenuPage, { kind: "page", slug: "rules", page }));
    expect(after.menu.at(-1)?.slug).toBe("terms");
    const targets = after.pages.flatMap(({ buttons }) => buttons.map(({ target }) => target));
    expect([targets.includes("terms"), targets.includes("rules")]).toEqual([true, false]);
  });

  it("drops a page and its button in the menu", () => {
    const after = granted(applyChange(withMenuPage, { kind: "dropPage", slug: "rules" }));
    expect(after.menu).toEqual(SHIPPED_CONTENT.menu);
    expect(slugsOf(after)).not.toContain("rules");
  });

  it.each([
    [1, ["address", "questions", "prices", "rules"]],
    [-1, ["prices", "address", "questions", "rules"]],
    [9, ["address", "questions", "rules", "prices"]],
    [-9, ["prices", "address", "questions", "rules"]],
  ])("moves a page by %d, to the end at most", (by, order) => {
    const after = granted(applyChange(SHIPPED_CONTENT, { kind: "movePage", slug: "prices", by }));
    expect(slugsOf(after)).toEqual(order);
  });

  it("knows no page that is not there", () => {
    for (const change of [
      { kind: "dropPage", slug: "gone" },
      { kind: "movePage", slug: "gone", by: 1 },
      { kind: "page", slug: "gone", page: NEW },
    ] as const)
      expect(applyChange(SHIPPED_CONTENT, change)).toMatchObject({ refusal: "unknown_page" });
  });

  it("takes a whole content, or a whole menu, in place of what there is", () => {
    expect(granted(applyChange(withMenuPage, { kind: "all", content: SHIPPED_CONTENT }))).toBe(
      SHIPPED_CONTENT,
    );
    const menu = SHIPPED_CONTENT.menu.toReversed();
    expect(granted(applyChange(SHIPPED_CONTENT, { kind: "menu", menu })).menu).toBe(menu);
  });
});
