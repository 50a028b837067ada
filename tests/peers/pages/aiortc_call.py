"""Calls the core with aiortc, as pages/call.js does with a browser: offers, takes the answer, talks, says what it hears."""

import asyncio
import json
import sys
import urllib.request

import av
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer


def tell(base, path, body):
    request = urllib.request.Request(base + path, data=body.encode(), method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


class Ear:
    """What was heard, in the figures a browser gives: samples at 48 kHz, and energy."""

    def __init__(self):
        self.received = 0
        self.energy = 0.0

    async def listen(self, track):
        mono = av.AudioResampler(format="s16", layout="mono", rate=48000)
        while True:
            frame = await track.recv()
            for part in mono.resample(frame):
                samples = part.to_ndarray()[0].astype(float) / 32768.0
                self.received += len(samples)
                self.energy += float((samples**2).sum()) / 48000.0


async def call(base, speech):
    peer, ear = RTCPeerConnection(), Ear()
    peer.on("track", lambda track: asyncio.ensure_future(ear.listen(track)))
    peer.addTrack(MediaPlayer(speech, loop=True).audio)
    await peer.setLocalDescription(await peer.createOffer())
    answer = await asyncio.to_thread(tell, base, "/offer", peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
    while True:
        figures = {"state": peer.connectionState, "received": ear.received, "energy": ear.energy}
        await asyncio.to_thread(tell, base, "/figures", json.dumps([figures]))
        await asyncio.sleep(0.5)


asyncio.run(call(*sys.argv[1:]))
