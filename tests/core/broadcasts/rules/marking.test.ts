import { expect, it } from "vitest";
import { withMarking } from "../../../../src/core/broadcasts/rules/marking.ts";

it.each([
  ["", "", "Скидки"],
  ["ООО «Окошко»", "", "Скидки\n\n<i>Реклама. ООО «Окошко».</i>"],
  ["ИП Иванова А. А.", "2Vtz", "Скидки\n\n<i>Реклама. ИП Иванова А. А. erid: 2Vtz</i>"],
  ["", "2Vtz", "Скидки\n\n<i>Реклама. erid: 2Vtz</i>"],
  ["A<b>&", "", "Скидки\n\n<i>Реклама. A&lt;b&gt;&amp;.</i>"],
])("an advertisement of %j with %j is marked (MS-3)", (advertiser, erid, shown) => {
  expect(withMarking("Скидки", { advertiser, erid })).toBe(shown);
});
