//! One function for each message of `locales/en`.
//!
//! Written by `cargo xtask l10n generate`; change the `.ftl` files, not this one.

use nabz_time::Wall;

use crate::message::{ArgKind, Currency, DateStyle, Message, Signature};
use crate::person::Person;

/// `After your visit`
pub fn after_title() -> Message {
    Message::plain("after-title")
}

/// `Your visit with { $doctor } has ended.`
pub fn after_with(doctor: impl Into<Person>) -> Message {
    Message::plain("after-with").person("doctor", doctor)
}

/// ```text
/// { $minutes ->
///     [one] You talked for one minute.
///    *[other] You talked for { $minutes } minutes.
/// }
/// ```
pub fn after_length(minutes: i64) -> Message {
    Message::plain("after-length").number("minutes", minutes)
}

/// `Saving your visit …`
pub fn after_saving() -> Message {
    Message::plain("after-saving")
}

/// `Your visit is saved at the clinic.`
pub fn after_saved() -> Message {
    Message::plain("after-saved")
}

/// `Your visit is kept on this phone. We send it as soon as there is a line.`
pub fn after_not_sent() -> Message {
    Message::plain("after-not-sent")
}

/// `What comes next`
pub fn after_next() -> Message {
    Message::plain("after-next")
}

/// `Your next check-up is on { $date }.`
pub fn after_follow_up(date: Wall) -> Message {
    Message::plain("after-follow-up").when("date", date, DateStyle::Date)
}

/// `We remind you: { $when }`
pub fn after_reminder(when: Wall) -> Message {
    Message::plain("after-reminder").when("when", when, DateStyle::Appointment)
}

/// `No further check-up is planned.`
pub fn after_no_follow_up() -> Message {
    Message::plain("after-no-follow-up")
}

/// `We do not know yet when your next check-up is. The clinic will tell you.`
pub fn after_follow_up_unknown() -> Message {
    Message::plain("after-follow-up-unknown")
}

/// `If you feel worse, do not wait. Call the clinic at { $number }.`
pub fn after_worse_call(number: impl Into<String>) -> Message {
    Message::plain("after-worse-call").code("number", number)
}

/// `Free times`
pub fn slots_title() -> Message {
    Message::plain("slots-title")
}

/// `Choose a time that suits you.`
pub fn slots_choose() -> Message {
    Message::plain("slots-choose")
}

/// `Looking for free times …`
pub fn slots_loading() -> Message {
    Message::plain("slots-loading")
}

/// `There is no free time right now. Please look again tomorrow.`
pub fn slots_empty() -> Message {
    Message::plain("slots-empty")
}

/// `Or call the clinic at { $number }.`
pub fn slots_empty_call(number: impl Into<String>) -> Message {
    Message::plain("slots-empty-call").code("number", number)
}

/// `Someone was faster. This time is gone: { $time }`
pub fn slots_taken(time: Wall) -> Message {
    Message::plain("slots-taken").when("time", time, DateStyle::Appointment)
}

/// `Visit`
pub fn price_visit() -> Message {
    Message::plain("price-visit")
}

/// `Your insurance pays`
pub fn price_insurance() -> Message {
    Message::plain("price-insurance")
}

/// `You pay`
pub fn price_own() -> Message {
    Message::plain("price-own")
}

/// `Free of charge`
pub fn price_free() -> Message {
    Message::plain("price-free")
}

/// `The clinic did not tell us the price. Please ask before you book.`
pub fn price_unknown() -> Message {
    Message::plain("price-unknown")
}

/// `Asking for the price …`
pub fn price_loading() -> Message {
    Message::plain("price-loading")
}

/// `Is this right?`
pub fn confirm_title() -> Message {
    Message::plain("confirm-title")
}

/// `Doctor`
pub fn confirm_doctor() -> Message {
    Message::plain("confirm-doctor")
}

/// `Time`
pub fn confirm_when() -> Message {
    Message::plain("confirm-when")
}

/// `Yes, book it`
pub fn confirm_book() -> Message {
    Message::plain("confirm-book")
}

/// `Other times`
pub fn confirm_change_time() -> Message {
    Message::plain("confirm-change-time")
}

/// `{ $doctor } will call you in this app.`
pub fn confirm_call(doctor: impl Into<Person>) -> Message {
    Message::plain("confirm-call").person("doctor", doctor)
}

/// `Your booking`
pub fn booking_title() -> Message {
    Message::plain("booking-title")
}

/// `We are booking your visit …`
pub fn booking_sending() -> Message {
    Message::plain("booking-sending")
}

/// `Your booking is kept on this phone. There is no line to the clinic now. We send it by ourselves.`
pub fn booking_not_sent() -> Message {
    Message::plain("booking-not-sent")
}

/// `We sent your booking, but no answer came. We keep asking. You do not need to book again.`
pub fn booking_unsure() -> Message {
    Message::plain("booking-unsure")
}

/// `Booked. { $doctor } will call you in this app.`
pub fn booking_done(doctor: impl Into<Person>) -> Message {
    Message::plain("booking-done").person("doctor", doctor)
}

/// `We remind you: { $when }`
pub fn booking_reminder(when: Wall) -> Message {
    Message::plain("booking-reminder").when("when", when, DateStyle::Appointment)
}

/// `The clinic could not book this visit. Please choose another time.`
pub fn booking_refused() -> Message {
    Message::plain("booking-refused")
}

/// `You can also call the clinic at { $number }.`
pub fn booking_refused_call(number: impl Into<String>) -> Message {
    Message::plain("booking-refused-call").code("number", number)
}

/// `The clinic does not answer. Your booking is safe on this phone. We try again.`
pub fn booking_no_answer() -> Message {
    Message::plain("booking-no-answer")
}

/// `We did not understand the clinic's answer. We ask again before anything is booked twice.`
pub fn booking_not_understood() -> Message {
    Message::plain("booking-not-understood")
}

/// `You can close the app. Nothing is lost.`
pub fn booking_close_safe() -> Message {
    Message::plain("booking-close-safe")
}

/// `You can also book by phone. Call the clinic at { $number }.`
pub fn booking_call_to_book(number: impl Into<String>) -> Message {
    Message::plain("booking-call-to-book").code("number", number)
}

/// `These times are still free:`
pub fn booking_other_times() -> Message {
    Message::plain("booking-other-times")
}

/// `The price has changed. Nothing is booked yet. Please look at the new price first.`
pub fn booking_price_changed() -> Message {
    Message::plain("booking-price-changed")
}

/// `See the new price`
pub fn booking_see_price() -> Message {
    Message::plain("booking-see-price")
}

/// `{ $time }, { $clinic }`
pub fn reminder_text(time: Wall, clinic: impl Into<String>) -> Message {
    Message::plain("reminder-text").when("time", time, DateStyle::Time).text("clinic", clinic)
}

/// `{ $date }, { $clinic }`
pub fn reminder_follow_up(date: Wall, clinic: impl Into<String>) -> Message {
    Message::plain("reminder-follow-up").when("date", date, DateStyle::Date).text("clinic", clinic)
}

/// `Waiting room`
pub fn waiting_title() -> Message {
    Message::plain("waiting-title")
}

/// `You are in the right place. { $doctor } will call you.`
pub fn waiting_here(doctor: impl Into<Person>) -> Message {
    Message::plain("waiting-here").person("doctor", doctor)
}

/// `Your visit is at { $time }.`
pub fn waiting_at(time: Wall) -> Message {
    Message::plain("waiting-at").when("time", time, DateStyle::Time)
}

/// `Please stay near your phone.`
pub fn waiting_stay() -> Message {
    Message::plain("waiting-stay")
}

/// `A quiet place helps you hear each other.`
pub fn waiting_quiet() -> Message {
    Message::plain("waiting-quiet")
}

/// `{ $doctor } is a little late. Please stay. Your place is kept.`
pub fn waiting_late(doctor: impl Into<Person>) -> Message {
    Message::plain("waiting-late").person("doctor", doctor)
}

/// `This is taking long. If you like, call the clinic at { $number }.`
pub fn waiting_very_late(number: impl Into<String>) -> Message {
    Message::plain("waiting-very-late").code("number", number)
}

/// `Please wait here: { $doctor } can call you again. If everything was said, finish the visit.`
pub fn waiting_again(doctor: impl Into<Person>) -> Message {
    Message::plain("waiting-again").person("doctor", doctor)
}

/// `Finish the visit`
pub fn waiting_finish() -> Message {
    Message::plain("waiting-finish")
}

/// `There is no line now. As soon as it is back, you can be called.`
pub fn waiting_no_line() -> Message {
    Message::plain("waiting-no-line")
}

/// `{ $doctor } calls you`
pub fn ring_title(doctor: impl Into<Person>) -> Message {
    Message::plain("ring-title").person("doctor", doctor)
}

/// `From { $clinic }`
pub fn ring_from(clinic: impl Into<String>) -> Message {
    Message::plain("ring-from").text("clinic", clinic)
}

/// `The clinic confirms who is calling.`
pub fn ring_known() -> Message {
    Message::plain("ring-known")
}

/// `Answer`
pub fn ring_answer() -> Message {
    Message::plain("ring-answer")
}

/// `Not now`
pub fn ring_not_now() -> Message {
    Message::plain("ring-not-now")
}

/// `You did not answer. { $doctor } knows, and can call again.`
pub fn ring_declined(doctor: impl Into<Person>) -> Message {
    Message::plain("ring-declined").person("doctor", doctor)
}

/// `{ $doctor } called you. You can wait here for another call.`
pub fn ring_missed(doctor: impl Into<Person>) -> Message {
    Message::plain("ring-missed").person("doctor", doctor)
}

/// `Someone called you who does not belong to your clinic. We did not let the call through.`
pub fn untrusted_other_clinic() -> Message {
    Message::plain("untrusted-other-clinic")
}

/// `A call came that was not in order. We did not let it through.`
pub fn untrusted_message() -> Message {
    Message::plain("untrusted-message")
}

/// `The other side is not the doctor who called you. We ended the call to keep you safe.`
pub fn untrusted_wrong_peer() -> Message {
    Message::plain("untrusted-wrong-peer")
}

/// `Call with { $doctor }`
pub fn call_with(doctor: impl Into<Person>) -> Message {
    Message::plain("call-with").person("doctor", doctor)
}

/// `Connecting …`
pub fn call_connecting() -> Message {
    Message::plain("call-connecting")
}

/// `You are connected. Please speak.`
pub fn call_connected() -> Message {
    Message::plain("call-connected")
}

/// `The line is good.`
pub fn call_line_good() -> Message {
    Message::plain("call-line-good")
}

/// `The line is fair.`
pub fn call_line_fair() -> Message {
    Message::plain("call-line-fair")
}

/// `The line is weak. It sounds thinner. Just keep talking.`
pub fn call_line_weak() -> Message {
    Message::plain("call-line-weak")
}

/// `The line is very weak. Please speak slowly, in short sentences.`
pub fn call_line_very_weak() -> Message {
    Message::plain("call-line-very-weak")
}

/// `The line broke. Please wait, we are getting it back.`
pub fn call_interrupted() -> Message {
    Message::plain("call-interrupted")
}

/// `The line is back. You can go on.`
pub fn call_restored() -> Message {
    Message::plain("call-restored")
}

/// `You ended the call.`
pub fn call_ended_you() -> Message {
    Message::plain("call-ended-you")
}

/// `{ $doctor } ended the call.`
pub fn call_ended_doctor(doctor: impl Into<Person>) -> Message {
    Message::plain("call-ended-doctor").person("doctor", doctor)
}

/// `The line did not come back. The call has ended.`
pub fn call_ended_lost() -> Message {
    Message::plain("call-ended-lost")
}

/// `The call could not be made. The line was not strong enough.`
pub fn call_could_not_connect() -> Message {
    Message::plain("call-could-not-connect")
}

/// `The line is too weak for any call. Please call the clinic at { $number }.`
pub fn call_too_weak_call(number: impl Into<String>) -> Message {
    Message::plain("call-too-weak-call").code("number", number)
}

/// The reason why the line is weak, as measured, below the sentence above.
///
/// `Parts of what you say get lost. Please say important things twice.`
pub fn call_trouble_lost_there() -> Message {
    Message::plain("call-trouble-lost-there")
}

/// `Parts of what { $doctor } says get lost. Ask to hear it again.`
pub fn call_trouble_lost_here(doctor: impl Into<Person>) -> Message {
    Message::plain("call-trouble-lost-here").person("doctor", doctor)
}

/// `Little gets through. Stop other internet use on this phone, or go near a window.`
pub fn call_trouble_narrow() -> Message {
    Message::plain("call-trouble-narrow")
}

/// `Your voice arrives late. After you speak, wait a moment.`
pub fn call_trouble_slow() -> Message {
    Message::plain("call-trouble-slow")
}

/// `It is hard to talk on this line. If you cannot understand each other, call the clinic at { $number }.`
pub fn call_advice_record(number: impl Into<String>) -> Message {
    Message::plain("call-advice-record").code("number", number)
}

/// `Call the clinic`
pub fn call_clinic() -> Message {
    Message::plain("call-clinic")
}

/// `This is only practice. In a real visit your phone would open { $number } now.`
pub fn call_clinic_practice(number: impl Into<String>) -> Message {
    Message::plain("call-clinic-practice").code("number", number)
}

/// `This device cannot make phone calls. Please call { $number } from another phone.`
pub fn call_clinic_cannot(number: impl Into<String>) -> Message {
    Message::plain("call-clinic-cannot").code("number", number)
}

/// `Your doctor may not have heard your last words. They are locked on this phone and were not sent. Please say them again. When the visit ends, they are deleted.`
pub fn call_kept() -> Message {
    Message::plain("call-kept")
}

/// `Your microphone is off. Your doctor cannot hear you.`
pub fn call_muted() -> Message {
    Message::plain("call-muted")
}

/// `Hold the phone to your ear, or use a headset.`
pub fn call_keep_sound() -> Message {
    Message::plain("call-keep-sound")
}

/// `You have been talking for`
pub fn call_length_label() -> Message {
    Message::plain("call-length-label")
}

/// ```text
/// { $minutes ->
///     [0] less than a minute
///     [one] one minute
///    *[other] { $minutes } minutes
/// }
/// ```
pub fn call_length(minutes: i64) -> Message {
    Message::plain("call-length").number("minutes", minutes)
}

/// `Your voice`
pub fn call_voice_label() -> Message {
    Message::plain("call-voice-label")
}

/// `Your phone hears you.`
pub fn call_voice_heard() -> Message {
    Message::plain("call-voice-heard")
}

/// `Your phone hears nothing at the moment.`
pub fn call_voice_quiet() -> Message {
    Message::plain("call-voice-quiet")
}

/// `Hang up`
pub fn call_hang_up() -> Message {
    Message::plain("call-hang-up")
}

/// `Use the loudspeaker`
pub fn call_loudspeaker() -> Message {
    Message::plain("call-loudspeaker")
}

/// `Hold it to my ear`
pub fn call_earpiece() -> Message {
    Message::plain("call-earpiece")
}

/// `On the loudspeaker one of you is heard at a time. Let the other finish.`
pub fn call_one_at_a_time() -> Message {
    Message::plain("call-one-at-a-time")
}

/// `Turn microphone off`
pub fn call_mute() -> Message {
    Message::plain("call-mute")
}

/// `Turn microphone on`
pub fn call_unmute() -> Message {
    Message::plain("call-unmute")
}

/// The language's own name, in its own script. Shown where people choose a language.
///
/// `English`
pub fn language_name() -> Message {
    Message::plain("language-name")
}

/// `Back`
pub fn common_back() -> Message {
    Message::plain("common-back")
}

/// `Continue`
pub fn common_continue() -> Message {
    Message::plain("common-continue")
}

/// `Try again`
pub fn common_try_again() -> Message {
    Message::plain("common-try-again")
}

/// `Not now`
pub fn common_not_now() -> Message {
    Message::plain("common-not-now")
}

/// `Done`
pub fn common_done() -> Message {
    Message::plain("common-done")
}

/// `As of { $when }`
pub fn common_as_of(when: Wall) -> Message {
    Message::plain("common-as-of").when("when", when, DateStyle::Appointment)
}

/// What stands where a text could not be made. Nobody should ever read it.
///
/// `This text is missing here. Please ask your clinic.`
pub fn common_text_missing() -> Message {
    Message::plain("common-text-missing")
}

/// The mark beside words nobody outside has reviewed.
///
/// `These words were written automatically. No doctor has checked them yet.`
pub fn common_mt() -> Message {
    Message::plain("common-mt")
}

/// `{ $number }`
pub fn value_number(number: (i64, u8)) -> Message {
    Message::plain("value-number").decimal("number", number)
}

/// `{ $text }`
pub fn value_text(text: impl Into<String>) -> Message {
    Message::plain("value-text").text("text", text)
}

/// `{ $amount }`
pub fn value_money(amount: (i64, Currency)) -> Message {
    Message::plain("value-money").money("amount", amount)
}

/// `{ $when }`
pub fn value_appointment(when: Wall) -> Message {
    Message::plain("value-appointment").when("when", when, DateStyle::Appointment)
}

/// `{ $day }`
pub fn value_day(day: Wall) -> Message {
    Message::plain("value-day").when("day", day, DateStyle::Day)
}

/// `{ $time }`
pub fn value_time(time: Wall) -> Message {
    Message::plain("value-time").when("time", time, DateStyle::Time)
}

/// What happened and what to do, where one text has to say both.
///
/// `{ $first } { $second }`
pub fn value_sentences(first: Message, second: Message) -> Message {
    Message::plain("value-sentences").message("first", first).message("second", second)
}

/// `{ $amount } rials`
pub fn currency_irr(amount: impl Into<String>) -> Message {
    Message::plain("currency-irr").text("amount", amount)
}

/// `{ $amount } tomans`
pub fn currency_irt(amount: impl Into<String>) -> Message {
    Message::plain("currency-irt").text("amount", amount)
}

/// `${ $amount }`
pub fn currency_usd(amount: impl Into<String>) -> Message {
    Message::plain("currency-usd").text("amount", amount)
}

/// `€{ $amount }`
pub fn currency_eur(amount: impl Into<String>) -> Message {
    Message::plain("currency-eur").text("amount", amount)
}

/// `{ $amount } afghanis`
pub fn currency_afn(amount: impl Into<String>) -> Message {
    Message::plain("currency-afn").text("amount", amount)
}

/// `{ $amount } dinars`
pub fn currency_iqd(amount: impl Into<String>) -> Message {
    Message::plain("currency-iqd").text("amount", amount)
}

/// Any other currency.
///
/// `{ $amount } { $code }`
pub fn currency_other(amount: impl Into<String>, code: impl Into<String>) -> Message {
    Message::plain("currency-other").text("amount", amount).code("code", code)
}

/// `What you have not sent yet is safe. It still goes out.`
pub fn vault_unsent_goes_on() -> Message {
    Message::plain("vault-unsent-goes-on")
}

/// `Something changed the copy of your records on this phone, so it cannot be opened. The clinic still has them.`
pub fn vault_copy_changed() -> Message {
    Message::plain("vault-copy-changed")
}

/// `Please sign in again. Your records then come anew from the clinic.`
pub fn vault_renew_what() -> Message {
    Message::plain("vault-renew-what")
}

/// `Sign in again`
pub fn vault_renew() -> Message {
    Message::plain("vault-renew")
}

/// `Your records on this phone are older than they should be. Someone may have put back an old copy. To keep you safe, we do not open them. Nothing was deleted.`
pub fn vault_set_back() -> Message {
    Message::plain("vault-set-back")
}

/// `Start anew`
pub fn vault_anew() -> Message {
    Message::plain("vault-anew")
}

/// `Start anew`
pub fn vault_anew_title() -> Message {
    Message::plain("vault-anew-title")
}

/// `You sign in again with a code of the clinic. Your records then come anew from the clinic.`
pub fn vault_anew_what() -> Message {
    Message::plain("vault-anew-what")
}

/// `The old records stay on this phone, but they stay shut. What you had not sent from here may be lost.`
pub fn vault_anew_kept() -> Message {
    Message::plain("vault-anew-kept")
}

/// `Yes, start anew`
pub fn vault_anew_sure() -> Message {
    Message::plain("vault-anew-sure")
}

/// `Emergency help`
pub fn emergency_action() -> Message {
    Message::plain("emergency-action")
}

/// `Emergency help`
pub fn emergency_title() -> Message {
    Message::plain("emergency-title")
}

/// `Is someone in danger? Do not wait for your visit. Call now.`
pub fn emergency_when() -> Message {
    Message::plain("emergency-when")
}

/// `Call { $number }`
pub fn emergency_call(number: impl Into<String>) -> Message {
    Message::plain("emergency-call").code("number", number)
}

/// `Ambulance`
pub fn emergency_ambulance() -> Message {
    Message::plain("emergency-ambulance")
}

/// `Your clinic`
pub fn emergency_clinic() -> Message {
    Message::plain("emergency-clinic")
}

/// `Say where you are and what has happened. Stay on the line.`
pub fn emergency_say() -> Message {
    Message::plain("emergency-say")
}

/// `This is only practice: no number is dialled.`
pub fn emergency_practice() -> Message {
    Message::plain("emergency-practice")
}

/// `In a real emergency your phone would open { $number } now.`
pub fn emergency_practised(number: impl Into<String>) -> Message {
    Message::plain("emergency-practised").code("number", number)
}

/// `This device cannot make phone calls. Please call { $number } from another phone.`
pub fn emergency_cannot_dial(number: impl Into<String>) -> Message {
    Message::plain("emergency-cannot-dial").code("number", number)
}

/// `Your phone opens the number now. Please press call.`
pub fn emergency_opening() -> Message {
    Message::plain("emergency-opening")
}

/// `Someone who listens`
pub fn emergency_crisis_line() -> Message {
    Message::plain("emergency-crisis-line")
}

/// `We cannot reach the clinic now. Your internet may be weak. Please try again a little later.`
pub fn error_unreachable() -> Message {
    Message::plain("error-unreachable")
}

/// `The clinic does not answer. Please try again a little later.`
pub fn error_no_answer() -> Message {
    Message::plain("error-no-answer")
}

/// `We did not understand the clinic's answer. Please try again a little later.`
pub fn error_not_understood() -> Message {
    Message::plain("error-not-understood")
}

/// `We cannot be sure that this is your clinic. To keep you safe, we sent nothing. Please check the date and time of your phone.`
pub fn error_not_trusted() -> Message {
    Message::plain("error-not-trusted")
}

/// `The clinic's answer is too big for this phone.`
pub fn error_too_large() -> Message {
    Message::plain("error-too-large")
}

/// `The clinic said no to this.`
pub fn error_refused() -> Message {
    Message::plain("error-refused")
}

/// `The clinic does not find this any more.`
pub fn error_not_found() -> Message {
    Message::plain("error-not-found")
}

/// `The clinic's computer has trouble now. Please try again a little later.`
pub fn error_clinic_trouble() -> Message {
    Message::plain("error-clinic-trouble")
}

/// `Your phone is full. Please delete something, such as a video, and try again.`
pub fn error_phone_full() -> Message {
    Message::plain("error-phone-full")
}

/// `You can call the clinic at { $number }.`
pub fn error_call_clinic(number: impl Into<String>) -> Message {
    Message::plain("error-call-clinic").code("number", number)
}

/// `Home`
pub fn home_title() -> Message {
    Message::plain("home-title")
}

/// `What comes next`
pub fn home_next() -> Message {
    Message::plain("home-next")
}

/// `No visit is booked. You can book one with { $doctor }, your family doctor.`
pub fn home_no_visit(doctor: impl Into<Person>) -> Message {
    Message::plain("home-no-visit").person("doctor", doctor)
}

/// `No visit is booked.`
pub fn home_no_visit_no_doctor() -> Message {
    Message::plain("home-no-visit-no-doctor")
}

/// `Book a visit`
pub fn home_book() -> Message {
    Message::plain("home-book")
}

/// `Your visit with { $doctor }: { $when }`
pub fn home_booked(doctor: impl Into<Person>, when: Wall) -> Message {
    Message::plain("home-booked").person("doctor", doctor).when("when", when, DateStyle::Appointment)
}

/// `{ $doctor } will call you today at { $time }.`
pub fn home_soon(doctor: impl Into<Person>, time: Wall) -> Message {
    Message::plain("home-soon").person("doctor", doctor).when("time", time, DateStyle::Time)
}

/// `It is time for your visit with { $doctor }.`
pub fn home_now(doctor: impl Into<Person>) -> Message {
    Message::plain("home-now").person("doctor", doctor)
}

/// `The waiting room opens at { $time }.`
pub fn home_room_opens(time: Wall) -> Message {
    Message::plain("home-room-opens").when("time", time, DateStyle::Time)
}

/// `Go to the waiting room`
pub fn home_to_waiting_room() -> Message {
    Message::plain("home-to-waiting-room")
}

/// `Your booking is kept on this phone. It is not sent yet. We send it as soon as we can.`
pub fn home_not_sent() -> Message {
    Message::plain("home-not-sent")
}

/// `Not booked yet. We have been trying since { $when }.`
pub fn home_not_booked_since(when: Wall) -> Message {
    Message::plain("home-not-booked-since").when("when", when, DateStyle::Appointment)
}

/// `Your booking is on its way. The clinic has not answered yet.`
pub fn home_unsure() -> Message {
    Message::plain("home-unsure")
}

/// `Your visit has passed: { $when }. If the doctor did not call, please book another one.`
pub fn home_past(when: Wall) -> Message {
    Message::plain("home-past").when("when", when, DateStyle::Appointment)
}

/// `Your next check-up is on { $date }.`
pub fn home_follow_up(date: Wall) -> Message {
    Message::plain("home-follow-up").when("date", date, DateStyle::Date)
}

/// `Your visit`
pub fn home_visit() -> Message {
    Message::plain("home-visit")
}

/// `Language`
pub fn home_language() -> Message {
    Message::plain("home-language")
}

/// `Your family doctor`
pub fn doctor_title() -> Message {
    Message::plain("doctor-title")
}

/// `Doctor`
pub fn doctor_name() -> Message {
    Message::plain("doctor-name")
}

/// `Clinic`
pub fn doctor_clinic() -> Message {
    Message::plain("doctor-clinic")
}

/// `Your doctor speaks your language.`
pub fn doctor_speaks_yours() -> Message {
    Message::plain("doctor-speaks-yours")
}

/// `Your doctor may not speak your language. You can ask the clinic for help with it.`
pub fn doctor_speaks_other() -> Message {
    Message::plain("doctor-speaks-other")
}

/// `Asking the clinic for your family doctor …`
pub fn doctor_loading() -> Message {
    Message::plain("doctor-loading")
}

/// `The clinic has no family doctor for you yet. Please ask at the clinic.`
pub fn doctor_none() -> Message {
    Message::plain("doctor-none")
}

/// `See free times`
pub fn doctor_see_times() -> Message {
    Message::plain("doctor-see-times")
}

/// `Delete my account`
pub fn leave_title() -> Message {
    Message::plain("leave-title")
}

/// `Your account`
pub fn leave_account() -> Message {
    Message::plain("leave-account")
}

/// `Delete my account`
pub fn leave_open() -> Message {
    Message::plain("leave-open")
}

/// `This is not sent yet. If you delete now, it is lost:`
pub fn leave_unsent() -> Message {
    Message::plain("leave-unsent")
}

/// `a visit you asked for`
pub fn leave_unsent_booking() -> Message {
    Message::plain("leave-unsent-booking")
}

/// `your agreement`
pub fn leave_unsent_consent() -> Message {
    Message::plain("leave-unsent-consent")
}

/// `a visit you called off`
pub fn leave_unsent_cancellation() -> Message {
    Message::plain("leave-unsent-cancellation")
}

/// `something you wrote down or recorded`
pub fn leave_unsent_record() -> Message {
    Message::plain("leave-unsent-record")
}

/// `the end of a visit`
pub fn leave_unsent_visit() -> Message {
    Message::plain("leave-unsent-visit")
}

/// `Send it first`
pub fn leave_send_first() -> Message {
    Message::plain("leave-send-first")
}

/// `What goes`
pub fn leave_goes() -> Message {
    Message::plain("leave-goes")
}

/// `Everything of yours on this phone: your visits, your messages, your settings, your PIN.`
pub fn leave_goes_records() -> Message {
    Message::plain("leave-goes-records")
}

/// `The keys that opened it are destroyed. Nobody can read it any more, not even we.`
pub fn leave_goes_keys() -> Message {
    Message::plain("leave-goes-keys")
}

/// `Your sign-in at the clinic ends. This phone cannot use it any more.`
pub fn leave_goes_sign_in() -> Message {
    Message::plain("leave-goes-sign-in")
}

/// `What stays, and why`
pub fn leave_stays() -> Message {
    Message::plain("leave-stays")
}

/// ```text
/// { $years ->
///     [one] { $clinic } keeps what your doctor wrote for one year.
///    *[other] { $clinic } keeps what your doctor wrote for { $years } years.
/// }
/// ```
pub fn leave_stays_years(clinic: impl Into<String>, years: i64) -> Message {
    Message::plain("leave-stays-years").text("clinic", clinic).number("years", years)
}

/// `{ $clinic } keeps what your doctor wrote for as long as the law says. The clinic can tell you how long.`
pub fn leave_stays_law(clinic: impl Into<String>) -> Message {
    Message::plain("leave-stays-law").text("clinic", clinic)
}

/// `A doctor has to know later how you were treated, and the law wants proof of it. Ask the clinic if you want to see it.`
pub fn leave_stays_why() -> Message {
    Message::plain("leave-stays-why")
}

/// `This phone keeps a few plain numbers, such as how often it saved. They say nothing about you. They stop someone from putting back old data.`
pub fn leave_stays_numbers() -> Message {
    Message::plain("leave-stays-numbers")
}

/// `Yes, delete my account`
pub fn leave_sure() -> Message {
    Message::plain("leave-sure")
}

/// `Delete it all the same`
pub fn leave_anyway() -> Message {
    Message::plain("leave-anyway")
}

/// `Deleting your account …`
pub fn leave_under_way() -> Message {
    Message::plain("leave-under-way")
}

/// `The clinic could not be reached, so your sign-in there has not ended. Please try again. Or delete all the same, and call the clinic at { $number }.`
pub fn leave_not_revoked(number: impl Into<String>) -> Message {
    Message::plain("leave-not-revoked").code("number", number)
}

/// `Your phone could not delete it just now. Please try again.`
pub fn leave_failed() -> Message {
    Message::plain("leave-failed")
}

/// `Your account is deleted`
pub fn leave_gone_title() -> Message {
    Message::plain("leave-gone-title")
}

/// `Your account is deleted from this phone. Thank you. Take care.`
pub fn leave_gone() -> Message {
    Message::plain("leave-gone")
}

/// `Lock and safety`
pub fn home_safety() -> Message {
    Message::plain("home-safety")
}

/// `Lock and safety`
pub fn safety_title() -> Message {
    Message::plain("safety-title")
}

/// `The lock of your records`
pub fn lock_title() -> Message {
    Message::plain("lock-title")
}

/// `The lock of this phone keeps your records shut.`
pub fn lock_by_phone() -> Message {
    Message::plain("lock-by-phone")
}

/// `Your PIN keeps your records shut.`
pub fn lock_by_pin() -> Message {
    Message::plain("lock-by-pin")
}

/// `Nothing keeps your records shut. Whoever holds this phone can read them.`
pub fn lock_missing() -> Message {
    Message::plain("lock-missing")
}

/// `This phone has no lock. Whoever holds it could read your records.`
pub fn lock_why_none() -> Message {
    Message::plain("lock-why-none")
}

/// `The lock of this phone does not work as it should. Whoever holds it could read your records.`
pub fn lock_why_broken() -> Message {
    Message::plain("lock-why-broken")
}

/// `You can set a PIN for this app. It is a short number that only you know.`
pub fn lock_pin_helps() -> Message {
    Message::plain("lock-pin-helps")
}

/// `You can also go on without a PIN. Then whoever holds this phone can read your records. We note that you chose this.`
pub fn lock_without_means() -> Message {
    Message::plain("lock-without-means")
}

/// `Go on without a PIN`
pub fn lock_without() -> Message {
    Message::plain("lock-without")
}

/// `If a PIN is hard for you, please call the clinic at { $number }.`
pub fn lock_help(number: impl Into<String>) -> Message {
    Message::plain("lock-help").code("number", number)
}

/// `Your PIN`
pub fn pin_title() -> Message {
    Message::plain("pin-title")
}

/// `Set a PIN`
pub fn pin_set() -> Message {
    Message::plain("pin-set")
}

/// `Change the PIN`
pub fn pin_change() -> Message {
    Message::plain("pin-change")
}

/// `Remove the PIN`
pub fn pin_remove() -> Message {
    Message::plain("pin-remove")
}

/// `Please enter your PIN.`
pub fn pin_hint() -> Message {
    Message::plain("pin-hint")
}

/// `Please choose a PIN.`
pub fn pin_hint_new() -> Message {
    Message::plain("pin-hint-new")
}

/// `Please enter the same PIN once more.`
pub fn pin_hint_again() -> Message {
    Message::plain("pin-hint-again")
}

/// 4 and 12 are the bounds of the length.
///
/// `It has { $least } to { $most } digits. Do not take your birthday.`
pub fn pin_rules_length(least: i64, most: i64) -> Message {
    Message::plain("pin-rules-length").number("least", least).number("most", most)
}

/// `PIN`
pub fn pin_field() -> Message {
    Message::plain("pin-field")
}

/// Above ten keys, one for each digit. They are read aloud when touched.
///
/// `Or press the digits here.`
pub fn pin_keypad() -> Message {
    Message::plain("pin-keypad")
}

/// A key: one digit. Spoken as the word for it.
///
/// `{ $digit }`
pub fn pin_key(digit: i64) -> Message {
    Message::plain("pin-key").number("digit", digit)
}

/// `Pressed so far`
pub fn pin_pressed() -> Message {
    Message::plain("pin-pressed")
}

/// ```text
/// { $count ->
///     [0] nothing yet
///     [one] one digit
///    *[other] { $count } digits
/// }
/// ```
pub fn pin_pressed_count(count: i64) -> Message {
    Message::plain("pin-pressed-count").number("count", count)
}

/// `Start over`
pub fn pin_erase() -> Message {
    Message::plain("pin-erase")
}

/// `Checking …`
pub fn pin_checking() -> Message {
    Message::plain("pin-checking")
}

/// `This PIN is not right. Please try again. Nothing is deleted.`
pub fn pin_wrong() -> Message {
    Message::plain("pin-wrong")
}

/// `A PIN has { $least } to { $most } digits. Please try again.`
pub fn pin_form_length(least: i64, most: i64) -> Message {
    Message::plain("pin-form-length").number("least", least).number("most", most)
}

/// `The two PINs were not the same. Please choose one again.`
pub fn pin_differs() -> Message {
    Message::plain("pin-differs")
}

/// `Your phone could not do this just now. Please try again.`
pub fn pin_failed() -> Message {
    Message::plain("pin-failed")
}

/// `That was not right several times. You can try again at { $time }. Nothing is deleted.`
pub fn pin_wait(time: Wall) -> Message {
    Message::plain("pin-wait").when("time", time, DateStyle::Time)
}

/// `Your PIN is set.`
pub fn pin_is_set() -> Message {
    Message::plain("pin-is-set")
}

/// `Your PIN is changed.`
pub fn pin_is_changed() -> Message {
    Message::plain("pin-is-changed")
}

/// `Your PIN is removed.`
pub fn pin_is_removed() -> Message {
    Message::plain("pin-is-removed")
}

/// `I forgot my PIN`
pub fn pin_forgot() -> Message {
    Message::plain("pin-forgot")
}

/// `Without the PIN, the copy of your records on this phone stays shut. After a new sign-in you can set a new PIN.`
pub fn pin_forgot_what() -> Message {
    Message::plain("pin-forgot-what")
}

/// `You can sign in again with a code of the clinic. Your records then come anew from the clinic.`
pub fn pin_forgot_how() -> Message {
    Message::plain("pin-forgot-how")
}

/// `{ $clinic }: your visit is on { $day } at { $time }.`
pub fn sms_reminder(clinic: impl Into<String>, day: Wall, time: Wall) -> Message {
    Message::plain("sms-reminder")
        .text("clinic", clinic)
        .when("day", day, DateStyle::Day)
        .when("time", time, DateStyle::Time)
}

/// `{ $clinic }: we call you by telephone on { $day } at { $time }.`
pub fn sms_call_back(clinic: impl Into<String>, day: Wall, time: Wall) -> Message {
    Message::plain("sms-call-back")
        .text("clinic", clinic)
        .when("day", day, DateStyle::Day)
        .when("time", time, DateStyle::Time)
}

/// `Try a call`
pub fn practice_try() -> Message {
    Message::plain("practice-try")
}

/// `Try a call`
pub fn practice_title() -> Message {
    Message::plain("practice-title")
}

/// `You speak for five seconds. Then you hear what arrived. So you know how a call will sound.`
pub fn practice_what() -> Message {
    Message::plain("practice-what")
}

/// `Nobody else hears it, and nothing is kept.`
pub fn practice_private() -> Message {
    Message::plain("practice-private")
}

/// `Start`
pub fn practice_begin() -> Message {
    Message::plain("practice-begin")
}

/// `Reaching the clinic’s line …`
pub fn practice_connecting() -> Message {
    Message::plain("practice-connecting")
}

/// `Please speak now. Say, for example, your name and how you are.`
pub fn practice_speak() -> Message {
    Message::plain("practice-speak")
}

/// `Now listen. This is how you arrive.`
pub fn practice_listen() -> Message {
    Message::plain("practice-listen")
}

/// `The line is good.`
pub fn practice_good() -> Message {
    Message::plain("practice-good")
}

/// `You will be heard well.`
pub fn practice_good_advice() -> Message {
    Message::plain("practice-good-advice")
}

/// `The line is weak.`
pub fn practice_weak() -> Message {
    Message::plain("practice-weak")
}

/// "Short of breath" here means: the sound is thin, slow, or has small gaps.
///
/// `You will be heard, but calls may be thin or slow. Try another spot, near a window.`
pub fn practice_weak_advice() -> Message {
    Message::plain("practice-weak-advice")
}

/// `The line is too weak for a call now. Words would get lost.`
pub fn practice_too_weak() -> Message {
    Message::plain("practice-too-weak")
}

/// `Try another spot or another time. You can also call the clinic at { $number }.`
pub fn practice_too_weak_advice(number: impl Into<String>) -> Message {
    Message::plain("practice-too-weak-advice").code("number", number)
}

/// `The clinic’s line was not reached.`
pub fn practice_no_relay() -> Message {
    Message::plain("practice-no-relay")
}

/// `Check that your internet is on, and try again. If it stays so, call the clinic at { $number }.`
pub fn practice_no_relay_advice(number: impl Into<String>) -> Message {
    Message::plain("practice-no-relay-advice").code("number", number)
}

/// `Your phone heard nothing.`
pub fn practice_silent() -> Message {
    Message::plain("practice-silent")
}

/// `Allow the microphone for this app, take off what covers it, and try again.`
pub fn practice_silent_advice() -> Message {
    Message::plain("practice-silent-advice")
}

/// `Did you hear nothing? Then turn up the sound and try again.`
pub fn practice_not_heard() -> Message {
    Message::plain("practice-not-heard")
}

/// `Try again`
pub fn practice_again() -> Message {
    Message::plain("practice-again")
}

/// `A visit on a bad line`
pub fn report_title() -> Message {
    Message::plain("report-title")
}

/// `Line { $link }, seed { $seed }`
pub fn report_about(link: impl Into<String>, seed: i64) -> Message {
    Message::plain("report-about").code("link", link).number("seed", seed)
}

/// `The visit was completed: booked, held and recorded.`
pub fn report_completed() -> Message {
    Message::plain("report-completed")
}

/// `The visit could not be booked.`
pub fn report_not_booked() -> Message {
    Message::plain("report-not-booked")
}

/// `The call could not be set up.`
pub fn report_not_connected() -> Message {
    Message::plain("report-not-connected")
}

/// `The line was too weak for a call. The patient was told so, and nothing is lost.`
pub fn report_line_too_weak() -> Message {
    Message::plain("report-line-too-weak")
}

/// `The call was held, but the visit could not be recorded.`
pub fn report_not_recorded() -> Message {
    Message::plain("report-not-recorded")
}

/// `The visit did not come to an end in time.`
pub fn report_timed_out() -> Message {
    Message::plain("report-timed-out")
}

/// `Figures`
pub fn report_figures() -> Message {
    Message::plain("report-figures")
}

/// `Booking`
pub fn report_booking() -> Message {
    Message::plain("report-booking")
}

/// ```text
/// { $attempts ->
///     [one] { $status }, one attempt
///    *[other] { $status }, { $attempts } attempts
/// }
/// ```
pub fn report_booking_is(status: impl Into<String>, attempts: i64) -> Message {
    Message::plain("report-booking-is").code("status", status).number("attempts", attempts)
}

/// `Call set up in`
pub fn report_setup() -> Message {
    Message::plain("report-setup")
}

/// `{ $seconds } s`
pub fn report_seconds(seconds: (i64, u8)) -> Message {
    Message::plain("report-seconds").decimal("seconds", seconds)
}

/// `{ $ms } ms`
pub fn report_milliseconds(ms: i64) -> Message {
    Message::plain("report-milliseconds").number("ms", ms)
}

/// `Rungs used, from the patient`
pub fn report_rungs() -> Message {
    Message::plain("report-rungs")
}

/// `Filled in by the player, from the patient`
pub fn report_concealed_from_patient() -> Message {
    Message::plain("report-concealed-from-patient")
}

/// `Filled in by the player, from the doctor`
pub fn report_concealed_from_doctor() -> Message {
    Message::plain("report-concealed-from-doctor")
}

/// `Signalling, from and to the patient`
pub fn report_signalling() -> Message {
    Message::plain("report-signalling")
}

/// `Records, from and to the patient`
pub fn report_sync() -> Message {
    Message::plain("report-sync")
}

/// `{ $up } and { $down } bytes`
pub fn report_bytes(up: i64, down: i64) -> Message {
    Message::plain("report-bytes").number("up", up).number("down", down)
}

/// `Seconds`
pub fn report_column_when() -> Message {
    Message::plain("report-column-when")
}

/// `Line`
pub fn report_column_line() -> Message {
    Message::plain("report-column-line")
}

/// `Speech`
pub fn report_column_direction() -> Message {
    Message::plain("report-column-direction")
}

/// `Heard in under 1 s`
pub fn report_column_heard() -> Message {
    Message::plain("report-column-heard")
}

/// `The same, without the first 15 s`
pub fn report_column_steady() -> Message {
    Message::plain("report-column-steady")
}

/// `Sent`
pub fn report_column_sent() -> Message {
    Message::plain("report-column-sent")
}

/// `Rung`
pub fn report_column_rung() -> Message {
    Message::plain("report-column-rung")
}

/// `{ $from } to { $to }`
pub fn report_span(from: (i64, u8), to: (i64, u8)) -> Message {
    Message::plain("report-span").decimal("from", from).decimal("to", to)
}

/// `{ $rate } kbit/s, { $trip } s round trip, { $loss } % lost`
pub fn report_line_is(rate: (i64, u8), trip: (i64, u8), loss: (i64, u8)) -> Message {
    Message::plain("report-line-is").decimal("rate", rate).decimal("trip", trip).decimal("loss", loss)
}

/// `{ $rate } kbit/s`
pub fn report_rate(rate: (i64, u8)) -> Message {
    Message::plain("report-rate").decimal("rate", rate)
}

/// `{ $share } %`
pub fn report_percent(share: (i64, u8)) -> Message {
    Message::plain("report-percent").decimal("share", share)
}

/// `From the patient`
pub fn report_from_patient() -> Message {
    Message::plain("report-from-patient")
}

/// `From the doctor`
pub fn report_from_doctor() -> Message {
    Message::plain("report-from-doctor")
}

/// `Over time`
pub fn report_over_time() -> Message {
    Message::plain("report-over-time")
}

/// `What the line carries and what is sent`
pub fn report_plot_rate() -> Message {
    Message::plain("report-plot-rate")
}

/// `Rung of the ladder`
pub fn report_plot_rung() -> Message {
    Message::plain("report-plot-rung")
}

/// `From mouth to ear: nine of ten frames are heard within`
pub fn report_plot_delay() -> Message {
    Message::plain("report-plot-delay")
}

/// `Filled in by the player where nothing arrived in time`
pub fn report_plot_concealed() -> Message {
    Message::plain("report-plot-concealed")
}

/// `seconds since the line began`
pub fn report_axis_time() -> Message {
    Message::plain("report-axis-time")
}

/// `kbit/s`
pub fn report_axis_rate() -> Message {
    Message::plain("report-axis-rate")
}

/// `rung`
pub fn report_axis_rung() -> Message {
    Message::plain("report-axis-rung")
}

/// `seconds`
pub fn report_axis_delay() -> Message {
    Message::plain("report-axis-delay")
}

/// `ms in each second`
pub fn report_axis_concealed() -> Message {
    Message::plain("report-axis-concealed")
}

/// `The line`
pub fn report_line() -> Message {
    Message::plain("report-line")
}

/// `One second`
pub fn report_one_second() -> Message {
    Message::plain("report-one-second")
}

/// `What each side heard`
pub fn report_sound() -> Message {
    Message::plain("report-sound")
}

/// `The doctor heard`
pub fn report_heard_by_doctor() -> Message {
    Message::plain("report-heard-by-doctor")
}

/// `The patient heard`
pub fn report_heard_by_patient() -> Message {
    Message::plain("report-heard-by-patient")
}

/// `Every screen, in order`
pub fn report_screens() -> Message {
    Message::plain("report-screens")
}

/// `{ $seconds } s · { $screen }`
pub fn report_screen(seconds: (i64, u8), screen: impl Into<String>) -> Message {
    Message::plain("report-screen").decimal("seconds", seconds).code("screen", screen)
}

/// `At { $rate } kbit/s, heard in under 1 s: { $up } % from the patient, { $down } % from the doctor`
pub fn report_heard_at(rate: (i64, u8), up: (i64, u8), down: (i64, u8)) -> Message {
    Message::plain("report-heard-at").decimal("rate", rate).decimal("up", up).decimal("down", down)
}

/// `Report: { $path }`
pub fn report_at(path: impl Into<String>) -> Message {
    Message::plain("report-at").code("path", path)
}

/// `Nabz`
pub fn shell_app_name() -> Message {
    Message::plain("shell-app-name")
}

/// `Calls`
pub fn shell_channel_calls() -> Message {
    Message::plain("shell-channel-calls")
}

/// `Reminders`
pub fn shell_channel_reminders() -> Message {
    Message::plain("shell-channel-reminders")
}

/// Stands on the locked phone while a call is under way: says nothing of who or why.
///
/// `A call is under way`
pub fn shell_call_under_way() -> Message {
    Message::plain("shell-call-under-way")
}

/// `So that your doctor can hear you. Only during a call.`
pub fn shell_microphone_reason() -> Message {
    Message::plain("shell-microphone-reason")
}

/// `Unlock to see what is kept on this phone`
pub fn shell_unlock_reason() -> Message {
    Message::plain("shell-unlock-reason")
}

/// `No line`
pub fn shell_line_none() -> Message {
    Message::plain("shell-line-none")
}

/// `Very weak line`
pub fn shell_line_poor() -> Message {
    Message::plain("shell-line-poor")
}

/// `Weak line`
pub fn shell_line_weak() -> Message {
    Message::plain("shell-line-weak")
}

/// `Fair line`
pub fn shell_line_fair() -> Message {
    Message::plain("shell-line-fair")
}

/// `Good line`
pub fn shell_line_good() -> Message {
    Message::plain("shell-line-good")
}

/// `The app was closed. Please open it again.`
pub fn shell_closed() -> Message {
    Message::plain("shell-closed")
}

/// `This app is not set up correctly. Please tell the people who gave it to you.`
pub fn shell_configuration() -> Message {
    Message::plain("shell-configuration")
}

/// `What is kept on this phone could not be opened. Nothing was deleted. Please try again, or ask your clinic.`
pub fn shell_storage() -> Message {
    Message::plain("shell-storage")
}

/// `The phone has no room left for this. Please close other apps and try again.`
pub fn shell_resources() -> Message {
    Message::plain("shell-resources")
}

/// `One moment, please. A lot is being done at once.`
pub fn shell_busy() -> Message {
    Message::plain("shell-busy")
}

/// `That is too much at once. Please try with less.`
pub fn shell_too_large() -> Message {
    Message::plain("shell-too-large")
}

/// `That is possible only for practice.`
pub fn shell_sandbox_only() -> Message {
    Message::plain("shell-sandbox-only")
}

/// `That is not there any more. Please go on from what you see.`
pub fn shell_unknown() -> Message {
    Message::plain("shell-unknown")
}

/// `{ $month } { $day }, { $year }`
pub fn speech_date(day: i64, month: impl Into<String>, year: i64) -> Message {
    Message::plain("speech-date").number("day", day).text("month", month).number("year", year)
}

/// `{ $weekday }, { $month } { $day }`
pub fn speech_day(weekday: impl Into<String>, day: i64, month: impl Into<String>) -> Message {
    Message::plain("speech-day").text("weekday", weekday).number("day", day).text("month", month)
}

/// `{ $weekday }, { $month } { $day }, { $year }, at { $clock }`
pub fn speech_appointment(
    weekday: impl Into<String>,
    day: i64,
    month: impl Into<String>,
    year: i64,
    clock: impl Into<String>,
) -> Message {
    Message::plain("speech-appointment")
        .text("weekday", weekday)
        .number("day", day)
        .text("month", month)
        .number("year", year)
        .text("clock", clock)
}

/// The time of day an hour belongs to.
///
/// ```text
/// { $hour ->
///     [0] at night
///     [1] at night
///     [2] at night
///     [3] at night
///     [4] at night
///     [5] at night
///     [6] in the morning
///     [7] in the morning
///     [8] in the morning
///     [9] in the morning
///     [10] in the morning
///     [11] in the morning
///     [12] in the afternoon
///     [13] in the afternoon
///     [14] in the afternoon
///     [15] in the afternoon
///     [16] in the afternoon
///     [17] in the afternoon
///     [18] in the evening
///     [19] in the evening
///     [20] in the evening
///     [21] in the evening
///     [22] in the evening
///     [23] in the evening
///     [one] in the evening
///    *[other] in the evening
/// }
/// ```
pub fn speech_part(hour: i64) -> Message {
    Message::plain("speech-part").number("hour", hour)
}

/// ```text
/// { $twelve ->
///     [one] { $twelve }
///    *[other] { $twelve }
/// }
/// ```
pub fn speech_hour(twelve: i64) -> Message {
    Message::plain("speech-hour").number("twelve", twelve)
}

/// ```text
/// { $minute ->
///     [0] { $twelve } o'clock { speech-part }
///     [1] { $twelve } oh { $minute } { speech-part }
///     [2] { $twelve } oh { $minute } { speech-part }
///     [3] { $twelve } oh { $minute } { speech-part }
///     [4] { $twelve } oh { $minute } { speech-part }
///     [5] { $twelve } oh { $minute } { speech-part }
///     [6] { $twelve } oh { $minute } { speech-part }
///     [7] { $twelve } oh { $minute } { speech-part }
///     [8] { $twelve } oh { $minute } { speech-part }
///     [9] { $twelve } oh { $minute } { speech-part }
///     [one] { $twelve } { $minute } { speech-part }
///    *[other] { $twelve } { $minute } { speech-part }
/// }
/// ```
pub fn speech_clock(hour: i64, twelve: i64, minute: i64) -> Message {
    Message::plain("speech-clock").number("hour", hour).number("twelve", twelve).number("minute", minute)
}

/// ```text
/// { $minute ->
///     [0] { $local } o'clock { speech-part }
///     [one] { $local } { $minute } { speech-part }
///    *[other] { $local } { $minute } { speech-part }
/// }
/// ```
pub fn speech_clock_from_sunrise(hour: i64, local: i64, minute: i64) -> Message {
    Message::plain("speech-clock-from-sunrise")
        .number("hour", hour)
        .number("local", local)
        .number("minute", minute)
}

/// `Your language`
pub fn start_language_title() -> Message {
    Message::plain("start-language-title")
}

/// `Choose the language you like to read and hear.`
pub fn start_language_choose() -> Message {
    Message::plain("start-language-choose")
}

/// `You can change it later.`
pub fn start_language_later() -> Message {
    Message::plain("start-language-later")
}

/// Asked only in languages that speak to a woman and to a man in different words.
///
/// `How may we speak to you?`
pub fn start_address_choose() -> Message {
    Message::plain("start-address-choose")
}

/// `As to a woman`
pub fn start_address_woman() -> Message {
    Message::plain("start-address-woman")
}

/// `As to a man`
pub fn start_address_man() -> Message {
    Message::plain("start-address-man")
}

/// `It does not matter`
pub fn start_address_open() -> Message {
    Message::plain("start-address-open")
}

/// `Your agreement`
pub fn consent_title() -> Message {
    Message::plain("consent-title")
}

/// `To help you from afar, { $clinic } needs your agreement.`
pub fn consent_intro(clinic: impl Into<String>) -> Message {
    Message::plain("consent-intro").text("clinic", clinic)
}

/// `We keep your visits, and what your doctor notes about them. On this phone it is locked.`
pub fn consent_kept() -> Message {
    Message::plain("consent-kept")
}

/// `Only you and the people who treat you at { $clinic } can see it.`
pub fn consent_seen(clinic: impl Into<String>) -> Message {
    Message::plain("consent-seen").text("clinic", clinic)
}

/// `Calls are not recorded.`
pub fn consent_call() -> Message {
    Message::plain("consent-call")
}

/// `You can take your agreement back at any time. Just tell the clinic.`
pub fn consent_withdraw() -> Message {
    Message::plain("consent-withdraw")
}

/// `I agree`
pub fn consent_agree() -> Message {
    Message::plain("consent-agree")
}

/// Where a clinic lets nobody agree to words that no clinician has checked in this language.
///
/// `Before you agree, the words must be right. In your language no doctor has checked them yet.`
pub fn consent_unreviewed() -> Message {
    Message::plain("consent-unreviewed")
}

/// `Please call the clinic at { $number }. Someone there will go through it with you.`
pub fn consent_unreviewed_call(number: impl Into<String>) -> Message {
    Message::plain("consent-unreviewed-call").code("number", number)
}

/// `That is fine. Without your agreement we cannot book a visit here.`
pub fn consent_declined() -> Message {
    Message::plain("consent-declined")
}

/// `You can still call the clinic at { $number }.`
pub fn consent_declined_call(number: impl Into<String>) -> Message {
    Message::plain("consent-declined-call").code("number", number)
}

/// `Sign in`
pub fn signin_title() -> Message {
    Message::plain("signin-title")
}

/// `Please enter the code the clinic gave you.`
pub fn signin_hint() -> Message {
    Message::plain("signin-hint")
}

/// `Your code`
pub fn signin_code() -> Message {
    Message::plain("signin-code")
}

/// `No code? Please call the clinic at { $number }.`
pub fn signin_no_code_call(number: impl Into<String>) -> Message {
    Message::plain("signin-no-code-call").code("number", number)
}

/// `Sign in`
pub fn signin_action() -> Message {
    Message::plain("signin-action")
}

/// `Please enter your code first.`
pub fn signin_code_empty() -> Message {
    Message::plain("signin-code-empty")
}

/// `This does not look like a code of the clinic. Please look again.`
pub fn signin_code_shape() -> Message {
    Message::plain("signin-code-shape")
}

/// `Signing you in …`
pub fn signin_under_way() -> Message {
    Message::plain("signin-under-way")
}

/// `The clinic does not know this code. Please check each digit.`
pub fn signin_refused() -> Message {
    Message::plain("signin-refused")
}

/// `This code belongs to another person. Each person has their own place on this phone. Please use your own code.`
pub fn signin_other_person() -> Message {
    Message::plain("signin-other-person")
}

/// `You were signed out. Please sign in again. Nothing is lost.`
pub fn signin_expired() -> Message {
    Message::plain("signin-expired")
}

/// `Your records on this phone`
pub fn vault_title() -> Message {
    Message::plain("vault-title")
}

/// `Opening your records …`
pub fn vault_opening() -> Message {
    Message::plain("vault-opening")
}

/// `Your records are locked. Please unlock your phone.`
pub fn vault_locked() -> Message {
    Message::plain("vault-locked")
}

/// `Unlock`
pub fn vault_unlock() -> Message {
    Message::plain("vault-unlock")
}

/// `Your phone could not open your records just now. Please try again.`
pub fn vault_transient() -> Message {
    Message::plain("vault-transient")
}

/// `The lock of this phone was changed, so your records here cannot be opened. The clinic still has them.`
pub fn vault_invalidated() -> Message {
    Message::plain("vault-invalidated")
}

/// `The records on this phone were changed by something else. To keep you safe, we do not open them. Nothing was deleted.`
pub fn vault_changed() -> Message {
    Message::plain("vault-changed")
}

/// `These records come from a newer version. Please update this app.`
pub fn vault_newer() -> Message {
    Message::plain("vault-newer")
}

/// `Your records could not be read. Nothing was deleted.`
pub fn vault_failed() -> Message {
    Message::plain("vault-failed")
}

/// Blood pressure.
///
/// `{ $upper }/{ $lower } mmHg`
pub fn unit_blood_pressure(upper: i64, lower: i64) -> Message {
    Message::plain("unit-blood-pressure").number("upper", upper).number("lower", lower)
}

/// Blood sugar.
///
/// `{ $value } mg/dL`
pub fn unit_mg_dl(value: (i64, u8)) -> Message {
    Message::plain("unit-mg-dl").decimal("value", value)
}

/// `{ $value } mmol/L`
pub fn unit_mmol_l(value: (i64, u8)) -> Message {
    Message::plain("unit-mmol-l").decimal("value", value)
}

/// `{ $value } °C`
pub fn unit_celsius(value: (i64, u8)) -> Message {
    Message::plain("unit-celsius").decimal("value", value)
}

/// `{ $value } kg`
pub fn unit_kilograms(value: (i64, u8)) -> Message {
    Message::plain("unit-kilograms").decimal("value", value)
}

/// `{ $value } cm`
pub fn unit_centimetres(value: (i64, u8)) -> Message {
    Message::plain("unit-centimetres").decimal("value", value)
}

/// Heart beats.
///
/// ```text
/// { $beats ->
///     [one] { $beats } beat a minute
///    *[other] { $beats } beats a minute
/// }
/// ```
pub fn unit_pulse(beats: i64) -> Message {
    Message::plain("unit-pulse").number("beats", beats)
}

/// Oxygen in the blood.
///
/// `{ $value } %`
pub fn unit_percent(value: (i64, u8)) -> Message {
    Message::plain("unit-percent").decimal("value", value)
}

/// `{ $value } mg`
pub fn unit_milligrams(value: (i64, u8)) -> Message {
    Message::plain("unit-milligrams").decimal("value", value)
}

/// `{ $value } ml`
pub fn unit_millilitres(value: (i64, u8)) -> Message {
    Message::plain("unit-millilitres").decimal("value", value)
}

/// ```text
/// { $count ->
///     [one] { $count } tablet
///    *[other] { $count } tablets
/// }
/// ```
pub fn unit_tablets(count: i64) -> Message {
    Message::plain("unit-tablets").number("count", count)
}

/// ```text
/// { $count ->
///     [one] { $count } drop
///    *[other] { $count } drops
/// }
/// ```
pub fn unit_drops(count: i64) -> Message {
    Message::plain("unit-drops").number("count", count)
}

/// `Your visits`
pub fn home_visits() -> Message {
    Message::plain("home-visits")
}

/// `Your visits`
pub fn visits_title() -> Message {
    Message::plain("visits-title")
}

/// `Asking the clinic for your visits …`
pub fn visits_loading() -> Message {
    Message::plain("visits-loading")
}

/// `You have had no visit at this clinic yet.`
pub fn visits_none() -> Message {
    Message::plain("visits-none")
}

/// `The clinic has more visits of yours than this list shows.`
pub fn visits_more() -> Message {
    Message::plain("visits-more")
}

/// A visit's second line: who and what became of it.
///
/// `{ $doctor }. { $outcome }`
pub fn visits_with(doctor: impl Into<Person>, outcome: Message) -> Message {
    Message::plain("visits-with").person("doctor", doctor).message("outcome", outcome)
}

/// `The time is agreed.`
pub fn visits_agreed() -> Message {
    Message::plain("visits-agreed")
}

/// `The time is not agreed yet.`
pub fn visits_open() -> Message {
    Message::plain("visits-open")
}

/// `It took place.`
pub fn visits_over() -> Message {
    Message::plain("visits-over")
}

/// `It was called off.`
pub fn visits_off() -> Message {
    Message::plain("visits-off")
}

/// `You did not meet.`
pub fn visits_missed() -> Message {
    Message::plain("visits-missed")
}

/// `There is no connection to Nabz. We keep trying. What you typed stays here.`
pub fn web_lost() -> Message {
    Message::plain("web-lost")
}

/// `That was not sent, because there is no connection. Please press it again when the connection is back.`
pub fn web_unsent() -> Message {
    Message::plain("web-unsent")
}

/// `Nabz is open in another tab of this browser. Close that tab to go on here.`
pub fn web_elsewhere() -> Message {
    Message::plain("web-elsewhere")
}

/// `This page is closed, to keep what is yours safe. To go on, open a new link from the program that runs Nabz.`
pub fn web_ended() -> Message {
    Message::plain("web-ended")
}

/// `Nabz cannot run in this browser, because JavaScript is switched off. Please switch it on.`
pub fn web_scripts() -> Message {
    Message::plain("web-scripts")
}

/// Every message there is, with its arguments.
pub const ALL: &[Signature] = &[
    Signature { id: "after-title", args: &[] },
    Signature { id: "after-with", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "after-length", args: &[("minutes", ArgKind::Number)] },
    Signature { id: "after-saving", args: &[] },
    Signature { id: "after-saved", args: &[] },
    Signature { id: "after-not-sent", args: &[] },
    Signature { id: "after-next", args: &[] },
    Signature { id: "after-follow-up", args: &[("date", ArgKind::When(DateStyle::Date))] },
    Signature { id: "after-reminder", args: &[("when", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "after-no-follow-up", args: &[] },
    Signature { id: "after-follow-up-unknown", args: &[] },
    Signature { id: "after-worse-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "slots-title", args: &[] },
    Signature { id: "slots-choose", args: &[] },
    Signature { id: "slots-loading", args: &[] },
    Signature { id: "slots-empty", args: &[] },
    Signature { id: "slots-empty-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "slots-taken", args: &[("time", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "price-visit", args: &[] },
    Signature { id: "price-insurance", args: &[] },
    Signature { id: "price-own", args: &[] },
    Signature { id: "price-free", args: &[] },
    Signature { id: "price-unknown", args: &[] },
    Signature { id: "price-loading", args: &[] },
    Signature { id: "confirm-title", args: &[] },
    Signature { id: "confirm-doctor", args: &[] },
    Signature { id: "confirm-when", args: &[] },
    Signature { id: "confirm-book", args: &[] },
    Signature { id: "confirm-change-time", args: &[] },
    Signature { id: "confirm-call", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "booking-title", args: &[] },
    Signature { id: "booking-sending", args: &[] },
    Signature { id: "booking-not-sent", args: &[] },
    Signature { id: "booking-unsure", args: &[] },
    Signature { id: "booking-done", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "booking-reminder", args: &[("when", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "booking-refused", args: &[] },
    Signature { id: "booking-refused-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "booking-no-answer", args: &[] },
    Signature { id: "booking-not-understood", args: &[] },
    Signature { id: "booking-close-safe", args: &[] },
    Signature { id: "booking-call-to-book", args: &[("number", ArgKind::Code)] },
    Signature { id: "booking-other-times", args: &[] },
    Signature { id: "booking-price-changed", args: &[] },
    Signature { id: "booking-see-price", args: &[] },
    Signature {
        id: "reminder-text",
        args: &[("time", ArgKind::When(DateStyle::Time)), ("clinic", ArgKind::Text)],
    },
    Signature {
        id: "reminder-follow-up",
        args: &[("date", ArgKind::When(DateStyle::Date)), ("clinic", ArgKind::Text)],
    },
    Signature { id: "waiting-title", args: &[] },
    Signature { id: "waiting-here", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "waiting-at", args: &[("time", ArgKind::When(DateStyle::Time))] },
    Signature { id: "waiting-stay", args: &[] },
    Signature { id: "waiting-quiet", args: &[] },
    Signature { id: "waiting-late", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "waiting-very-late", args: &[("number", ArgKind::Code)] },
    Signature { id: "waiting-again", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "waiting-finish", args: &[] },
    Signature { id: "waiting-no-line", args: &[] },
    Signature { id: "ring-title", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "ring-from", args: &[("clinic", ArgKind::Text)] },
    Signature { id: "ring-known", args: &[] },
    Signature { id: "ring-answer", args: &[] },
    Signature { id: "ring-not-now", args: &[] },
    Signature { id: "ring-declined", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "ring-missed", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "untrusted-other-clinic", args: &[] },
    Signature { id: "untrusted-message", args: &[] },
    Signature { id: "untrusted-wrong-peer", args: &[] },
    Signature { id: "call-with", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "call-connecting", args: &[] },
    Signature { id: "call-connected", args: &[] },
    Signature { id: "call-line-good", args: &[] },
    Signature { id: "call-line-fair", args: &[] },
    Signature { id: "call-line-weak", args: &[] },
    Signature { id: "call-line-very-weak", args: &[] },
    Signature { id: "call-interrupted", args: &[] },
    Signature { id: "call-restored", args: &[] },
    Signature { id: "call-ended-you", args: &[] },
    Signature { id: "call-ended-doctor", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "call-ended-lost", args: &[] },
    Signature { id: "call-could-not-connect", args: &[] },
    Signature { id: "call-too-weak-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "call-trouble-lost-there", args: &[] },
    Signature { id: "call-trouble-lost-here", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "call-trouble-narrow", args: &[] },
    Signature { id: "call-trouble-slow", args: &[] },
    Signature { id: "call-advice-record", args: &[("number", ArgKind::Code)] },
    Signature { id: "call-clinic", args: &[] },
    Signature { id: "call-clinic-practice", args: &[("number", ArgKind::Code)] },
    Signature { id: "call-clinic-cannot", args: &[("number", ArgKind::Code)] },
    Signature { id: "call-kept", args: &[] },
    Signature { id: "call-muted", args: &[] },
    Signature { id: "call-keep-sound", args: &[] },
    Signature { id: "call-length-label", args: &[] },
    Signature { id: "call-length", args: &[("minutes", ArgKind::Number)] },
    Signature { id: "call-voice-label", args: &[] },
    Signature { id: "call-voice-heard", args: &[] },
    Signature { id: "call-voice-quiet", args: &[] },
    Signature { id: "call-hang-up", args: &[] },
    Signature { id: "call-loudspeaker", args: &[] },
    Signature { id: "call-earpiece", args: &[] },
    Signature { id: "call-one-at-a-time", args: &[] },
    Signature { id: "call-mute", args: &[] },
    Signature { id: "call-unmute", args: &[] },
    Signature { id: "language-name", args: &[] },
    Signature { id: "common-back", args: &[] },
    Signature { id: "common-continue", args: &[] },
    Signature { id: "common-try-again", args: &[] },
    Signature { id: "common-not-now", args: &[] },
    Signature { id: "common-done", args: &[] },
    Signature { id: "common-as-of", args: &[("when", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "common-text-missing", args: &[] },
    Signature { id: "common-mt", args: &[] },
    Signature { id: "value-number", args: &[("number", ArgKind::Decimal)] },
    Signature { id: "value-text", args: &[("text", ArgKind::Text)] },
    Signature { id: "value-money", args: &[("amount", ArgKind::Money)] },
    Signature { id: "value-appointment", args: &[("when", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "value-day", args: &[("day", ArgKind::When(DateStyle::Day))] },
    Signature { id: "value-time", args: &[("time", ArgKind::When(DateStyle::Time))] },
    Signature { id: "value-sentences", args: &[("first", ArgKind::Message), ("second", ArgKind::Message)] },
    Signature { id: "currency-irr", args: &[("amount", ArgKind::Text)] },
    Signature { id: "currency-irt", args: &[("amount", ArgKind::Text)] },
    Signature { id: "currency-usd", args: &[("amount", ArgKind::Text)] },
    Signature { id: "currency-eur", args: &[("amount", ArgKind::Text)] },
    Signature { id: "currency-afn", args: &[("amount", ArgKind::Text)] },
    Signature { id: "currency-iqd", args: &[("amount", ArgKind::Text)] },
    Signature { id: "currency-other", args: &[("amount", ArgKind::Text), ("code", ArgKind::Code)] },
    Signature { id: "vault-unsent-goes-on", args: &[] },
    Signature { id: "vault-copy-changed", args: &[] },
    Signature { id: "vault-renew-what", args: &[] },
    Signature { id: "vault-renew", args: &[] },
    Signature { id: "vault-set-back", args: &[] },
    Signature { id: "vault-anew", args: &[] },
    Signature { id: "vault-anew-title", args: &[] },
    Signature { id: "vault-anew-what", args: &[] },
    Signature { id: "vault-anew-kept", args: &[] },
    Signature { id: "vault-anew-sure", args: &[] },
    Signature { id: "emergency-action", args: &[] },
    Signature { id: "emergency-title", args: &[] },
    Signature { id: "emergency-when", args: &[] },
    Signature { id: "emergency-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "emergency-ambulance", args: &[] },
    Signature { id: "emergency-clinic", args: &[] },
    Signature { id: "emergency-say", args: &[] },
    Signature { id: "emergency-practice", args: &[] },
    Signature { id: "emergency-practised", args: &[("number", ArgKind::Code)] },
    Signature { id: "emergency-cannot-dial", args: &[("number", ArgKind::Code)] },
    Signature { id: "emergency-opening", args: &[] },
    Signature { id: "emergency-crisis-line", args: &[] },
    Signature { id: "error-unreachable", args: &[] },
    Signature { id: "error-no-answer", args: &[] },
    Signature { id: "error-not-understood", args: &[] },
    Signature { id: "error-not-trusted", args: &[] },
    Signature { id: "error-too-large", args: &[] },
    Signature { id: "error-refused", args: &[] },
    Signature { id: "error-not-found", args: &[] },
    Signature { id: "error-clinic-trouble", args: &[] },
    Signature { id: "error-phone-full", args: &[] },
    Signature { id: "error-call-clinic", args: &[("number", ArgKind::Code)] },
    Signature { id: "home-title", args: &[] },
    Signature { id: "home-next", args: &[] },
    Signature { id: "home-no-visit", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "home-no-visit-no-doctor", args: &[] },
    Signature { id: "home-book", args: &[] },
    Signature {
        id: "home-booked",
        args: &[("doctor", ArgKind::Person), ("when", ArgKind::When(DateStyle::Appointment))],
    },
    Signature {
        id: "home-soon",
        args: &[("doctor", ArgKind::Person), ("time", ArgKind::When(DateStyle::Time))],
    },
    Signature { id: "home-now", args: &[("doctor", ArgKind::Person)] },
    Signature { id: "home-room-opens", args: &[("time", ArgKind::When(DateStyle::Time))] },
    Signature { id: "home-to-waiting-room", args: &[] },
    Signature { id: "home-not-sent", args: &[] },
    Signature { id: "home-not-booked-since", args: &[("when", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "home-unsure", args: &[] },
    Signature { id: "home-past", args: &[("when", ArgKind::When(DateStyle::Appointment))] },
    Signature { id: "home-follow-up", args: &[("date", ArgKind::When(DateStyle::Date))] },
    Signature { id: "home-visit", args: &[] },
    Signature { id: "home-language", args: &[] },
    Signature { id: "doctor-title", args: &[] },
    Signature { id: "doctor-name", args: &[] },
    Signature { id: "doctor-clinic", args: &[] },
    Signature { id: "doctor-speaks-yours", args: &[] },
    Signature { id: "doctor-speaks-other", args: &[] },
    Signature { id: "doctor-loading", args: &[] },
    Signature { id: "doctor-none", args: &[] },
    Signature { id: "doctor-see-times", args: &[] },
    Signature { id: "leave-title", args: &[] },
    Signature { id: "leave-account", args: &[] },
    Signature { id: "leave-open", args: &[] },
    Signature { id: "leave-unsent", args: &[] },
    Signature { id: "leave-unsent-booking", args: &[] },
    Signature { id: "leave-unsent-consent", args: &[] },
    Signature { id: "leave-unsent-cancellation", args: &[] },
    Signature { id: "leave-unsent-record", args: &[] },
    Signature { id: "leave-unsent-visit", args: &[] },
    Signature { id: "leave-send-first", args: &[] },
    Signature { id: "leave-goes", args: &[] },
    Signature { id: "leave-goes-records", args: &[] },
    Signature { id: "leave-goes-keys", args: &[] },
    Signature { id: "leave-goes-sign-in", args: &[] },
    Signature { id: "leave-stays", args: &[] },
    Signature { id: "leave-stays-years", args: &[("clinic", ArgKind::Text), ("years", ArgKind::Number)] },
    Signature { id: "leave-stays-law", args: &[("clinic", ArgKind::Text)] },
    Signature { id: "leave-stays-why", args: &[] },
    Signature { id: "leave-stays-numbers", args: &[] },
    Signature { id: "leave-sure", args: &[] },
    Signature { id: "leave-anyway", args: &[] },
    Signature { id: "leave-under-way", args: &[] },
    Signature { id: "leave-not-revoked", args: &[("number", ArgKind::Code)] },
    Signature { id: "leave-failed", args: &[] },
    Signature { id: "leave-gone-title", args: &[] },
    Signature { id: "leave-gone", args: &[] },
    Signature { id: "home-safety", args: &[] },
    Signature { id: "safety-title", args: &[] },
    Signature { id: "lock-title", args: &[] },
    Signature { id: "lock-by-phone", args: &[] },
    Signature { id: "lock-by-pin", args: &[] },
    Signature { id: "lock-missing", args: &[] },
    Signature { id: "lock-why-none", args: &[] },
    Signature { id: "lock-why-broken", args: &[] },
    Signature { id: "lock-pin-helps", args: &[] },
    Signature { id: "lock-without-means", args: &[] },
    Signature { id: "lock-without", args: &[] },
    Signature { id: "lock-help", args: &[("number", ArgKind::Code)] },
    Signature { id: "pin-title", args: &[] },
    Signature { id: "pin-set", args: &[] },
    Signature { id: "pin-change", args: &[] },
    Signature { id: "pin-remove", args: &[] },
    Signature { id: "pin-hint", args: &[] },
    Signature { id: "pin-hint-new", args: &[] },
    Signature { id: "pin-hint-again", args: &[] },
    Signature { id: "pin-rules-length", args: &[("least", ArgKind::Number), ("most", ArgKind::Number)] },
    Signature { id: "pin-field", args: &[] },
    Signature { id: "pin-keypad", args: &[] },
    Signature { id: "pin-key", args: &[("digit", ArgKind::Number)] },
    Signature { id: "pin-pressed", args: &[] },
    Signature { id: "pin-pressed-count", args: &[("count", ArgKind::Number)] },
    Signature { id: "pin-erase", args: &[] },
    Signature { id: "pin-checking", args: &[] },
    Signature { id: "pin-wrong", args: &[] },
    Signature { id: "pin-form-length", args: &[("least", ArgKind::Number), ("most", ArgKind::Number)] },
    Signature { id: "pin-differs", args: &[] },
    Signature { id: "pin-failed", args: &[] },
    Signature { id: "pin-wait", args: &[("time", ArgKind::When(DateStyle::Time))] },
    Signature { id: "pin-is-set", args: &[] },
    Signature { id: "pin-is-changed", args: &[] },
    Signature { id: "pin-is-removed", args: &[] },
    Signature { id: "pin-forgot", args: &[] },
    Signature { id: "pin-forgot-what", args: &[] },
    Signature { id: "pin-forgot-how", args: &[] },
    Signature {
        id: "sms-reminder",
        args: &[
            ("clinic", ArgKind::Text),
            ("day", ArgKind::When(DateStyle::Day)),
            ("time", ArgKind::When(DateStyle::Time)),
        ],
    },
    Signature {
        id: "sms-call-back",
        args: &[
            ("clinic", ArgKind::Text),
            ("day", ArgKind::When(DateStyle::Day)),
            ("time", ArgKind::When(DateStyle::Time)),
        ],
    },
    Signature { id: "practice-try", args: &[] },
    Signature { id: "practice-title", args: &[] },
    Signature { id: "practice-what", args: &[] },
    Signature { id: "practice-private", args: &[] },
    Signature { id: "practice-begin", args: &[] },
    Signature { id: "practice-connecting", args: &[] },
    Signature { id: "practice-speak", args: &[] },
    Signature { id: "practice-listen", args: &[] },
    Signature { id: "practice-good", args: &[] },
    Signature { id: "practice-good-advice", args: &[] },
    Signature { id: "practice-weak", args: &[] },
    Signature { id: "practice-weak-advice", args: &[] },
    Signature { id: "practice-too-weak", args: &[] },
    Signature { id: "practice-too-weak-advice", args: &[("number", ArgKind::Code)] },
    Signature { id: "practice-no-relay", args: &[] },
    Signature { id: "practice-no-relay-advice", args: &[("number", ArgKind::Code)] },
    Signature { id: "practice-silent", args: &[] },
    Signature { id: "practice-silent-advice", args: &[] },
    Signature { id: "practice-not-heard", args: &[] },
    Signature { id: "practice-again", args: &[] },
    Signature { id: "report-title", args: &[] },
    Signature { id: "report-about", args: &[("link", ArgKind::Code), ("seed", ArgKind::Number)] },
    Signature { id: "report-completed", args: &[] },
    Signature { id: "report-not-booked", args: &[] },
    Signature { id: "report-not-connected", args: &[] },
    Signature { id: "report-line-too-weak", args: &[] },
    Signature { id: "report-not-recorded", args: &[] },
    Signature { id: "report-timed-out", args: &[] },
    Signature { id: "report-figures", args: &[] },
    Signature { id: "report-booking", args: &[] },
    Signature { id: "report-booking-is", args: &[("status", ArgKind::Code), ("attempts", ArgKind::Number)] },
    Signature { id: "report-setup", args: &[] },
    Signature { id: "report-seconds", args: &[("seconds", ArgKind::Decimal)] },
    Signature { id: "report-milliseconds", args: &[("ms", ArgKind::Number)] },
    Signature { id: "report-rungs", args: &[] },
    Signature { id: "report-concealed-from-patient", args: &[] },
    Signature { id: "report-concealed-from-doctor", args: &[] },
    Signature { id: "report-signalling", args: &[] },
    Signature { id: "report-sync", args: &[] },
    Signature { id: "report-bytes", args: &[("up", ArgKind::Number), ("down", ArgKind::Number)] },
    Signature { id: "report-column-when", args: &[] },
    Signature { id: "report-column-line", args: &[] },
    Signature { id: "report-column-direction", args: &[] },
    Signature { id: "report-column-heard", args: &[] },
    Signature { id: "report-column-steady", args: &[] },
    Signature { id: "report-column-sent", args: &[] },
    Signature { id: "report-column-rung", args: &[] },
    Signature { id: "report-span", args: &[("from", ArgKind::Decimal), ("to", ArgKind::Decimal)] },
    Signature {
        id: "report-line-is",
        args: &[("rate", ArgKind::Decimal), ("trip", ArgKind::Decimal), ("loss", ArgKind::Decimal)],
    },
    Signature { id: "report-rate", args: &[("rate", ArgKind::Decimal)] },
    Signature { id: "report-percent", args: &[("share", ArgKind::Decimal)] },
    Signature { id: "report-from-patient", args: &[] },
    Signature { id: "report-from-doctor", args: &[] },
    Signature { id: "report-over-time", args: &[] },
    Signature { id: "report-plot-rate", args: &[] },
    Signature { id: "report-plot-rung", args: &[] },
    Signature { id: "report-plot-delay", args: &[] },
    Signature { id: "report-plot-concealed", args: &[] },
    Signature { id: "report-axis-time", args: &[] },
    Signature { id: "report-axis-rate", args: &[] },
    Signature { id: "report-axis-rung", args: &[] },
    Signature { id: "report-axis-delay", args: &[] },
    Signature { id: "report-axis-concealed", args: &[] },
    Signature { id: "report-line", args: &[] },
    Signature { id: "report-one-second", args: &[] },
    Signature { id: "report-sound", args: &[] },
    Signature { id: "report-heard-by-doctor", args: &[] },
    Signature { id: "report-heard-by-patient", args: &[] },
    Signature { id: "report-screens", args: &[] },
    Signature { id: "report-screen", args: &[("seconds", ArgKind::Decimal), ("screen", ArgKind::Code)] },
    Signature {
        id: "report-heard-at",
        args: &[("rate", ArgKind::Decimal), ("up", ArgKind::Decimal), ("down", ArgKind::Decimal)],
    },
    Signature { id: "report-at", args: &[("path", ArgKind::Code)] },
    Signature { id: "shell-app-name", args: &[] },
    Signature { id: "shell-channel-calls", args: &[] },
    Signature { id: "shell-channel-reminders", args: &[] },
    Signature { id: "shell-call-under-way", args: &[] },
    Signature { id: "shell-microphone-reason", args: &[] },
    Signature { id: "shell-unlock-reason", args: &[] },
    Signature { id: "shell-line-none", args: &[] },
    Signature { id: "shell-line-poor", args: &[] },
    Signature { id: "shell-line-weak", args: &[] },
    Signature { id: "shell-line-fair", args: &[] },
    Signature { id: "shell-line-good", args: &[] },
    Signature { id: "shell-closed", args: &[] },
    Signature { id: "shell-configuration", args: &[] },
    Signature { id: "shell-storage", args: &[] },
    Signature { id: "shell-resources", args: &[] },
    Signature { id: "shell-busy", args: &[] },
    Signature { id: "shell-too-large", args: &[] },
    Signature { id: "shell-sandbox-only", args: &[] },
    Signature { id: "shell-unknown", args: &[] },
    Signature {
        id: "speech-date",
        args: &[("day", ArgKind::Number), ("month", ArgKind::Text), ("year", ArgKind::Number)],
    },
    Signature {
        id: "speech-day",
        args: &[("weekday", ArgKind::Text), ("day", ArgKind::Number), ("month", ArgKind::Text)],
    },
    Signature {
        id: "speech-appointment",
        args: &[
            ("weekday", ArgKind::Text),
            ("day", ArgKind::Number),
            ("month", ArgKind::Text),
            ("year", ArgKind::Number),
            ("clock", ArgKind::Text),
        ],
    },
    Signature { id: "speech-part", args: &[("hour", ArgKind::Number)] },
    Signature { id: "speech-hour", args: &[("twelve", ArgKind::Number)] },
    Signature {
        id: "speech-clock",
        args: &[("hour", ArgKind::Number), ("twelve", ArgKind::Number), ("minute", ArgKind::Number)],
    },
    Signature {
        id: "speech-clock-from-sunrise",
        args: &[("hour", ArgKind::Number), ("local", ArgKind::Number), ("minute", ArgKind::Number)],
    },
    Signature { id: "start-language-title", args: &[] },
    Signature { id: "start-language-choose", args: &[] },
    Signature { id: "start-language-later", args: &[] },
    Signature { id: "start-address-choose", args: &[] },
    Signature { id: "start-address-woman", args: &[] },
    Signature { id: "start-address-man", args: &[] },
    Signature { id: "start-address-open", args: &[] },
    Signature { id: "consent-title", args: &[] },
    Signature { id: "consent-intro", args: &[("clinic", ArgKind::Text)] },
    Signature { id: "consent-kept", args: &[] },
    Signature { id: "consent-seen", args: &[("clinic", ArgKind::Text)] },
    Signature { id: "consent-call", args: &[] },
    Signature { id: "consent-withdraw", args: &[] },
    Signature { id: "consent-agree", args: &[] },
    Signature { id: "consent-unreviewed", args: &[] },
    Signature { id: "consent-unreviewed-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "consent-declined", args: &[] },
    Signature { id: "consent-declined-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "signin-title", args: &[] },
    Signature { id: "signin-hint", args: &[] },
    Signature { id: "signin-code", args: &[] },
    Signature { id: "signin-no-code-call", args: &[("number", ArgKind::Code)] },
    Signature { id: "signin-action", args: &[] },
    Signature { id: "signin-code-empty", args: &[] },
    Signature { id: "signin-code-shape", args: &[] },
    Signature { id: "signin-under-way", args: &[] },
    Signature { id: "signin-refused", args: &[] },
    Signature { id: "signin-other-person", args: &[] },
    Signature { id: "signin-expired", args: &[] },
    Signature { id: "vault-title", args: &[] },
    Signature { id: "vault-opening", args: &[] },
    Signature { id: "vault-locked", args: &[] },
    Signature { id: "vault-unlock", args: &[] },
    Signature { id: "vault-transient", args: &[] },
    Signature { id: "vault-invalidated", args: &[] },
    Signature { id: "vault-changed", args: &[] },
    Signature { id: "vault-newer", args: &[] },
    Signature { id: "vault-failed", args: &[] },
    Signature { id: "unit-blood-pressure", args: &[("upper", ArgKind::Number), ("lower", ArgKind::Number)] },
    Signature { id: "unit-mg-dl", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-mmol-l", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-celsius", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-kilograms", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-centimetres", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-pulse", args: &[("beats", ArgKind::Number)] },
    Signature { id: "unit-percent", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-milligrams", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-millilitres", args: &[("value", ArgKind::Decimal)] },
    Signature { id: "unit-tablets", args: &[("count", ArgKind::Number)] },
    Signature { id: "unit-drops", args: &[("count", ArgKind::Number)] },
    Signature { id: "home-visits", args: &[] },
    Signature { id: "visits-title", args: &[] },
    Signature { id: "visits-loading", args: &[] },
    Signature { id: "visits-none", args: &[] },
    Signature { id: "visits-more", args: &[] },
    Signature { id: "visits-with", args: &[("doctor", ArgKind::Person), ("outcome", ArgKind::Message)] },
    Signature { id: "visits-agreed", args: &[] },
    Signature { id: "visits-open", args: &[] },
    Signature { id: "visits-over", args: &[] },
    Signature { id: "visits-off", args: &[] },
    Signature { id: "visits-missed", args: &[] },
    Signature { id: "web-lost", args: &[] },
    Signature { id: "web-unsent", args: &[] },
    Signature { id: "web-elsewhere", args: &[] },
    Signature { id: "web-ended", args: &[] },
    Signature { id: "web-scripts", args: &[] },
];
