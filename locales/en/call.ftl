### Waiting room, ringing, and the call itself.

## Waiting room

waiting-title = Waiting room
# $doctor (Person)
waiting-here = You are in the right place. { $doctor } will call you.
# $time (When time)
waiting-at = Your visit is at { $time }.
waiting-stay = Please stay near your phone.
waiting-quiet = A quiet place helps you hear each other.
# $doctor (Person)
waiting-late = { $doctor } is a little late. Please stay. Your place is kept.
# $number (Code) - the clinic's telephone number
waiting-very-late = This is taking long. If you like, call the clinic at { $number }.
# $doctor (Person)
waiting-again = Please wait here: { $doctor } can call you again. If everything was said, finish the visit.
waiting-finish = Finish the visit
waiting-no-line = There is no line now. As soon as it is back, you can be called.

## Ringing

# $doctor (Person)
ring-title = { $doctor } calls you
# $clinic (Text)
ring-from = From { $clinic }
ring-known = The clinic confirms who is calling.
ring-answer = Answer
ring-not-now = Not now
# $doctor (Person)
ring-declined = You did not answer. { $doctor } knows, and can call again.
# $doctor (Person)
ring-missed = { $doctor } called you. You can wait here for another call.

## A caller who cannot be trusted

untrusted-other-clinic = Someone called you who does not belong to your clinic. We did not let the call through.
untrusted-message = A call came that was not in order. We did not let it through.
untrusted-wrong-peer = The other side is not the doctor who called you. We ended the call to keep you safe.

## The state of a call

# $doctor (Person)
call-with = Call with { $doctor }
call-connecting = Connecting …
    .speech = Connecting.
call-connected = You are connected. Please speak.
call-line-good = The line is good.
call-line-fair = The line is fair.
call-line-weak = The line is weak. It sounds thinner. Just keep talking.
call-line-very-weak = The line is very weak. Please speak slowly, in short sentences.
call-interrupted = The line broke. Please wait, we are getting it back.
call-restored = The line is back. You can go on.
call-ended-you = You ended the call.
# $doctor (Person)
call-ended-doctor = { $doctor } ended the call.
call-ended-lost = The line did not come back. The call has ended.
call-could-not-connect = The call could not be made. The line was not strong enough.
# $number (Code) - the clinic's telephone number
call-too-weak-call = The line is too weak for any call. Please call the clinic at { $number }.
# The reason why the line is weak, as measured, below the sentence above.
call-trouble-lost-there = Parts of what you say get lost. Please say important things twice.
# $doctor (Person)
call-trouble-lost-here = Parts of what { $doctor } says get lost. Ask to hear it again.
call-trouble-narrow = Little gets through. Stop other internet use on this phone, or go near a window.
call-trouble-slow = Your voice arrives late. After you speak, wait a moment.
# $number (Code) - the clinic's telephone number
call-advice-record = It is hard to talk on this line. If you cannot understand each other, call the clinic at { $number }.
call-clinic = Call the clinic
# $number (Code) - the clinic's telephone number
call-clinic-practice = This is only practice. In a real visit your phone would open { $number } now.
# $number (Code) - the clinic's telephone number
call-clinic-cannot = This device cannot make phone calls. Please call { $number } from another phone.
call-kept = Your doctor may not have heard your last words. They are locked on this phone and were not sent. Please say them again. When the visit ends, they are deleted.
call-muted = Your microphone is off. Your doctor cannot hear you.
call-keep-sound = Hold the phone to your ear, or use a headset.

## What changes while one talks

call-length-label = You have been talking for
# $minutes (Number)
call-length =
    { $minutes ->
        [0] less than a minute
        [one] one minute
       *[other] { $minutes } minutes
    }
call-voice-label = Your voice
call-voice-heard = Your phone hears you.
call-voice-quiet = Your phone hears nothing at the moment.

## What one can do in a call

call-hang-up = Hang up
call-loudspeaker = Use the loudspeaker
call-earpiece = Hold it to my ear
call-one-at-a-time = On the loudspeaker one of you is heard at a time. Let the other finish.
call-mute = Turn microphone off
call-unmute = Turn microphone on
