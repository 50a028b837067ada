//! What is shown in the browser.

use std::sync::Arc;

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, Live, Screen, Window};
use nabz_locale::Formatter;

/// What is shown, and what hears presses: a running core.
pub trait Source: Send + Sync + 'static {
    /// The screen to paint now; never waits.
    fn screen(&self) -> Arc<Screen>;

    /// The first screen newer than `after`, or `None` when there will be none. May be dropped at any moment.
    fn next_screen(&self, after: u64) -> impl Future<Output = Option<Arc<Screen>>> + Send;

    /// Queues a press, made on the screen of this revision, without waiting; `false` if too much waits already.
    fn act(&self, revision: u64, action: ActionId, values: Vec<(Key, Typed)>) -> bool;

    /// Rows `first` and following of a list on the present screen; `None` if no such list stands there.
    fn window(&self, key: Key, first: u32, count: u32) -> impl Future<Output = Option<Window>> + Send;

    /// The present values of the live blocks on the screen.
    fn live(&self) -> Vec<Live>;

    /// Who writes words outside screens, in the language the person reads now.
    fn words(&self) -> Arc<Formatter>;
}
