"""Intelligibility of what was heard over a stretch of a visit: STOI (Taal et al. 2011) by pystoi.

    python stoi.py OUT FROM_S TO_S     →  {"up": 0.81, "down": 0.83}

OUT holds what `nabz visit --out OUT` wrote: spoken-by-*.wav and heard-by-*.wav, frame by frame of 20 ms since the call
began, and heard.json, which says for every frame heard at which spoken sample it begins (or null: concealed). What was
heard is laid back under what was spoken; what was never heard is silence, so that what is missing counts.
"""

import json
import sys
import wave
from pathlib import Path

import numpy
from pystoi import stoi

RATE = 16_000
FRAME = 320
# A codec's look-ahead shifts what is heard against what was spoken by at most this (RFC 6716: 6.5 ms, and resampling).
SHIFT = 320


def read(path):
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2), path
        return numpy.frombuffer(file.readframes(file.getnframes()), numpy.int16).astype(float)


def aligned(spoken, heard, places):
    """What was heard, where it was spoken."""
    laid = numpy.zeros_like(spoken)
    for at, place in enumerate(places):
        played = heard[at * FRAME : (at + 1) * FRAME]
        if place is not None and len(played) == FRAME and place + FRAME <= len(laid):
            laid[place : place + FRAME] = played
    return laid


def shifted(spoken, laid):
    """Undoes the one constant delay of the codec, found by correlation."""
    lags = range(-SHIFT, SHIFT + 1)
    best = max(lags, key=lambda lag: float(numpy.dot(spoken, numpy.roll(laid, -lag))))
    return numpy.roll(laid, -best)


def score(out, way, speaker, listener, start, stop):
    spoken = read(out / f"spoken-by-{speaker}.wav")
    heard = read(out / f"heard-by-{listener}.wav")
    places = json.loads((out / "heard.json").read_text())[way]
    laid = aligned(spoken, heard, places)
    part = slice(int(start * RATE), int(stop * RATE))
    return round(float(stoi(spoken[part], shifted(spoken[part], laid[part]), RATE)), 3)


def main():
    out, start, stop = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    result = {
        "up": score(out, "up", "patient", "doctor", start, stop),
        "down": score(out, "down", "doctor", "patient", start, stop),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
