import { expect, it } from "vitest";
import { mayChangeSetting } from "../../src/admin/access.ts";
import { closedToAdmins, roleHints } from "../../src/admin/role-words.ts";
import { GROUP_NAMES } from "../../src/admin/setting-words.ts";
import { definitionOf, SETTING_KEYS } from "../../src/core/settings/index.ts";

it("PE-3: what an administrator is said not to do is what the panel refuses them", () => {
  expect(roleHints().admin).toBe(
    "Всё, кроме сотрудников и ролей; загрузки и скачивания всей базы клиентов; расписания выгрузок; настроек: «Скидки и горящие окна», «Оплата», «Баллы», «Приглашения», «Отмены и неявки», «Рекламные рассылки», «Рассылка о новых горящих окнах», «Резервные копии».",
  );
  const said = closedToAdmins().join("; ");
  for (const key of SETTING_KEYS) {
    const { group, label } = definitionOf(key);
    const isClosed = !mayChangeSetting({ role: "admin" }, { key, group });
    const isNamed = said.includes(`«${label}»`) || said.includes(`«${GROUP_NAMES[group]}»`);
    expect(isNamed, key).toBe(isClosed);
  }
});

it("nothing that only the owner opens is called by its name in the program", () => {
  expect(closedToAdmins().filter((words) => /[A-Za-z]/.test(words))).toEqual([]);
});
