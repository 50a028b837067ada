//! Somebody who writes to a mailbox, with a token that opens the broker and bytes that may be anything.

use std::time::Duration;

use nabz_call::signal::{Mailbox, MailboxConfig, MailboxEvent, MailboxName, Token};
use nabz_runtime::{Clock, SystemEntropy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Puts `bytes` into the mailbox `to`, signed in at the broker as `from`, beside whoever else is. True if the broker
/// took them.
pub fn publish(
    broker: &str,
    from: &MailboxName,
    token: &str,
    to: &MailboxName,
    bytes: Vec<u8>,
    clock: &Clock,
) -> bool {
    let network = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    network.block_on(async {
        let deliver = deliver(broker, from, token, to, bytes, clock);
        tokio::time::timeout(Duration::from_secs(10), deliver).await.unwrap_or(false)
    })
}

async fn deliver(
    broker: &str,
    from: &MailboxName,
    token: &str,
    to: &MailboxName,
    bytes: Vec<u8>,
    clock: &Clock,
) -> bool {
    let config = MailboxConfig {
        session_expiry: Duration::ZERO,
        ..MailboxConfig::new(from.clone(), "stranger".into(), Token::new(token.into()))
    };
    let mut mailbox = Mailbox::new(config);
    mailbox.connect(clock.mono());
    assert!(mailbox.poll_connect(clock.mono()));
    let mut socket = TcpStream::connect(broker).await.unwrap();
    mailbox.connected(clock.mono());
    mailbox.publish(1, to, bytes, 30, clock.mono()).unwrap();
    let mut buffer = [0; 4_096];
    loop {
        while let Some(bytes) = mailbox.poll_transmit() {
            socket.write_all(&bytes).await.unwrap();
        }
        while let Some(event) = mailbox.poll_event() {
            match event {
                MailboxEvent::Taken { id: 1 } => return true,
                MailboxEvent::Refused { .. } => return false,
                _ => {}
            }
        }
        match socket.read(&mut buffer).await {
            Ok(count @ 1..) => mailbox.handle_bytes(&buffer[..count], clock.mono()),
            Ok(0) | Err(_) => {
                mailbox.disconnected(clock.mono(), &mut SystemEntropy::new());
                return false;
            }
        }
    }
}
