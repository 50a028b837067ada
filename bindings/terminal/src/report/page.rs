//! `visit.html`: figures, plots, sounds and every screen, in one file that asks for nothing but the sounds beside it.

use nabz_locale::{Formatter, Message, msg};
use nabz_web::document::worded;
use nabz_web::escape::html;
use nabz_web::{Document, Phones, SeenScreen, phones};

use super::ReportError;
use super::model::{Seen, Stretch, Visit};
use super::plots::plots;
use super::summary::{decimal, outcome, percent};
use super::trace::{CallTrace, Rung};
use crate::link::Stretches;

/// The whole file.
pub fn render(
    visit: &Visit,
    trace: &CallTrace,
    link: &Stretches,
    words: &Formatter,
) -> Result<String, ReportError> {
    let page = Page { words };
    let plots = plots(trace, link, words)?;
    let seen: Vec<_> = visit.screens.iter().map(|seen| page.seen(seen)).collect();
    let Phones { style, body: screens, script } = phones(&seen)?;
    let body = [
        page.worded("h1", &msg::report_title()),
        page.worded(
            "p",
            &msg::report_about(visit.link.as_str(), i64::try_from(visit.seed).unwrap_or(i64::MAX)),
        ),
        page.worded("p", &outcome(visit.outcome)),
        page.worded("h2", &msg::report_figures()),
        page.figures(visit),
        page.stretches(&visit.stretches),
        page.worded("h2", &msg::report_over_time()),
        // The axes of a plot run from left to right in every language.
        plots
            .iter()
            .map(|plot| {
                format!(
                    "{}\n<div class=\"plot\" dir=\"ltr\">{}</div>\n",
                    page.worded("h3", &plot.heading),
                    plot.svg
                )
            })
            .collect(),
        page.worded("h2", &msg::report_sound()),
        page.sound(&msg::report_heard_by_doctor(), "heard-by-doctor.wav"),
        page.sound(&msg::report_heard_by_patient(), "heard-by-patient.wav"),
        page.worded("h2", &msg::report_screens()),
        screens,
    ];
    let style = [style.as_str(), include_str!("page.css")].join("\n");
    Ok(Document { title: words.text(&msg::report_title()), style, body: body.join("\n"), script }.render())
}

struct Page<'a> {
    words: &'a Formatter,
}

impl Page<'_> {
    fn worded(&self, tag: &str, message: &Message) -> String {
        worded(tag, &self.words.text(message))
    }

    fn figures(&self, visit: &Visit) -> String {
        let (call, bytes) = (&visit.call, &visit.bytes);
        let setup = call
            .setup_s
            .map_or("–".to_owned(), |s| self.worded("span", &msg::report_seconds(decimal(s, 1))));
        let rungs: Vec<_> = call.rungs.iter().map(|rung| rung.name()).collect();
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let milliseconds = |ms| self.worded("span", &msg::report_milliseconds(whole(ms)));
        let both = |up, down| self.worded("span", &msg::report_bytes(whole(up), whole(down)));
        let booking =
            msg::report_booking_is(visit.booking.status.as_str(), i64::from(visit.booking.attempts));
        let rows = [
            (msg::report_booking(), self.worded("span", &booking)),
            (msg::report_setup(), setup),
            (msg::report_rungs(), format!("<span dir=\"ltr\">{}</span>", html(&rungs.join(" → ")))),
            (msg::report_concealed_from_patient(), milliseconds(call.concealed_ms_up)),
            (msg::report_concealed_from_doctor(), milliseconds(call.concealed_ms_down)),
            (msg::report_signalling(), both(bytes.signalling_up, bytes.signalling_down)),
            (msg::report_sync(), both(bytes.sync_up, bytes.sync_down)),
        ];
        let rows = rows.map(|(name, value)| format!("{}<dd>{value}</dd>\n", self.worded("dt", &name)));
        format!("<dl class=\"figures\">\n{}</dl>", rows.concat())
    }

    fn stretches(&self, stretches: &[Stretch]) -> String {
        let columns = [
            msg::report_column_when(),
            msg::report_column_line(),
            msg::report_column_direction(),
            msg::report_column_heard(),
            msg::report_column_steady(),
            msg::report_column_sent(),
            msg::report_column_rung(),
        ];
        let head: String = columns.iter().map(|column| self.worded("th", column)).collect();
        let rows: String = stretches.iter().map(|stretch| self.stretch(stretch)).collect();
        format!("<div class=\"table\"><table>\n<thead><tr>{head}</tr></thead>\n{rows}</table></div>")
    }

    /// Two rows: one for each direction.
    fn stretch(&self, stretch: &Stretch) -> String {
        let Stretch { kbps, rtt_s, loss, from_s, to_s, .. } = *stretch;
        let span = self.worded("span", &msg::report_span(decimal(from_s, 0), decimal(to_s, 0)));
        let line = msg::report_line_is(decimal(kbps, 0), decimal(rtt_s, 1), decimal(loss * 100.0, 0));
        let line = self.worded("span", &line);
        let up = self.direction(
            &msg::report_from_patient(),
            [stretch.under_1s_up, stretch.steady_under_1s_up],
            stretch.offered_kbps_up,
            stretch.rung_up,
        );
        let down = self.direction(
            &msg::report_from_doctor(),
            [stretch.under_1s_down, stretch.steady_under_1s_down],
            stretch.offered_kbps_down,
            stretch.rung_down,
        );
        format!(
            "<tbody><tr><td rowspan=\"2\">{span}</td><td rowspan=\"2\">{line}</td>{up}</tr>\n<tr>{down}</tr></tbody>\n"
        )
    }

    fn direction(&self, name: &Message, heard: [Option<f64>; 2], sent: f64, rung: Option<Rung>) -> String {
        let heard = heard.map(|share| match share {
            Some(share) => self.worded("td", &msg::report_percent(percent(share))),
            None => "<td>–</td>".to_owned(),
        });
        let sent = self.worded("td", &msg::report_rate(decimal(sent, 1)));
        let rung = rung.map_or("–", Rung::name);
        format!("{}{}{sent}<td dir=\"ltr\">{rung}</td>", self.worded("td", name), heard.concat())
    }

    fn sound(&self, heard: &Message, file: &str) -> String {
        let name = self.worded("p", heard);
        format!(
            "{name}\n<p><audio controls preload=\"none\" src=\"{file}\"></audio> <a href=\"{file}\" dir=\"ltr\">{file}</a></p>"
        )
    }

    fn seen(&self, seen: &Seen) -> SeenScreen {
        let caption = msg::report_screen(decimal(seen.at_s, 1), seen.screen.id.as_str());
        SeenScreen { caption: self.words.text(&caption), screen: seen.screen.clone() }
    }
}
