//! The screens served to one browser: a page, its painter, and one WebSocket that carries screens out and presses in.
//!
//! ```text
//!   link with a ticket ──► page + session cookie ──► /socket   screens, live values, windows  ──► browser
//!                                                              presses, asked windows         ◄──
//! ```
//!
//! Whoever spends the ticket gets the session; a session has one socket, and a later ticket ends it. Every request names
//! this server as its host, every socket comes from this server's own page, and every message is bounded, parsed once
//! and refused with a reason. No rule about health lives here.
//!
//! - [`Source`]: what is shown, and what hears presses
//! - [`Front`]: where to listen: this machine only, or anywhere with [`Https`]
//! - [`serve`]: begins; [`Served`] gives links and ends it

mod door;
mod front;
mod headers;
mod https;
mod messages;
mod pace;
mod page;
mod routes;
mod socket;
mod source;
mod words;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::serve::door::Door;
use crate::serve::front::Names;
use crate::serve::routes::Served as Shared;

pub use crate::serve::front::{Front, Refusal};
pub use crate::serve::https::{Encrypted, Https, HttpsError};
pub use crate::serve::source::Source;

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is not to be had.
    #[error("port {port} is occupied; choose another one, or 0 for any")]
    Port {
        /// The port that was asked for.
        port: u16,
    },
    /// The system refused otherwise.
    #[error("the page could not be served: {0}")]
    System(#[from] io::Error),
}

/// A server that runs. Dropping it closes every socket and ends it.
#[derive(Debug)]
pub struct Served {
    door: Arc<Door>,
    address: SocketAddr,
    names: Names,
    task: JoinHandle<()>,
}

/// Begins to serve; needs a tokio runtime around it.
///
/// # Errors
///
/// [`ServeError`]: occupied port, no socket.
pub async fn serve<S: Source>(source: Arc<S>, front: &Front) -> Result<Served, ServeError> {
    let wished = front.address();
    let listener = TcpListener::bind(wished).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::Port { port: wished.port() },
        _ => ServeError::System(error),
    })?;
    let address = listener.local_addr()?;
    let names = front.names(address.port());
    let door = Arc::new(Door::default());
    let router = routes::router(Shared::new(source, door.clone(), names.clone()));
    // Both end only with the task: errors of single connections are theirs alone.
    let task = match front.https() {
        Some(https) => {
            let encrypted = https.listen(listener);
            tokio::spawn(async { drop(axum::serve(encrypted, router).await) })
        }
        None => tokio::spawn(async { drop(axum::serve(listener, router).await) }),
    };
    Ok(Served { door, address, names, task })
}

impl Served {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A link that opens the page once. It holds a fresh secret, so it is shown to the person and to nobody else; a
    /// later link makes it void.
    ///
    /// # Errors
    ///
    /// The system gave no random bytes.
    pub fn link(&self) -> io::Result<String> {
        Ok(format!("{}/?ticket={}", self.names, self.door.new_ticket()?))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.door.close();
        self.task.abort();
    }
}
