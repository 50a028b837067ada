//! `nabz app --web`: the app by hand, its screens in a browser.

use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, Live, Screen, Window};
use nabz_locale::Formatter;
use nabz_web::serve::{Front, Https, ServeError, Served, Source, serve};

use crate::by_hand::skip_to_visit;
use crate::cli::AppArgs;
use crate::failure::Failure;
use crate::stage::{Stage, network};

/// Where the flags want the page: on this machine, or beyond it by https.
pub fn front(args: &AppArgs) -> Result<Front, Failure> {
    let asked = |error: &dyn std::error::Error| Failure::Asked(error.to_string());
    let address = SocketAddr::new(args.bind, args.port);
    match (&args.certificate, &args.key, &args.name) {
        (Some(certificate), Some(key), Some(name)) => {
            let https = Https::new(name, &read(certificate)?, &read(key)?).map_err(|error| asked(&error))?;
            Ok(Front::encrypted(address, https))
        }
        _ => Front::in_the_clear(address).map_err(|error| asked(&error)),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| Failure::Asked(format!("{}: {error}", file.display())))
}

/// Serves until the person leaves, by `q` or the end of input.
pub fn run(stage: Stage, front: &Front) -> Result<(), Failure> {
    // Named first and so dropped last: a phone must not end on a thread of the network it is shown over.
    let shown = Arc::new(Shown(stage));
    let network = network()?;
    let served = network.block_on(serve(shown.clone(), front)).map_err(failure)?;
    talk(&shown.0, &served).map_err(|error| Failure::Failed(error.to_string()))
}

fn talk(stage: &Stage, served: &Served) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "Sandbox clinic. Your sign-in code is {}.", stage.sandbox.seat().code)?;
    writeln!(out, "An empty line gives a new link, `w` goes on to the visit's time, `q` leaves.")?;
    writeln!(out, "Open {}", served.link()?)?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        match line?.trim() {
            "" => writeln!(out, "Open {}", served.link()?)?,
            "w" => skip_to_visit(stage),
            "q" => break,
            _ => writeln!(out, "?")?,
        }
        out.flush()?;
    }
    Ok(())
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::Port { .. } => Failure::Asked(error.to_string()),
        ServeError::System(_) => Failure::Failed(error.to_string()),
    }
}

/// The phone on the stage, shown in a browser.
struct Shown(Stage);

impl Source for Shown {
    fn screen(&self) -> Arc<Screen> {
        self.0.core.screen()
    }

    fn next_screen(&self, after: u64) -> impl Future<Output = Option<Arc<Screen>>> + Send {
        self.0.core.next_screen(after)
    }

    fn act(&self, revision: u64, action: ActionId, values: Vec<(Key, Typed)>) -> bool {
        self.0.core.act(revision, action, values)
    }

    fn window(&self, key: Key, first: u32, count: u32) -> impl Future<Output = Option<Window>> + Send {
        self.0.core.window(key, first, count)
    }

    fn live(&self) -> Vec<Live> {
        self.0.core.live()
    }

    fn words(&self) -> Arc<Formatter> {
        self.0.core.words()
    }
}
