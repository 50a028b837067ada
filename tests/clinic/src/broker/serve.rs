//! The broker on sockets: one task owns it, two tasks a connection carry bytes.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use nabz_time::Mono;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::{Broker, ConnId};

/// The packets that may wait for one socket. A client has at most 16 messages and as many answers under way; one that
/// reads so slowly that more pile up is cut off.
const WAITING_PACKETS: usize = 256;

/// The reads of all sockets that may wait for the broker.
const WAITING_READS: usize = 64;

enum Heard {
    Bytes(ConnId, Vec<u8>),
    Closed(ConnId),
}

/// Dropping it lets the writer finish what waits and close; the reader ends at once.
struct Socket {
    packets: mpsc::Sender<Vec<u8>>,
    reader: AbortHandle,
    writer: AbortHandle,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

struct Server {
    broker: Broker,
    began: Instant,
    sockets: BTreeMap<ConnId, Socket>,
    last: u64,
    tasks: JoinSet<()>,
    heard: mpsc::Sender<Heard>,
}

/// Serves `broker` on `listener` until the future is dropped, which closes every connection.
pub async fn serve(listener: TcpListener, broker: Broker) -> io::Result<()> {
    let (heard, mut hearing) = mpsc::channel(WAITING_READS);
    let mut server = Server {
        broker,
        began: Instant::now(),
        sockets: BTreeMap::new(),
        last: 0,
        tasks: JoinSet::new(),
        heard,
    };
    loop {
        let wake = server.wake_at();
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => server.accept(stream),
                // Out of file descriptors, or the peer was gone already: the next may do better.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(heard) = hearing.recv() => server.hear(heard),
            () = sleep_until(wake) => {
                let now = server.now();
                server.broker.handle_timeout(now);
            }
        }
        while server.tasks.try_join_next().is_some() {}
        server.flush();
    }
}

impl Server {
    fn now(&self) -> Mono {
        Mono::ZERO + self.began.elapsed()
    }

    fn wake_at(&self) -> Instant {
        /// With nothing to wait for, look again once an hour.
        const IDLE: Duration = Duration::from_secs(3_600);
        let wait = self.broker.poll_timeout().map_or(IDLE, |at| at.since(self.now()));
        Instant::now() + wait
    }

    fn accept(&mut self, stream: TcpStream) {
        self.last += 1;
        let conn = ConnId(self.last);
        // Packets are small and answers are awaited; without this option Nagle's algorithm would hold them back.
        let _ = stream.set_nodelay(true);
        let (reader, writer) = stream.into_split();
        let (packets, waiting) = mpsc::channel(WAITING_PACKETS);
        let reader = self.tasks.spawn(read(conn, reader, self.heard.clone()));
        let writer = self.tasks.spawn(write(writer, waiting));
        self.sockets.insert(conn, Socket { packets, reader, writer });
        self.broker.accept(conn, self.now());
    }

    fn hear(&mut self, heard: Heard) {
        let now = self.now();
        match heard {
            Heard::Bytes(conn, bytes) => self.broker.handle_bytes(conn, &bytes, now),
            Heard::Closed(conn) => self.close(conn),
        }
    }

    fn flush(&mut self) {
        while let Some((conn, bytes)) = self.broker.poll_transmit() {
            let kept_up =
                self.sockets.get(&conn).is_some_and(|socket| socket.packets.try_send(bytes).is_ok());
            if !kept_up {
                self.close(conn);
            }
        }
        while let Some(conn) = self.broker.poll_close() {
            self.sockets.remove(&conn);
        }
    }

    fn close(&mut self, conn: ConnId) {
        if let Some(socket) = self.sockets.remove(&conn) {
            socket.writer.abort();
        }
        self.broker.closed(conn, self.now());
    }
}

/// Passes on what a socket says until it ends.
async fn read(conn: ConnId, mut reader: OwnedReadHalf, heard: mpsc::Sender<Heard>) {
    let mut buffer = vec![0; 4_096];
    while let Ok(count @ 1..) = reader.read(&mut buffer).await {
        let bytes = buffer.get(..count).unwrap_or_default().to_vec();
        if heard.send(Heard::Bytes(conn, bytes)).await.is_err() {
            return;
        }
    }
    let _ = heard.send(Heard::Closed(conn)).await;
}

/// Writes packets until there are no more to come.
async fn write(mut writer: OwnedWriteHalf, mut waiting: mpsc::Receiver<Vec<u8>>) {
    while let Some(bytes) = waiting.recv().await {
        if writer.write_all(&bytes).await.is_err() {
            return;
        }
    }
    let _ = writer.shutdown().await;
}
