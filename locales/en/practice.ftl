### A practice call with oneself, to hear whether the line carries a visit.

practice-try = Try a call
practice-title = Try a call
practice-what = You speak for five seconds. Then you hear what arrived. So you know how a call will sound.
practice-private = Nobody else hears it, and nothing is kept.
practice-begin = Start
practice-connecting = Reaching the clinic’s line …
    .speech = Reaching the clinic’s line.
practice-speak = Please speak now. Say, for example, your name and how you are.
practice-listen = Now listen. This is how you arrive.
practice-good = The line is good.
practice-good-advice = You will be heard well.
practice-weak = The line is weak.
# "Short of breath" here means: the sound is thin, slow, or has small gaps.
practice-weak-advice = You will be heard, but calls may be thin or slow. Try another spot, near a window.
practice-too-weak = The line is too weak for a call now. Words would get lost.
# $number (Code) - the clinic's telephone number
practice-too-weak-advice = Try another spot or another time. You can also call the clinic at { $number }.
practice-no-relay = The clinic’s line was not reached.
# $number (Code) - the clinic's telephone number
practice-no-relay-advice = Check that your internet is on, and try again. If it stays so, call the clinic at { $number }.
practice-silent = Your phone heard nothing.
practice-silent-advice = Allow the microphone for this app, take off what covers it, and try again.
practice-not-heard = Did you hear nothing? Then turn up the sound and try again.
practice-again = Try again
