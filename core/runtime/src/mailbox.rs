//! The mailbox on a TCP connection: bytes in and out of [`nabz_call::signal::Mailbox`], which decides everything.

use std::sync::Arc;
use std::time::Duration;

use nabz_app::effect::{Input, MailboxCommand};
use nabz_call::signal::{Mailbox, MailboxConfig, MailboxEvent, MailboxName, Token};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::clock::Clock;
use crate::entropy::SystemEntropy;
use crate::inbox::{Inbox, Wake};
use crate::traffic::Traffic;

/// Commands waiting for the task; a full queue makes the turn thread wait.
const QUEUE: usize = 64;

/// How long a connection may take to stand.
const DIAL: Duration = Duration::from_secs(20);

/// The longest sleep, when the mailbox itself wants nothing.
const NAP: Duration = Duration::from_secs(60);

pub(crate) struct MailboxTask {
    commands: Sender<MailboxCommand>,
}

impl MailboxTask {
    /// A mailbox at rest until the app asks for a connection. A name that is none gives a mailbox that stays at rest.
    pub(crate) fn start(
        network: &tokio::runtime::Handle,
        name: &str,
        broker: &str,
        clock: Arc<Clock>,
        traffic: Arc<Traffic>,
        inbox: Inbox,
    ) -> Self {
        let (commands, waiting) = channel(QUEUE);
        if let Ok(name) = name.parse::<MailboxName>() {
            let broker = broker.to_owned();
            let (heard, mut news) = channel(1);
            network.spawn(serve_mailbox(name, broker, clock, traffic, waiting, heard));
            network.spawn(async move {
                while let Some(event) = news.recv().await {
                    inbox.send(Wake::Input(Input::Mailbox(event))).await;
                }
            });
        }
        Self { commands }
    }

    /// Hands over a command; never called on a tokio thread.
    pub(crate) fn command(&self, command: MailboxCommand) {
        let _ = self.commands.blocking_send(command);
    }
}

/// Serves one mailbox at the broker of this address until its commands end. `heard` is told what it reports.
pub async fn serve_mailbox(
    name: MailboxName,
    broker: String,
    clock: Arc<Clock>,
    traffic: Arc<Traffic>,
    mut commands: Receiver<MailboxCommand>,
    heard: Sender<MailboxEvent>,
) {
    // The password comes with the first wish for a connection; before that there is nothing to serve.
    let password = loop {
        match commands.recv().await {
            Some(MailboxCommand::Connect { password }) => break password,
            Some(_) => {}
            None => return,
        }
    };
    let client_id = name.as_str().to_owned();
    let mut mailbox = Mailbox::new(MailboxConfig::new(name, client_id, Token::new(password.0)));
    mailbox.connect(clock.mono());
    let mut line = Line { socket: None, broker, traffic, buffer: vec![0; 4_096] };
    loop {
        line.settle(&mut mailbox, &clock).await;
        while let Some(event) = mailbox.poll_event() {
            // Nobody listens any more when the core ends.
            let _ = heard.send(event).await;
        }
        let nap = mailbox.poll_timeout().map_or(NAP, |deadline| clock.until(deadline).min(NAP));
        tokio::select! {
            command = commands.recv() => match command {
                Some(command) => obey(&mut mailbox, command, &clock),
                None => return,
            },
            read = line.read() => match read {
                Some(bytes) => mailbox.handle_bytes(bytes, clock.mono()),
                None => line.fallen(&mut mailbox, &clock),
            },
            () = tokio::time::sleep(nap) => mailbox.handle_timeout(clock.mono()),
        }
    }
}

fn obey(mailbox: &mut Mailbox, command: MailboxCommand, clock: &Clock) {
    let now = clock.mono();
    match command {
        MailboxCommand::Connect { .. } => mailbox.connect(now),
        MailboxCommand::NetworkChanged => mailbox.network_changed(now),
        MailboxCommand::Disconnect => mailbox.disconnect(now),
        MailboxCommand::Acknowledge(id) => mailbox.acknowledge(id, now),
        MailboxCommand::Publish { id, to, bytes, expiry_s } => {
            if let Ok(to) = to.parse() {
                // A full mailbox keeps nothing: the letter stays in the app's rows and is published again later.
                let _ = mailbox.publish(id, &to, bytes, expiry_s, now);
            }
        }
    }
}

/// The socket of a mailbox.
struct Line {
    socket: Option<TcpStream>,
    broker: String,
    traffic: Arc<Traffic>,
    buffer: Vec<u8>,
}

impl Line {
    /// Writes what waits, closes what is over, dials what is due, until the mailbox wants nothing more.
    async fn settle(&mut self, mailbox: &mut Mailbox, clock: &Clock) {
        loop {
            while let Some(bytes) = mailbox.poll_transmit() {
                self.traffic.signalling_up.add(bytes.len());
                let written = match &mut self.socket {
                    Some(socket) => socket.write_all(&bytes).await.is_ok(),
                    None => false,
                };
                if !written {
                    self.fallen(mailbox, clock);
                }
            }
            if mailbox.poll_close() {
                self.fallen(mailbox, clock);
            }
            if !mailbox.poll_connect(clock.mono()) {
                return;
            }
            match tokio::time::timeout(DIAL, TcpStream::connect(&self.broker)).await {
                Ok(Ok(socket)) => {
                    let _ = socket.set_nodelay(true);
                    self.socket = Some(socket);
                    mailbox.connected(clock.mono());
                }
                Ok(Err(_)) | Err(_) => self.fallen(mailbox, clock),
            }
        }
    }

    /// The next bytes; `None` when the connection fell. Waits for ever while there is none.
    async fn read(&mut self) -> Option<&[u8]> {
        let Some(socket) = &mut self.socket else {
            return std::future::pending().await;
        };
        match socket.read(&mut self.buffer).await {
            Ok(0) | Err(_) => None,
            Ok(read) => {
                self.traffic.signalling_down.add(read);
                self.buffer.get(..read)
            }
        }
    }

    fn fallen(&mut self, mailbox: &mut Mailbox, clock: &Clock) {
        self.socket = None;
        mailbox.disconnected(clock.mono(), &mut SystemEntropy::new());
    }
}
