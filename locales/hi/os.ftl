### जो एसएमएस से भेजा जाता है।

sms-reminder = { $clinic }: आपकी मुलाक़ात { $day } को { $time } है।
sms-call-back = { $clinic }: आपको { $day } को { $time } हमारा फ़ोन आएगा।
