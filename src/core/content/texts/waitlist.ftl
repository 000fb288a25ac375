# Лист ожидания: сообщить, когда освободится.
button-wait = 🔔 Сообщить, когда освободится
wait-days-ask = 🔔 <b>{ $service }</b>

    Сообщим, когда освободится подходящее время. Какие дни подойдут?
wait-days-pick = 🔔 <b>{ $service }</b>

    Отметьте подходящие дни ({ $days }){ $chosen ->
        [no] .
       *[yes] {" "}и нажмите «Дальше».
    }
wait-hours-ask = 🔔 <b>{ $service }</b>
    🗓 { $days }

    А в какое время?
button-wait-all = Любой день ({ $days })
button-wait-week = Ближайшая неделя ({ $days })
button-wait-weekends = Только выходные ({ $days })
button-wait-pick = Выбрать дни
button-wait-picked = ✓ { $number }
button-wait-next = Дальше
button-part-any = Любое время
button-part-morning = Утро, до 12:00
button-part-day = День, 12:00–17:00
button-part-evening = Вечер, с 17:00
wait-what = <b>{ $service }</b>
wait-who = 👤 { $specialist ->
    [any] любой специалист
   *[other] { $specialist }
  }
wait-when = 🗓 { $days }
wait-hours = 🕐 { $hours }
wait-confirm = 🔔 <b>Проверьте, всё ли верно:</b>
wait-how = Как только такое время освободится, придержим его за вами на { $hold } и напишем.
wait-quiet = С { $from } до { $to } не беспокоим.
button-wait-join = Жду
button-wait-change = ‹ Изменить
wait-joined = 🔔 <b>Готово, ждём вместе!</b>
wait-none = Вы пока ничего не ждёте. Если на нужные дни всё занято, нажмите под календарём «🔔 Сообщить, когда освободится».
wait-list = 🔔 <b>Лист ожидания</b>
wait-offered = ⏳ Сейчас за вами держится окошко
button-waitlist = 🔔 Лист ожидания: { $count }
button-waitlist-open = Лист ожидания
button-wait-offered = ⏳ Посмотреть окошко
button-wait-leave = Больше не ждать
button-wait-leave-one = ✖️ Не ждать: { $service }, { $days }
wait-left = Хорошо, больше не ждём:
wait-declined = Хорошо, отпустили это время. Ждём дальше:

offer-title = 🔔 <b>Освободилось окошко!</b>
offer-until = Придержали его за вами до { $until }. Заберёте?
button-offer-take = Забрать
button-offer-decline = Не подходит
offer-over = ⌛ Предложение уже закончилось, и мы отпустили это окошко:
offer-missed = ⌛ Мы подождали ответа и отпустили это окошко:
offer-missed-waiting = Вы по-прежнему в листе ожидания: напишем, когда освободится другое время.
offer-missed-last = Мы трижды предлагали время и не дождались ответа, поэтому больше не беспокоим. Если снова понадобится, кнопка «🔔 Сообщить, когда освободится» ждёт под календарём.
sent-wait-joined = 🔔 <b>Добавили вас в лист ожидания</b>
sent-wait-passed = Нам очень жаль: подходящее время так и не освободилось.
sent-wait-passed-help = Может быть, подойдёт другой день?
sent-wait-removed = Мы сняли вас с листа ожидания:
sent-wait-removed-why = Причина: { $reason }
wait-declined-already = Вы уже отказались от этого окошка
