// A line between browser and app that can be cut. It says the app's own name to the app, so that the app sees requests
// of its own page.

import { createServer, request } from "node:http";
import { connect } from "node:net";

/** Stands before the app at `origin`. */
export async function startProxy(origin) {
  const { hostname, port, host } = new URL(origin);
  const sockets = new Set();
  let stands = true;
  const asOwn = ({ headers }) => ({ ...headers, host, ...(headers.origin ? { origin } : {}) });

  const server = createServer((asked, answer) => {
    const forwarded = request({ hostname, port, path: asked.url, headers: asOwn(asked) }, (answered) => {
      answer.writeHead(answered.statusCode, answered.headers);
      answered.pipe(answer);
    });
    forwarded.on("error", () => answer.destroy());
    asked.pipe(forwarded);
  });
  server.on("upgrade", (asked, socket) => {
    const onward = connect(port, hostname, () => {
      const headers = Object.entries(asOwn(asked)).map(([name, value]) => `${name}: ${value}\r\n`);
      onward.write(`GET ${asked.url} HTTP/1.1\r\n${headers.join("")}\r\n`);
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on("error", () => {});
      each.on("close", () => [socket, onward].forEach((other) => other.destroy()));
    }
  });
  server.on("connection", (socket) => {
    if (!stands) socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    origin: `http://127.0.0.1:${server.address().port}`,

    /** Breaks every connection and lets none through until `mend`. */
    cut() {
      stands = false;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },

    mend() {
      stands = true;
    },

    stop() {
      this.cut();
      server.close();
    },
  };
}
