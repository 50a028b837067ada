//! Performs effects, each where it belongs; never on the turn thread.

use std::sync::Arc;

use nabz_app::effect::{Effect, Input, KeyError, KeyReply, KeyRequest};
use tokio::runtime::Handle;

use crate::http::Http;
use crate::inbox::{Inbox, Wake};
use crate::mailbox::MailboxTask;
use crate::media::MediaThread;
use crate::ports::{Host, HostAnswer, KeyStore};

pub(crate) struct Performer {
    pub http: Http,
    pub mailbox: MailboxTask,
    pub media: Arc<MediaThread>,
    pub keys: Arc<dyn KeyStore>,
    pub host: Arc<dyn Host>,
    pub inbox: Inbox,
    pub network: Handle,
}

impl Performer {
    pub(crate) fn perform(&self, effect: Effect) {
        let inbox = self.inbox.clone();
        match effect {
            Effect::Http { id, door, request, bearer } => {
                let http = self.http.clone();
                self.network.spawn(async move {
                    let reply = http.perform(door, request, bearer).await;
                    inbox.send(Wake::Input(Input::Http(id, reply))).await;
                });
            }
            Effect::Keys(id, request) => {
                let keys = self.keys.clone();
                self.network.spawn_blocking(move || {
                    inbox.put(Input::Keys(id, ask_keys(keys.as_ref(), request)));
                });
            }
            Effect::Host(id, request) => {
                let host = self.host.clone();
                let answer = HostAnswer::new(id, inbox, self.network.clone());
                self.network.spawn_blocking(move || host.perform(request, answer));
            }
            Effect::Mailbox(command) => self.mailbox.command(command),
            Effect::Media(command) => self.media.command(command),
        }
    }
}

fn ask_keys(keys: &dyn KeyStore, request: KeyRequest) -> Result<KeyReply, KeyError> {
    match request {
        KeyRequest::Wrap { key, mut plain } => {
            let wrapped = keys.wrap(key, &plain).map(KeyReply::Wrapped);
            plain.fill(0);
            std::hint::black_box(plain.as_slice());
            wrapped
        }
        KeyRequest::Unwrap { key, wrapped } => keys.unwrap(key, &wrapped).map(KeyReply::Unwrapped),
        KeyRequest::Sign { key, presence, message } => {
            keys.sign(key, presence, &message).map(KeyReply::Signature)
        }
        KeyRequest::Delete(key) => keys.delete(key).map(|()| KeyReply::Deleted),
        KeyRequest::ReadCounter(counter) => keys.read_counter(counter).map(KeyReply::Counter),
        KeyRequest::BumpCounter { counter, to } => keys.bump_counter(counter, to).map(KeyReply::Counter),
        KeyRequest::Guard => keys.protection().map(KeyReply::Guard),
    }
}
