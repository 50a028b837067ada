//! From free times to a booked visit.

use jiff::tz::TimeZone;
use nabz_care::{Money, Preferences, Price};
use nabz_locale::{Message, msg};
use nabz_time::Wall;

use super::{View, block};
use crate::press::Press;
use crate::records::{Phase, Visit};
use crate::screen::{Announce, Kind, PriceLine, Screen, SlotDay, Tone};
use crate::state::{Load, Trouble};

/// Days shown at once: enough to choose from, few enough to read.
const DAYS: usize = 3;
/// Times of a day shown at once.
const TIMES: usize = 8;

pub(super) fn slots(view: &View<'_>) -> Screen {
    let mut screen = view.blank("slots", &msg::slots_title());
    screen.back = Some(view.back());
    if let Some(visit) = view.state.visit.as_ref().filter(|visit| visit.phase == Phase::Taken) {
        screen.blocks.push(view.notice("taken", Tone::Warning, &msg::slots_taken(visit.starts())));
        screen.announce = Announce::Assertive;
    }
    match &view.state.slots {
        Load::Idle | Load::Loading => screen.blocks.push(view.progress("loading", &msg::slots_loading())),
        Load::Failed(trouble) => {
            screen.blocks.push(view.trouble(*trouble));
            screen.next = Some(view.try_again());
        }
        Load::Ready { value: slots, as_of } if slots.is_empty() => {
            screen.blocks.push(view.notice("empty", Tone::Info, &msg::slots_empty()));
            screen.blocks.push(view.paragraph("call", &msg::slots_empty_call(view.clinic_phone())));
            screen.blocks.push(view.paragraph("as-of", &msg::common_as_of(*as_of)));
            screen.next = Some(view.try_again());
        }
        Load::Ready { value: slots, as_of } => {
            screen.blocks.push(view.paragraph("choose", &msg::slots_choose()));
            let times = slots.iter().map(|slot| (slot.id.to_string(), slot.start));
            screen.blocks.push(block("slots", Kind::Slots { days: by_day(view, times) }));
            screen.blocks.push(view.paragraph("as-of", &msg::common_as_of(*as_of)));
        }
    }
    screen
}

/// Times grouped under their day as the person's calendar and zone have it.
fn by_day(view: &View<'_>, times: impl Iterator<Item = (String, Wall)>) -> Vec<SlotDay> {
    let mut days: Vec<SlotDay> = Vec::new();
    for (id, start) in times {
        let day = view.text(&msg::value_day(start));
        let time = view.action(&Press::PickSlot(id), &msg::value_time(start));
        match days.iter().position(|known| known.day == day) {
            Some(known) if days[known].times.len() < TIMES => days[known].times.push(time),
            Some(_) => {}
            None if days.len() == DAYS => break,
            None => days.push(SlotDay { day, times: vec![time] }),
        }
    }
    days
}

pub(super) fn confirm(view: &View<'_>) -> Screen {
    let mut screen = view.blank("confirm", &msg::confirm_title());
    screen.back = Some(view.action(&Press::Back, &msg::confirm_change_time()));
    let (Some(slot), Some(doctor)) = (&view.state.picked, view.state.doctor.ready()) else {
        return screen;
    };
    screen.blocks = vec![
        view.row(
            "doctor",
            &msg::confirm_doctor(),
            &msg::value_text(doctor.name_in(view.formatter.language())),
        ),
        view.row("when", &msg::confirm_when(), &msg::value_appointment(slot.start)),
        view.paragraph("call", &msg::confirm_call(doctor.person_in(view.formatter.language()))),
    ];
    match &view.state.price {
        Load::Idle | Load::Loading => screen.blocks.push(view.progress("price", &msg::price_loading())),
        Load::Failed(Trouble::NotFound) => {
            screen.blocks.push(view.notice("price", Tone::Warning, &msg::price_unknown()));
            screen.blocks.push(view.paragraph("ask", &msg::error_call_clinic(view.clinic_phone())));
            screen.next = Some(view.action(&Press::Confirm, &msg::confirm_book()));
        }
        Load::Failed(trouble) => {
            screen.blocks.push(view.trouble(*trouble));
            screen.next = Some(view.try_again());
        }
        Load::Ready { value: price, .. } => {
            screen.blocks.push(block("price", price_block(view, price)));
            screen.next = Some(view.action(&Press::Confirm, &msg::confirm_book()));
        }
    }
    screen
}

fn price_block(view: &View<'_>, price: &Price) -> Kind {
    let line =
        |label: &Message, amount: &Message| PriceLine { label: view.text(label), amount: view.text(amount) };
    let mut lines = vec![line(&msg::price_visit(), &money(price.total))];
    if price.covered.minor > 0 {
        lines.push(line(&msg::price_insurance(), &money(price.covered)));
    }
    let own = if price.own_share.minor == 0 { msg::price_free() } else { money(price.own_share) };
    Kind::Price { lines, own_share: line(&msg::price_own(), &own) }
}

fn money(money: Money) -> Message {
    msg::value_money((money.minor, money.currency))
}

pub(super) fn booking(view: &View<'_>) -> Screen {
    let mut screen = view.blank("booking", &msg::booking_title());
    let Some(visit) = &view.state.visit else {
        screen.next = Some(view.back());
        return screen;
    };
    screen.blocks = vec![
        view.row("doctor", &msg::confirm_doctor(), &msg::value_text(view.doctor_of(visit).name)),
        view.row("when", &msg::confirm_when(), &msg::value_appointment(visit.starts())),
    ];
    match visit.phase {
        Phase::Asked => asked(view, visit, &mut screen),
        Phase::Booked => booked(view, visit, &mut screen),
        Phase::Taken => {
            let taken = msg::slots_taken(visit.starts());
            screen.blocks.push(view.notice("outcome", Tone::Warning, &taken));
            other_times(view, visit, &mut screen);
            screen.next = Some(view.action(&Press::SeeTimes, &msg::doctor_see_times()));
            screen.announce = Announce::Assertive;
        }
        Phase::PriceChanged => {
            screen.blocks.push(view.notice("outcome", Tone::Warning, &msg::booking_price_changed()));
            let slots = view.state.slots.ready().into_iter().flatten();
            let same = slots.into_iter().find(|slot| slot.id.as_str() == visit.slot);
            screen.next = Some(match same {
                Some(slot) => view.action(&Press::PickSlot(slot.id.to_string()), &msg::booking_see_price()),
                None => view.action(&Press::SeeTimes, &msg::doctor_see_times()),
            });
            screen.announce = Announce::Assertive;
        }
        Phase::Refused => {
            screen.blocks.push(view.notice("outcome", Tone::Problem, &msg::booking_refused()));
            screen.blocks.push(view.paragraph("call", &msg::booking_refused_call(view.clinic_phone())));
            screen.next = Some(view.action(&Press::SeeTimes, &msg::doctor_see_times()));
            screen.announce = Announce::Assertive;
        }
        Phase::Ended | Phase::Saved => screen.next = Some(view.action(&Press::Done, &msg::common_done())),
    }
    screen.back = Some(view.action(&Press::Back, &msg::common_back()));
    screen
}

/// The next times instead of the one that has gone, on the same screen.
fn other_times(view: &View<'_>, visit: &Visit, screen: &mut Screen) {
    match &view.state.slots {
        Load::Idle => {}
        Load::Loading => screen.blocks.push(view.progress("loading", &msg::slots_loading())),
        Load::Failed(trouble) => screen.blocks.push(view.trouble(*trouble)),
        Load::Ready { value: slots, as_of } => {
            let zone = TimeZone::get(&view.config.zone).unwrap_or(TimeZone::UTC);
            let gone = (visit.starts(), visit.ends());
            let others = nabz_care::alternatives(slots, gone, &Preferences::default(), &zone);
            if others.is_empty() {
                return;
            }
            screen.blocks.push(view.paragraph("instead", &msg::booking_other_times()));
            let times = others.iter().map(|slot| (slot.id.to_string(), slot.start));
            screen.blocks.push(block("slots", Kind::Slots { days: by_day(view, times) }));
            screen.blocks.push(view.paragraph("as-of", &msg::common_as_of(*as_of)));
        }
    }
}

/// Sent or about to be: nothing here may sound like a visit yet.
fn asked(view: &View<'_>, visit: &Visit, screen: &mut Screen) {
    if view.now.wall >= view.config.call_at(visit) {
        let since = msg::home_not_booked_since(Wall::from_millis(visit.asked_at));
        screen.blocks.push(view.notice("since", Tone::Warning, &since));
        screen.blocks.push(view.paragraph("call", &msg::booking_call_to_book(view.clinic_phone())));
    }
    let said = match view.state.clinic.trouble {
        None => msg::booking_sending(),
        Some(Trouble::Unreachable) => msg::booking_not_sent(),
        Some(Trouble::NoAnswer) => msg::booking_unsure(),
        Some(Trouble::NotUnderstood) => msg::booking_not_understood(),
        Some(_) => msg::booking_no_answer(),
    };
    screen.blocks.push(view.progress("sending", &said));
    screen.blocks.push(view.paragraph("safe", &msg::booking_close_safe()));
}

fn booked(view: &View<'_>, visit: &Visit, screen: &mut Screen) {
    let done = msg::booking_done(view.doctor_of(visit));
    screen.blocks.push(view.notice("outcome", Tone::Good, &done));
    let at = crate::reminders::reminder_at(visit);
    if at > view.now.wall {
        screen.blocks.push(view.paragraph("reminder", &msg::booking_reminder(at)));
    }
    screen.announce = Announce::Polite;
    screen.next = Some(if crate::visits::waiting_room_is_open(visit, view.now.wall) {
        view.action(&Press::EnterWaitingRoom, &msg::home_to_waiting_room())
    } else {
        view.action(&Press::Done, &msg::common_done())
    });
}
