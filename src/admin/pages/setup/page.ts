import type { Values } from "../../panel-action.ts";
import type { PageCall, PanelPage } from "../../panel-page.ts";
import { checklistView } from "./checklist.ts";
import { changeIt, historyView, restoreIt, settingsView, tryIt } from "./settings.ts";
import { changeMembers, staffView } from "./staff.ts";

type Ask = (call: PageCall, values: Values) => Promise<object>;

const PARTS: Readonly<Record<string, Ask>> = {
  checklist: checklistView,
  settings: settingsView,
  history: historyView,
  staff: staffView,
};

const OF_SETTINGS: Readonly<Record<string, Ask>> = { try: tryIt, change: changeIt, restore: restoreIt };

/** What a business is set up with: the first steps, every setting, who works here. */
export const SETUP_PAGE: PanelPage = {
  id: "setup",
  label: "Настройки",
  icon: "Settings",
  component: "setupPage",
  read: (call, asked) => {
    const part = asked.text("part");
    const read = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
    return (read ?? checklistView)(call, asked);
  },
  act: (call, values) => {
    const what = values.text("do");
    const act = Object.hasOwn(OF_SETTINGS, what) ? OF_SETTINGS[what] : undefined;
    return (act ?? changeMembers)(call, values);
  },
};
