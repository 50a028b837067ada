// A plain page that calls: the core, or another connection of its own, as a browser does by itself.

const tell = (path, body) => fetch(path, { method: "POST", body });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function microphone() {
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  return navigator.mediaDevices.getUserMedia({ audio: plain });
}

function connection(stream) {
  const peer = new RTCPeerConnection({ iceServers: [] });
  for (const track of stream.getAudioTracks()) peer.addTrack(track, stream);
  const sound = new Audio();
  peer.ontrack = (event) => {
    sound.srcObject = event.streams[0];
    sound.play();
  };
  return peer;
}

async function describe(peer, description) {
  await peer.setLocalDescription(description);
  while (peer.iceGatheringState !== "complete") await wait(20);
  return peer.localDescription.sdp;
}

// What the other side is told: the same, but reached only through the line.
function through(sdp, address) {
  const [host, port] = address.split(":");
  const lines = sdp.split("\r\n").filter((line) => !/^a=(candidate|end-of-candidates)/.test(line));
  while (lines.at(-1) === "") lines.pop();
  return [...lines, `a=candidate:1 1 udp 2122260223 ${host} ${port} typ host`, "a=end-of-candidates", ""].join("\r\n");
}

async function figures(peer) {
  const all = { state: peer.connectionState };
  for (const stat of (await peer.getStats()).values()) {
    if (stat.type === "inbound-rtp") {
      Object.assign(all, {
        received: stat.totalSamplesReceived, concealed: stat.concealedSamples, energy: stat.totalAudioEnergy,
        lost: stat.packetsLost, buffered: stat.jitterBufferDelay, emitted: stat.jitterBufferEmittedCount,
      });
    } else if (stat.type === "outbound-rtp") {
      Object.assign(all, { sent: stat.packetsSent, bytes: stat.bytesSent });
    } else if (stat.type === "media-source") {
      all.spoken = stat.totalAudioEnergy;
    }
  }
  return all;
}

async function report(peers) {
  for (;;) {
    const told = await Promise.all(peers.map(figures));
    await tell("/figures", JSON.stringify(told));
    await wait(500);
  }
}

async function callCore(stream) {
  const peer = connection(stream);
  const offer = await describe(peer, await peer.createOffer());
  const answer = await (await tell("/offer", offer)).text();
  await peer.setRemoteDescription({ type: "answer", sdp: answer });
  await report([peer]);
}

async function callOneself(stream, [first, second]) {
  const [caller, called] = [connection(stream), connection(stream)];
  const offer = await describe(caller, await caller.createOffer());
  await called.setRemoteDescription({ type: "offer", sdp: through(offer, second) });
  const answer = await describe(called, await called.createAnswer());
  await caller.setRemoteDescription({ type: "answer", sdp: through(answer, first) });
  await report([caller, called]);
}

try {
  const plan = await (await fetch("/plan")).json();
  const stream = await microphone();
  await (plan.pair ? callOneself(stream, plan.pair) : callCore(stream));
} catch (error) {
  await tell("/failed", String(error));
}
