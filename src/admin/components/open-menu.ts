/** The menu's headings start closed in AdminJS; here they start open, until a person closes one. */
const KEY = "sidebarElements";

try {
  if (window.localStorage.getItem(KEY) === null) {
    const open = { Работа: true, Клиенты: true, Деньги: true, Настройки: true };
    window.localStorage.setItem(KEY, JSON.stringify(open));
  }
} catch {
  // A browser that keeps nothing shows the menu closed.
}

export {};
