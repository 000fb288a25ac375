import { MessageBox } from "@adminjs/design-system";
import React from "react";
import type { MemberView, StaffAnswer, StaffView } from "../../pages/setup/staff.ts";
import type { Given } from "./ask.ts";
import Field from "./Field.tsx";
import FormButtons from "./FormButtons.tsx";

type Props = {
  readonly member: MemberView | undefined;
  readonly view: StaffView;
  readonly onSend: (data: Given) => Promise<StaffAnswer>;
  readonly onClose: () => void;
};

const EMPTY = { name: "", role: "admin", specialistId: "", email: "", telegramId: "" };

/** Who somebody is here: a new member of staff, or one whom the panel knows. */
const MemberForm: React.FC<Props> = ({ member, view, onSend, onClose }) => {
  const [values, setValues] = React.useState(() =>
    member === undefined
      ? EMPTY
      : {
          name: member.name,
          role: member.role as string,
          specialistId: member.specialistId,
          email: member.email,
          telegramId: member.telegramId,
        },
  );
  const [refused, setRefused] = React.useState<StaffAnswer>();
  const [isBusy, setBusy] = React.useState(false);
  const field = (name: keyof typeof EMPTY) => ({
    name,
    value: values[name],
    error: refused?.field === name ? refused.refused : undefined,
    onChange: (value: string) => setValues({ ...values, [name]: value }),
  });
  const send = async () => {
    setBusy(true);
    const what = member === undefined ? { do: "addMember" } : { do: "changeMember", id: member.id };
    const answer = await onSend({ ...what, ...values });
    setBusy(false);
    if (answer.refused === undefined) onClose();
    else setRefused(answer);
  };
  return (
    <form
      className="ok-member-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {refused?.refused && !refused.field && (
        <MessageBox mb="lg" variant="danger" message={refused.refused} />
      )}
      <div className="ok-member-fields">
        <Field {...field("name")} label="Имя" isRequired />
        <Field {...field("role")} label="Роль" options={view.roles} hint={view.roleHints[values.role]} />
        <Field
          {...field("specialistId")}
          label="Чей календарь"
          options={view.specialists}
          none="ничей"
          hint="Нужно для роли «специалист»."
        />
        <Field
          {...field("email")}
          label="Почта для входа в панель"
          type="email"
          hint={member === undefined ? "Пароль придумаем: одноразовый, покажем его вам." : undefined}
        />
        <Field {...field("telegramId")} label="Telegram id" hint="Бот назовёт его по команде /id." />
      </div>
      <FormButtons isNew={member === undefined} isBusy={isBusy} onClose={onClose} />
    </form>
  );
};

export default MemberForm;
