"""Is "fifteen" taken for "fifty"? What a recogniser that knows only these numbers hears, as the share that was said.

    python words.py DIR     →  {"spoken": 0.97, "R3": 0.95, …}

DIR holds CASE/LOSS/played/WORD-VOICE-SEED.wav and spoken/WORD-VOICE.wav, 16 kHz mono.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import soundfile
from pocketsphinx import Decoder

from speech import NUMBERS

GRAMMAR = f"#JSGF V1.0; grammar g; public <s> = take ( {' | '.join(NUMBERS)} ) drops;"


def main():
    folder = Path(sys.argv[1])
    decoder = Decoder(lm=None, loglevel="FATAL")
    decoder.add_jsgf_string("numbers", GRAMMAR)
    decoder.activate_search("numbers")
    right = defaultdict(list)
    for path in sorted([*folder.glob("*/*/played/*.wav"), *folder.glob("spoken/*.wav")]):
        sound, _ = soundfile.read(path, dtype="int16")
        decoder.start_utt()
        decoder.process_raw(sound.tobytes(), full_utt=True)
        decoder.end_utt()
        heard = decoder.hyp().hypstr.split() if decoder.hyp() else []
        case = path.relative_to(folder).parts[0]
        right[case].append(path.stem.split("-")[0] in heard)
    print(json.dumps({case: sum(found) / len(found) for case, found in right.items()}))


if __name__ == "__main__":
    main()
