//! `nabz app`: the app by hand, screens as lines, actions by number. With `--web` it is shown [`in_browser`].

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;
use std::time::Duration;

use nabz_app::screen::Screen;
use nabz_clinic::http::no_faults;
use nabz_clinic::link_name::LinkName;
use nabz_clinic::speech::{Role, Speech};

use crate::cli::AppArgs;
use crate::failure::Failure;
use crate::in_browser;
use crate::paint::{WIDTH, wants_colour};
use crate::recording::Side;
use crate::session::{Session, Step};
use crate::stage::{Cast, Stage};

/// How long a screen may still change after a press before it is painted.
const SETTLES: Duration = Duration::from_millis(400);

/// How long before its time a visit's waiting room is entered when the person asks to wait.
const BEFORE: Duration = Duration::from_secs(10);

/// Paints and asks until the person leaves.
pub fn run(args: &AppArgs) -> Result<(), Failure> {
    let front = args.web.then(|| in_browser::front(args)).transpose()?;
    let voice = |role| {
        Speech::bundled(args.lang.tag(), role)
            .map(Side::new)
            .map_err(|error| Failure::Failed(error.to_string()))
    };
    let stage = Stage::set(Cast {
        seed: 1,
        languages: vec![args.lang.tag().to_owned()],
        past_visits: args.visits,
        link: LinkName::Good.schedule(),
        patient: voice(Role::Patient)?,
        doctor: voice(Role::Doctor)?,
        faults: no_faults(),
    })?;
    if let Some(front) = front {
        return in_browser::run(stage, &front);
    }
    talk(&stage).map_err(|error| Failure::Failed(error.to_string()))
}

fn talk(stage: &Stage) -> io::Result<()> {
    let mut out = io::stdout();
    let no_color = std::env::var("NO_COLOR").ok();
    let colour = wants_colour(out.is_terminal(), no_color.as_deref());
    writeln!(
        out,
        "Sandbox clinic. Your sign-in code is {}. `w` goes on to the visit's time, `q` leaves.",
        stage.sandbox.seat().code
    )?;
    let mut session = Session::default();
    let mut lines = io::stdin().lock().lines();
    loop {
        let screen = settled(stage);
        write!(out, "{}", session.paint(&screen, WIDTH).render(colour))?;
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let Some(line) = lines.next().transpose()? else {
                return Ok(());
            };
            if line.trim() == "w" {
                skip_to_visit(stage);
                break;
            }
            match session.typed(&line) {
                Step::Act { revision, action, values } => {
                    stage.core.act(revision, action, values);
                    break;
                }
                Step::Paint => break,
                Step::Ask => {}
                Step::Unknown => writeln!(out, "?")?,
                Step::Leave => return Ok(()),
            }
        }
    }
}

/// The screen once it has stopped changing for a moment.
#[expect(clippy::disallowed_methods, reason = "a shell waits for the person, and for the screen")]
fn settled(stage: &Stage) -> Arc<Screen> {
    let mut screen = stage.core.screen();
    let mut rounds = 0;
    loop {
        std::thread::sleep(SETTLES);
        let next = stage.core.screen();
        rounds += 1;
        if next.revision == screen.revision || rounds > 5 {
            return next;
        }
        screen = next;
    }
}

/// Sets the clock to just before the next booked visit.
pub(crate) fn skip_to_visit(stage: &Stage) {
    if let Some(start) = stage.sandbox.next_visit() {
        stage.clock.jump_to(start - BEFORE);
        stage.core.tick();
    }
}
