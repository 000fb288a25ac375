import { Box, Button, DrawerContent, DrawerFooter, Loader, MessageBox, Text } from "@adminjs/design-system";
import { ApiClient, useNotice } from "adminjs";
import React from "react";
import { Link, useNavigate } from "react-router-dom";
import type { MessageLook } from "../broadcast-card.ts";
import type { Field, MadeOn } from "../panel-action.ts";
import type { Way } from "../ways.ts";
import { tellDone } from "./everywhere/deeds.ts";
import { settleDraft } from "./everywhere/drafts.ts";
import FormField, { type FormValue } from "./FormField.tsx";
import { withPicture } from "./message-look.ts";
import { lostText } from "./no-answer.ts";
import { type FileToSave, saveFile } from "./save-file.ts";
import CopyText from "./setup/CopyText.tsx";
import TelegramBubble from "./TelegramBubble.tsx";

type FormView = {
  readonly intro?: string;
  readonly way?: Way;
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly preview?: string;
  readonly countsAtOnce?: string;
  readonly countsWith?: string;
};
type Answer = {
  readonly form?: FormView;
  readonly notice?: { readonly message: string; readonly type: "success" | "error" };
  readonly refused?: { readonly field: string | null; readonly message: string; readonly way?: Way };
  readonly counted?: string;
  readonly look?: MessageLook;
  readonly copy?: string;
  readonly file?: FileToSave;
  readonly redirectUrl?: string;
  readonly madeOn?: MadeOn;
};

const api = new ApiClient();

/** Somebody who types or chooses has paused. */
const COUNT_AFTER_MS = 350;

type Address = {
  readonly resourceId: string;
  readonly actionName: string;
  readonly recordId: string | undefined;
};

async function call(to: Address, data?: Record<string, FormValue>): Promise<Answer> {
  const { recordId, ...common } = { ...to, ...(data ? { data } : {}) };
  const response =
    recordId === undefined
      ? await api.resourceAction(common as never)
      : await api.recordAction({ ...common, recordId } as never);
  return response.data as unknown as Answer;
}

const NOT_ASKED = "Сервер не ответил. Обновите страницу.";

/** What was given stays, unless the form does not offer it any more. */
function kept({ kind, options, value }: Field, given: FormValue | undefined): FormValue {
  if (given === undefined) return value ?? "";
  const isOffered = kind !== "select" || options?.some((option) => option.value === given);
  return isOffered ? given : (value ?? "");
}

/** AdminJS draws it on a page of its own; a page of ours beside something else, and says what to do afterwards. */
type Props = {
  readonly action: { readonly name: string };
  readonly resource: { readonly id: string };
  readonly record?: { readonly id: string } | null | undefined;
  /** What is known already, by the names of the fields. */
  readonly prefilled?: Readonly<Record<string, FormValue>>;
  /** Instead of leaving for another page. */
  readonly onDone?: (madeOn?: MadeOn) => void;
};

/** The form of any action: what it asks comes from the server, and what came of it too. */
const ActionForm: React.FC<Props> = ({ action, resource, record, prefilled, onDone }) => {
  const [form, setForm] = React.useState<FormView | null>(null);
  const [values, setValues] = React.useState<Record<string, FormValue>>({});
  const [refused, setRefused] = React.useState<Answer["refused"]>();
  const [counted, setCounted] = React.useState<string>();
  /** What was counted at once, without a press. */
  const [fitting, setFitting] = React.useState<string>();
  const [look, setLook] = React.useState<MessageLook>();
  const [copy, setCopy] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);
  const at = React.useRef<HTMLFormElement>(null);
  const notice = useNotice();
  const navigate = useNavigate();
  const resourceId = resource.id;
  const actionName = action.name;
  const recordId = record?.id;
  const known = React.useRef(prefilled ?? {});

  React.useEffect(() => {
    const to = { resourceId, actionName, recordId };
    call(to)
      .then(async (answer) => {
        if (!answer.form) {
          setRefused({ field: null, message: "Это действие сейчас недоступно." });
          return;
        }
        const { fields } = answer.form;
        const asked = Object.fromEntries(fields.map((field) => [field.name, field.value ?? ""]));
        const given = { ...asked, ...known.current };
        // What is known recasts the form before anybody sees it: they would answer another one.
        const isRecast = fields.some(({ name, recasts }) => recasts && name in known.current);
        const next = isRecast ? (await call(to, { ...given, isRecast: "true" })).form : undefined;
        setForm(next ?? answer.form);
        setValues(
          next ? Object.fromEntries(next.fields.map((one) => [one.name, kept(one, given[one.name])])) : given,
        );
      })
      .catch((error) => setRefused({ field: null, message: lostText(error, NOT_ASKED) }));
  }, [resourceId, actionName, recordId]);

  const countedBy = form?.countsAtOnce;
  const watched = countedBy === undefined ? undefined : values[countedBy];
  const countedWith = form?.countsWith;
  const beside = countedWith === undefined ? undefined : values[countedWith];
  React.useEffect(() => {
    if (countedBy === undefined || watched === undefined) return;
    let isStale = false;
    const timer = setTimeout(async () => {
      const others = countedWith === undefined || beside === undefined ? {} : { [countedWith]: beside };
      const data = { [countedBy]: watched, ...others, isPreview: "true", isCount: "true" };
      const answer = await call({ resourceId, actionName, recordId }, data).catch(() => undefined);
      if (!isStale) setFitting(answer?.counted ?? answer?.refused?.message);
    }, COUNT_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [resourceId, actionName, recordId, countedBy, watched, countedWith, beside]);

  /** Answers of one who went on choosing come too late; what is hidden, such as an id, stays as it was. */
  const recasts = React.useRef(0);
  const recast = async (chosen: Record<string, FormValue>) => {
    recasts.current += 1;
    const mine = recasts.current;
    setRefused(undefined);
    try {
      const { form: next } = await call(
        { resourceId, actionName, recordId },
        { ...chosen, isRecast: "true" },
      );
      if (!next || mine !== recasts.current) return;
      setForm(next);
      setValues((before) =>
        Object.fromEntries(next.fields.map((field) => [field.name, kept(field, before[field.name])])),
      );
    } catch (error) {
      setRefused({ field: null, message: lostText(error, NOT_ASKED) });
    }
  };

  const send = async (isPreview: boolean) => {
    setBusy(true);
    setRefused(undefined);
    try {
      const answer = await call(
        { resourceId, actionName, recordId },
        { ...values, isPreview: String(isPreview) },
      );
      if (answer.counted !== undefined || countedBy === undefined) setCounted(answer.counted);
      setLook(answer.look);
      setCopy(answer.copy);
      if (answer.refused || answer.notice?.type === "error") {
        setRefused(answer.refused ?? { field: null, message: "Это действие вам недоступно." });
      } else if (answer.notice) {
        notice(answer.notice);
        if (!isPreview && at.current) settleDraft(at.current);
        if (!isPreview) tellDone();
      }
      if (answer.file) saveFile(answer.file);
      if (answer.redirectUrl && onDone) onDone(answer.madeOn);
      else if (answer.redirectUrl) navigate(`${answer.redirectUrl}?refresh=true`);
    } catch (error) {
      setRefused({ field: null, message: lostText(error) });
    } finally {
      setBusy(false);
    }
  };

  if (!form)
    return (
      <Box p="xl">{refused ? <MessageBox message={refused.message} variant="danger" /> : <Loader />}</Box>
    );
  // It follows the conditions of a segment; where words are written it would lie over them, and stands by its field.
  const isBeside = form.fields.some(({ kind }) => kind === "textarea");
  const fieldAtFault = form.fields.some((field) => field.name === refused?.field)
    ? refused?.field
    : undefined;
  return (
    <Box
      as="form"
      ref={at}
      className="ok-form"
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        send(false);
      }}
    >
      <DrawerContent>
        {form.intro && (
          <Text mb="xl" className="ok-intro">
            {form.intro}
          </Text>
        )}
        {refused && !fieldAtFault && <MessageBox mb="xl" message={refused.message} variant="danger" />}
        <WayOut way={refused?.way ?? form.way} />
        {form.fields.map((field) => (
          <React.Fragment key={field.name}>
            <FormField
              field={field}
              value={values[field.name] ?? ""}
              error={field.name === fieldAtFault ? refused?.message : undefined}
              onChange={(value) => {
                const chosen = { ...values, [field.name]: value };
                setValues(chosen);
                // What was wrong with this field was said of what stood there before.
                if (refused?.field === field.name) setRefused(undefined);
                if (field.recasts) recast(chosen);
              }}
            />
            {isBeside && field.name === countedBy && (
              <Counted words={fitting} className="ok-counted-beside" />
            )}
          </React.Fragment>
        ))}
        <Counted
          words={counted ?? (isBeside ? undefined : fitting)}
          className={isBeside ? "ok-counted-beside" : "ok-counted"}
        />
        {copy && <CopyText text={copy} label="Ссылка" />}
        {look && <TelegramBubble look={withPicture(look, values.picture)} />}
      </DrawerContent>
      <DrawerFooter>
        {form.preview && (
          <Button type="button" variant="outlined" mr="lg" disabled={isBusy} onClick={() => send(true)}>
            {form.preview}
          </Button>
        )}
        {form.submit && (
          <Button type="submit" variant="contained" disabled={isBusy}>
            {form.submit}
          </Button>
        )}
      </DrawerFooter>
    </Box>
  );
};

const Counted: React.FC<{ readonly words: string | undefined; readonly className: string }> = ({
  words,
  className,
}) => (words ? <MessageBox mt="lg" mb="lg" className={className} message={words} variant="info" /> : null);

/** Where what stands in the way is changed. */
const WayOut: React.FC<{ readonly way: Way | undefined }> = ({ way }) =>
  way === undefined ? null : (
    <p className="ok-way">
      <Link className="ok-link" to={`/admin/${way.href}`}>
        {way.text}
      </Link>
    </p>
  );

export default ActionForm;
