### The first start: language, consent, sign-in, opening what the phone keeps.

## Language

start-language-title = Your language
start-language-choose = Choose the language you like to read and hear.
start-language-later = You can change it later.
# Asked only in languages that speak to a woman and to a man in different words.
start-address-choose = How may we speak to you?
start-address-woman = As to a woman
start-address-man = As to a man
start-address-open = It does not matter

## Consent

consent-title = Your agreement
# @critical consent
# $clinic (Text)
consent-intro = To help you from afar, { $clinic } needs your agreement.
# @critical consent
consent-kept = We keep your visits, and what your doctor notes about them. On this phone it is locked.
# @critical consent
# $clinic (Text)
consent-seen = Only you and the people who treat you at { $clinic } can see it.
# @critical consent
consent-call = Calls are not recorded.
# @critical consent
consent-withdraw = You can take your agreement back at any time. Just tell the clinic.
# @critical consent
consent-agree = I agree
# Where a clinic lets nobody agree to words that no clinician has checked in this language.
consent-unreviewed = Before you agree, the words must be right. In your language no doctor has checked them yet.
# $number (Code) - the clinic's telephone number
consent-unreviewed-call = Please call the clinic at { $number }. Someone there will go through it with you.
consent-declined = That is fine. Without your agreement we cannot book a visit here.
# $number (Code) - the clinic's telephone number
consent-declined-call = You can still call the clinic at { $number }.

## Sign-in

signin-title = Sign in
signin-hint = Please enter the code the clinic gave you.
signin-code = Your code
# $number (Code) - the clinic's telephone number
signin-no-code-call = No code? Please call the clinic at { $number }.
signin-action = Sign in
signin-code-empty = Please enter your code first.
signin-code-shape = This does not look like a code of the clinic. Please look again.
signin-under-way = Signing you in …
    .speech = Signing you in.
signin-refused = The clinic does not know this code. Please check each digit.
signin-other-person = This code belongs to another person. Each person has their own place on this phone. Please use your own code.
signin-expired = You were signed out. Please sign in again. Nothing is lost.

## Opening what the phone keeps

vault-title = Your records on this phone
vault-opening = Opening your records …
    .speech = Opening your records.
vault-locked = Your records are locked. Please unlock your phone.
vault-unlock = Unlock
vault-transient = Your phone could not open your records just now. Please try again.
vault-invalidated = The lock of this phone was changed, so your records here cannot be opened. The clinic still has them.
vault-changed = The records on this phone were changed by something else. To keep you safe, we do not open them. Nothing was deleted.
vault-newer = These records come from a newer version. Please update this app.
vault-failed = Your records could not be read. Nothing was deleted.
