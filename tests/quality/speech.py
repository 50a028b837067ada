"""Makes the recordings that `cargo xtask bench call-quality` sends over bad lines.

    python speech.py OUT CODEC2_WAV

OUT/people/*.wav     people: a reader of LibriVox and card players (Debian pocketsphinx-testdata), codec2's own sample
OUT/languages/*.wav  a clinic's sentences in other languages, by espeak-ng
OUT/words/WORD-VOICE.wav  numbers that are easily taken for each other, each in one sentence, by espeak-ng

16 kHz mono. Nothing here is kept in the repository.
"""

import subprocess
import sys
from pathlib import Path

import numpy
import soundfile
from scipy.signal import resample_poly

RATE = 16_000
SPHINX = Path("/usr/share/pocketsphinx/test/data")
BREATH = numpy.zeros(RATE // 3)
LOUDEST = 0.7

# What a doctor asks: how are you, does anything hurt, take one tablet every evening.
SENTENCES = {
    "fa": "سلام. حال شما چطور است؟ جایی درد دارید؟ لطفاً هر شب یک قرص بخورید. فردا دوباره زنگ می‌زنم.",
    "ar": "السلام عليكم. كيف حالك اليوم؟ هل تشعر بألم؟ خذ حبة واحدة كل مساء. سأتصل بك غدا.",
    "hi": "नमस्ते। आज आप कैसे हैं? क्या कहीं दर्द है? हर शाम एक गोली लीजिए। मैं कल फिर फ़ोन करूँगा।",
    "am": "ሰላም። ዛሬ እንዴት ነዎት? የሚያምዎት ቦታ አለ? በየምሽቱ አንድ ኪኒን ይውሰዱ። ነገ እደውላለሁ።",
    "ku": "Silav. Îro tu çawa yî? Tu derekê te diêşe? Her êvar heb ekê bixwe. Ez ê sibê telefon bikim.",
    "ur": "السلام علیکم۔ آج آپ کیسے ہیں؟ کیا کہیں درد ہے؟ ہر شام ایک گولی لیں۔ میں کل پھر فون کروں گا۔",
    "en-gb": "Good morning. How are you today? Does anything hurt? Take one tablet every evening. I will call again tomorrow.",
}
TENS = ["thir", "four", "fif", "six", "seven", "eigh", "nine"]
NUMBERS = [stem + "teen" for stem in TENS] + ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VOICES = {"f": ("en-us+f2", 55), "m": ("en-us+m3", 45), "slow": ("en-gb+m2", 40)}


def read(path):
    if path.suffix == ".raw":
        return numpy.fromfile(path, numpy.int16) / 32_768
    sound, rate = soundfile.read(path)
    return sound if rate == RATE else resample_poly(sound, RATE, rate)


def write(path, parts):
    sound = numpy.concatenate([piece for part in parts for piece in (part, BREATH)])
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound * LOUDEST / numpy.abs(sound).max(), RATE, subtype="PCM_16")


def say(voice, pitch, text, work):
    subprocess.run(["espeak-ng", "-v", voice, "-p", str(pitch), "-s", "145", "-w", work, "--", text], check=True)
    return read(Path(work))


def main():
    out, codec2 = Path(sys.argv[1]), Path(sys.argv[2])
    work = str(out / "work.wav")
    out.mkdir(parents=True, exist_ok=True)
    write(out / "people" / "librivox.wav", [read(path) for path in sorted((SPHINX / "librivox").glob("*.wav"))])
    write(out / "people" / "cards.wav", [read(path) for path in sorted((SPHINX / "cards").glob("*.wav"))])
    write(out / "people" / "codec2.wav", [read(codec2)])
    for language, text in SENTENCES.items():
        write(out / "languages" / f"{language}.wav", [say(language, 50, text, work)])
    for number in NUMBERS:
        for name, (voice, pitch) in VOICES.items():
            write(out / "words" / f"{number}-{name}.wav", [BREATH, say(voice, pitch, f"take {number} drops", work)])
    Path(work).unlink()


if __name__ == "__main__":
    main()
