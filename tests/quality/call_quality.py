"""Scores what the test `quality` of nabz-call heard: STOI (Taal et al. 2011) and PESQ narrowband (ITU-T P.862).

    python call_quality.py DIR     →  {"R2": {"20": {"stoi": 0.91, "pesq_nb": 2.8, "runs": 30}}, …}

DIR holds CASE/LOSS/SPEAKER-SEED.wav and spoken/SPEAKER.wav, 16 kHz mono, every heard frame where it was spoken.
"""

import json
import sys
import wave
from collections import defaultdict
from multiprocessing import Pool
from pathlib import Path

import numpy
from pesq import pesq
from pystoi import stoi
from scipy.signal import resample_poly

RATE = 16_000
# The codec's look-ahead shifts what is heard by at most this against what was spoken.
SHIFT = 320


def read(path):
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2), path
        return numpy.frombuffer(file.readframes(file.getnframes()), numpy.int16).astype(float)


def shifted(spoken, heard):
    """Undoes the one constant delay of the codec, found by correlation."""
    size = 2 * len(spoken)
    spectrum = numpy.fft.rfft(heard, size) * numpy.conj(numpy.fft.rfft(spoken, size))
    correlation = numpy.fft.irfft(spectrum, size)
    lags = numpy.arange(-SHIFT, SHIFT + 1)
    return numpy.roll(heard, -int(lags[numpy.argmax(correlation[lags])]))


def score(job):
    folder, path = job
    speaker = path.stem.rsplit("-", 1)[0]
    spoken, heard = read(folder / "spoken" / f"{speaker}.wav"), read(path)
    length = min(len(spoken), len(heard))
    spoken, heard = spoken[:length], heard[:length]
    heard = shifted(spoken, heard)
    narrow = [resample_poly(signal, 1, 2) for signal in (spoken, heard)]
    return path.parts[-3], path.parts[-2], float(stoi(spoken, heard, RATE)), float(pesq(RATE // 2, *narrow, "nb"))


def main():
    folder = Path(sys.argv[1])
    jobs = [(folder, path) for path in sorted(folder.glob("*/*/*.wav"))]
    scores = defaultdict(list)
    with Pool() as pool:
        for case, loss, *values in pool.imap_unordered(score, jobs):
            scores[case, loss].append(values)
    result = defaultdict(dict)
    for (case, loss), values in sorted(scores.items()):
        means = numpy.mean(values, axis=0)
        result[case][loss] = {
            "stoi": round(float(means[0]), 3),
            "pesq_nb": round(float(means[1]), 2),
            "runs": len(values),
        }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
