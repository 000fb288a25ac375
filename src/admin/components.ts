import path from "node:path";
import { ComponentLoader } from "adminjs";
import { COMPONENTS_DIRECTORY } from "./bundle-files.ts";

/** The panel's own components, by the names under which the bundle knows them. */
export const componentLoader = new ComponentLoader();

const add = (name: string, folder = ""): string =>
  componentLoader.add(name, path.join(COMPONENTS_DIRECTORY, folder, `${name}.tsx`));

export const COMPONENTS = {
  readable: add("Readable"),
  rangeFilter: add("RangeFilter"),
  choiceFilter: add("ChoiceFilter"),
  actionForm: add("ActionForm"),
  broadcastCard: add("BroadcastCard"),
  dashboard: add("Dashboard"),
  calendar: add("Calendar"),
  textsPage: add("TextsPage", "texts"),
  analytics: add("Analytics"),
  financePage: add("FinancePage"),
  exportsPage: add("ExportsPage"),
  importPage: add("ImportPage"),
  setupPage: add("SetupPage"),
  accountPage: add("AccountPage"),
  clientCard: add("ClientCard"),
};

/** AdminJS's own parts that say too little: its names for them. */
for (const name of ["ActionHeader", "FilterDrawer", "NoRecords", "SidebarPages", "SidebarResourceSection"])
  componentLoader.override(name, path.join(COMPONENTS_DIRECTORY, `${name}.tsx`));

/** Where AdminJS would tell its version the panel looks for clients. */
componentLoader.override("Version", path.join(COMPONENTS_DIRECTORY, "QuickSearch.tsx"));
