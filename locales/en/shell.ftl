### What a phone shows on the app's behalf, and what a painter names by itself.

# @outside
shell-app-name = Nabz
# @outside
shell-channel-calls = Calls
# @outside
shell-channel-reminders = Reminders
# @outside
# Stands on the locked phone while a call is under way: says nothing of who or why.
shell-call-under-way = A call is under way
shell-microphone-reason = So that your doctor can hear you. Only during a call.
shell-unlock-reason = Unlock to see what is kept on this phone
## The line's state, as a screen reader names its bars

shell-line-none = No line
shell-line-poor = Very weak line
shell-line-weak = Weak line
shell-line-fair = Fair line
shell-line-good = Good line

## When something did not work

shell-closed = The app was closed. Please open it again.
shell-configuration = This app is not set up correctly. Please tell the people who gave it to you.
shell-storage = What is kept on this phone could not be opened. Nothing was deleted. Please try again, or ask your clinic.
shell-resources = The phone has no room left for this. Please close other apps and try again.
shell-busy = One moment, please. A lot is being done at once.
shell-too-large = That is too much at once. Please try with less.
shell-sandbox-only = That is possible only for practice.
shell-unknown = That is not there any more. Please go on from what you see.
