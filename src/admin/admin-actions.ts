import type { Action, ActionContext, ActionRequest, ActionResponse, After, BaseRecord } from "adminjs";
import { ForbiddenError } from "adminjs";
import { loadSettings } from "../core/settings/index.ts";
import { mayDo, panelUser } from "./access.ts";
import { type ActionCall, type PanelAction, type Said, valuesOf } from "./panel-action.ts";
import type { Describing, TableList } from "./table-list.ts";

type Telling = Describing & { readonly after: After<ActionResponse> };

/**
 * A list's use cases as AdminJS's actions. Each has a form, if only a question: AdminJS would call an action without
 * a component by GET, and a GET must change nothing.
 */
export function adminActions(
  table: Pick<TableList, "id" | "actions">,
  to: Telling,
): Record<string, Partial<Action<ActionResponse>>> {
  return Object.fromEntries(
    (table.actions ?? []).map((action) => [action.name, adminAction(table.id, action, to)]),
  );
}

function adminAction(id: TableList["id"], action: PanelAction, to: Telling): Partial<Action<ActionResponse>> {
  const isOffered = ({ currentAdmin, record }: ActionContext): boolean => {
    const user = panelUser(currentAdmin);
    if (user === undefined || !mayDo(user, id, action.name)) return false;
    return (
      record === undefined ||
      record === null ||
      (action.fits?.(rowOf(record), user, to.app.clock.now()) ?? true)
    );
  };
  return {
    actionType: action.of === "record" ? "record" : "resource",
    icon: action.icon,
    ...(action.isAside ? { parent: ASIDE } : {}),
    component: to.components.actionForm,
    isAccessible: ({ currentAdmin }: ActionContext) => mayDo(panelUser(currentAdmin), id, action.name),
    isVisible: isOffered,
    handler: (request, _response, context) => handle(action, request, context, to),
    after: [to.after],
  };
}

/** AdminJS draws a button of this caption, with the actions below it. */
const ASIDE = "Ещё";

const rowOf = (record: BaseRecord): Readonly<Record<string, unknown>> => record.params;

async function handle(
  action: PanelAction,
  request: ActionRequest,
  context: ActionContext,
  { app }: Telling,
): Promise<ActionResponse> {
  const user = panelUser(context.currentAdmin);
  if (user === undefined || (action.of === "record") !== Boolean(context.record))
    throw new ForbiddenError("anyForbiddenError");
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const row = context.record ? { ...rowOf(context.record) } : {};
  const call: ActionCall = { app, user, actor: { kind: "staff", id: user.id }, zone, row };

  if (request.method !== "post") return { ...(await recordNow(context)), form: await action.form(call) };
  const values = valuesOf(request.payload);
  if (values.flag("isRecast"))
    return { ...(await recordNow(context)), form: await action.form(call, values) };
  const said = await action.run(call, values);
  return { ...(await recordNow(context)), ...answer(said, context) };
}

/** The row as it is after the action; one that is gone stays as it was, for the answer's shape. */
async function recordNow(context: ActionContext): Promise<ActionResponse> {
  const { record, resource, currentAdmin } = context;
  if (!record) return {};
  const now = (await resource.findOne(record.id(), context)) ?? record;
  return { record: now.toJSON(currentAdmin) };
}

function answer(said: Said, { h, resource, record }: ActionContext): ActionResponse {
  switch (said.kind) {
    case "refused":
      return {
        notice: { message: said.message, type: "error" },
        refused: {
          ...{ field: said.field ?? null, message: said.message },
          ...(said.way ? { way: said.way } : {}),
        },
      };
    case "counted":
      return {
        counted: said.message,
        ...(said.look ? { look: said.look } : {}),
        ...(said.copy === undefined ? {} : { copy: said.copy }),
      };
    case "file":
      return { notice: { message: said.message, type: "success" }, file: said.file };
    case "done": {
      const resourceId = resource.decorate().id();
      const shown = said.opens ?? (said.stays ? record?.id() : undefined);
      const back =
        shown === undefined
          ? h.resourceUrl({ resourceId })
          : h.recordActionUrl({ resourceId, recordId: shown, actionName: "show" });
      const madeOn = said.madeOn === undefined ? {} : { madeOn: said.madeOn };
      return { notice: { message: said.message, type: "success" }, redirectUrl: back, ...madeOn };
    }
  }
}
