"""Scores what was heard, by the authors' own code where there is any.

    python call_quality.py DIR [intrusive]     →  {"R2": {"20": {"stoi": 0.91, "pesq_nb": 2.8, "plcmos": 4.0, "visqol": 3.1, "runs": 30}}, …}

ViSQOL takes twenty seconds where the others take one: it hears the first seed of each speaker. With `intrusive` only STOI
and PESQ are asked; PLCMOS knows people's voices, not a synthesiser's.

STOI (Taal et al. 2011) and PESQ narrowband (ITU-T P.862) compare CASE/LOSS/SPEAKER-SEED.wav, every heard sample where it
was spoken, with spoken/SPEAKER.wav. PLCMOS v2 and ViSQOL hear CASE/LOSS/played/SPEAKER-SEED.wav, as it was played.
16 kHz mono.
"""

import json
import os
import sys
import warnings
from collections import defaultdict
from multiprocessing import Pool
from pathlib import Path

# One thread a process, two files at a time: the machine has other things to do.
PROCESSES = 2
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy
import onnxruntime
import soundfile
from pesq import pesq
from pystoi import stoi
from scipy.signal import resample_poly
from speechmos import plcmos
from visqol import VisqolApi

RATE = 16_000
# The codec's look-ahead shifts what is heard by at most this against what was spoken.
SHIFT = 320


def read(path):
    sound, rate = soundfile.read(path)
    assert rate == RATE and sound.ndim == 1, path
    return sound


def shifted(spoken, heard):
    """Undoes the one constant delay of the codec, found by correlation."""
    size = 2 * len(spoken)
    spectrum = numpy.fft.rfft(heard, size) * numpy.conj(numpy.fft.rfft(spoken, size))
    correlation = numpy.fft.irfft(spectrum, size)
    lags = numpy.arange(-SHIFT, SHIFT + 1)
    return numpy.roll(heard, -int(lags[numpy.argmax(correlation[lags])]))


def prepare():
    """One thread a process; the raters that PLCMOS draws are the same in every run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    plcmos.plcmos = plcmos.PLCMOS()
    plcmos.plcmos.session = onnxruntime.InferenceSession(plcmos.plcmos.model_path, options)
    warnings.simplefilter("ignore")


def score(job):
    folder, path, intrusive = job
    speaker, seed = path.stem.rsplit("-", 1)
    spoken, heard = read(folder / "spoken" / f"{speaker}.wav"), read(path)
    length = min(len(spoken), len(heard))
    whole, spoken, heard = spoken, spoken[:length], heard[:length]
    heard = shifted(spoken, heard)
    narrow = [resample_poly(signal, 1, 2) for signal in (spoken, heard)]
    case = path.parts[-3], path.parts[-2], float(stoi(spoken, heard, RATE)), float(pesq(RATE // 2, *narrow, "nb"))
    if intrusive:
        return *case, numpy.nan, numpy.nan
    played = read(path.parent / "played" / path.name)
    numpy.random.seed(1)
    mos = float(plcmos.run(numpy.clip(played, -1, 1), RATE)["plcmos"])
    return *case, mos, similarity(whole, played) if seed == "0" else numpy.nan


def similarity(spoken, played):
    visqol = VisqolApi()
    visqol.create(mode="speech", use_lattice_model=False)
    return float(visqol.measure_from_arrays(spoken, played, RATE).moslqo)


def main():
    folder = Path(sys.argv[1])
    intrusive = "intrusive" in sys.argv[2:]
    jobs = [(folder, path, intrusive) for path in sorted(folder.glob("*/*/*.wav"))]
    scores = defaultdict(list)
    with Pool(PROCESSES, prepare) as pool:
        for case, loss, *values in pool.imap_unordered(score, jobs):
            scores[case, loss].append(values)
    result = defaultdict(dict)
    for (case, loss), values in sorted(scores.items()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # A column that nobody asked for has no mean.
            stoi_, pesq_, plcmos_, visqol_ = numpy.nanmean(values, axis=0)
        result[case][loss] = {
            "stoi": round(float(stoi_), 3),
            "pesq_nb": round(float(pesq_), 2),
            "runs": len(values),
        }
        if not intrusive:
            result[case][loss] |= {"plcmos": round(float(plcmos_), 2), "visqol": round(float(visqol_), 2)}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
