#!/bin/sh
# Makes the recordings of this folder from the texts in README.md with espeak-ng and sox.
# One turn is: who speaks, the text. Whoever listens is silent meanwhile, so the two files of a language are equally
# long and stay in step when they are looped together.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# say LANGUAGE VOICE PITCH FILE TEXT
say() {
    espeak-ng -v "$1$2" -p "$3" -s 150 -w "$work/raw.wav" -- "$5"
    # 16 kHz mono, espeak's own silence at both ends cut, peaks at -3 dB, a short breath after the turn. No dither: the
    # files come out the same every time.
    sox -D -R "$work/raw.wav" -r 16000 -c 1 -b 16 "$4" \
        silence 1 0.01 0.1% reverse silence 1 0.01 0.1% reverse norm -3 pad 0 0.45
}

# dialogue LANGUAGE: turns on standard input, "patient|text" or "doctor|text"
dialogue() {
    n=100
    while IFS='|' read -r who text; do
        n=$((n + 1))
        case $who in
            patient) say "$1" +f2 60 "$work/$n.wav" "$text" ; other=doctor ;;
            doctor) say "$1" +m3 40 "$work/$n.wav" "$text" ; other=patient ;;
        esac
        cp "$work/$n.wav" "$work/$1-$who-$n.wav"
        sox -D "$work/$n.wav" "$work/$1-$other-$n.wav" vol 0
    done
    for who in patient doctor; do
        sox -D "$work/$1-$who-"*.wav "$1-$who.wav"
    done
}

dialogue en <<'END'
doctor|Good morning. Can you hear me well?
patient|Yes doctor, I can hear you.
doctor|How have you been since our last talk?
patient|My head has been aching for three days, mostly in the morning.
doctor|What was your blood pressure today?
patient|One hundred and fifty over ninety.
doctor|Please take your tablet every evening, and measure again tomorrow.
patient|Thank you. I will do that.
END

dialogue fa <<'END'
doctor|سلام. صدای من خوب می‌آید؟
patient|سلام دکتر. بله، می‌شنوم.
doctor|از دفعهٔ پیش حالتان چطور بوده است؟
patient|سه روز است سرم درد می‌کند، بیشتر صبح‌ها.
doctor|فشار خون امروزتان چند بود؟
patient|پانزده روی نه.
doctor|لطفاً هر شب قرصتان را بخورید.
patient|چشم. خیلی ممنونم.
END
