//! Curves as SVG, to be set into the page.

use std::ops::Range;
use std::time::Duration;

use nabz_link::Shape;
use nabz_locale::{Formatter, Message, msg};
use plotters::coord::Shift;
use plotters::prelude::*;

use super::ReportError;
use super::series::{self, Curve};
use super::trace::{CallTrace, Rung, Way};

/// One plot: SVG and its heading.
#[derive(Clone, Debug)]
pub struct Plot {
    /// What it shows, a message of `locales`.
    pub heading: Message,
    /// The picture.
    pub svg: String,
}

const SIZE: (u32, u32) = (960, 260);

/// Width of the names beside a plot.
const NAMES: u32 = 160;

/// Told apart without colour vision (Okabe and Ito), each against white.
const PATIENT: RGBColor = RGBColor(0, 114, 178);
const DOCTOR: RGBColor = RGBColor(213, 94, 0);
const LINK: RGBColor = RGBColor(90, 90, 90);

/// Below, an axis would make small changes look large.
const LEAST_DELAY: f64 = 1.5;

/// Above, an axis would press everything else flat.
const MOST_DELAY: f64 = 5.0;

/// The same for what was filled in.
const LEAST_CONCEALED_MS: f64 = 200.0;

/// Room above the highest point.
const HEADROOM: f64 = 1.1;

/// Every plot of a call, in the order they are read.
pub fn plots(
    trace: &CallTrace,
    link: &[(Duration, Shape)],
    words: &Formatter,
) -> Result<Vec<Plot>, ReportError> {
    let plotter = Plotter { trace, words, seconds: trace.ended.since(trace.began).as_secs_f64().max(1.0) };
    Ok(vec![plotter.rate(link)?, plotter.rung()?, plotter.delay()?, plotter.concealed()?])
}

struct Plotter<'a> {
    trace: &'a CallTrace,
    words: &'a Formatter,
    seconds: f64,
}

struct Line {
    name: Message,
    colour: RGBColor,
    width: u32,
    curve: Curve,
}

struct Axis {
    name: Message,
    range: Range<f64>,
    /// How many numbers stand beside it, at most.
    labels: usize,
    write: fn(&f64) -> String,
}

impl Plotter<'_> {
    fn rate(&self, link: &[(Duration, Shape)]) -> Result<Plot, ReportError> {
        let carried = series::link_rate(self.trace, link);
        let mut lines = vec![Line { name: msg::report_line(), colour: LINK, width: 3, curve: carried }];
        lines.extend(self.both(series::offered));
        let range = 0.0..highest(&lines).max(1.0) * HEADROOM;
        let axis = Axis { name: msg::report_axis_rate(), range, labels: 6, write: whole };
        self.plot(msg::report_plot_rate(), &axis, &lines)
    }

    fn rung(&self) -> Result<Plot, ReportError> {
        let count = Rung::ALL.len();
        let range = -0.4..count as f64 - 0.6;
        let axis = Axis { name: msg::report_axis_rung(), range, labels: count, write: rung_at };
        self.plot(msg::report_plot_rung(), &axis, &self.both(series::rungs))
    }

    fn delay(&self) -> Result<Plot, ReportError> {
        let mut lines = self.both(series::delay);
        let range = 0.0..highest(&lines).clamp(LEAST_DELAY, MOST_DELAY) * HEADROOM;
        let second = vec![vec![(0.0, 1.0), (self.seconds, 1.0)]];
        lines.push(Line { name: msg::report_one_second(), colour: LINK, width: 1, curve: second });
        let axis = Axis { name: msg::report_axis_delay(), range, labels: 6, write: tenths };
        self.plot(msg::report_plot_delay(), &axis, &lines)
    }

    fn concealed(&self) -> Result<Plot, ReportError> {
        let lines = self.both(series::concealed);
        let range = 0.0..highest(&lines).max(LEAST_CONCEALED_MS) * HEADROOM;
        let axis = Axis { name: msg::report_axis_concealed(), range, labels: 6, write: whole };
        self.plot(msg::report_plot_concealed(), &axis, &lines)
    }

    /// One curve for each direction.
    fn both(&self, curve: fn(&CallTrace, &Way) -> Curve) -> Vec<Line> {
        let line = |name, colour, way| Line { name, colour, width: 2, curve: curve(self.trace, way) };
        vec![
            line(msg::report_from_patient(), PATIENT, &self.trace.up),
            line(msg::report_from_doctor(), DOCTOR, &self.trace.down),
        ]
    }

    fn plot(&self, heading: Message, axis: &Axis, lines: &[Line]) -> Result<Plot, ReportError> {
        let mut svg = String::new();
        let drawn = self.draw(SVGBackend::with_string(&mut svg, SIZE), axis, lines);
        drawn.map_err(|error| ReportError::Plot(error.to_string()))?;
        Ok(Plot { heading, svg })
    }

    fn draw<'b>(&self, canvas: SVGBackend<'b>, axis: &Axis, lines: &[Line]) -> Result<(), Drawing<'b>> {
        let area = canvas.into_drawing_area();
        area.fill(&WHITE)?;
        let (plot, names) = area.split_horizontally(SIZE.0 - NAMES);
        let mut chart = ChartBuilder::on(&plot)
            .margin(8)
            .x_label_area_size(42)
            .y_label_area_size(84)
            .build_cartesian_2d(0.0..self.seconds, axis.range.clone())?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(16)
            .y_labels(axis.labels)
            .x_label_formatter(&whole)
            .y_label_formatter(&axis.write)
            .x_desc(self.words.text(&msg::report_axis_time()).shown)
            .y_desc(self.words.text(&axis.name).shown)
            .label_style(("sans-serif", 14))
            .draw()?;
        for line in lines {
            let style = line.colour.stroke_width(line.width);
            for piece in &line.curve {
                chart.draw_series(LineSeries::new(piece.iter().copied(), style))?;
            }
        }
        self.draw_names(&names, lines)?;
        area.present()
    }

    /// What each curve is, beside the plot: above it, a name would hide what it names.
    fn draw_names<'b>(&self, canvas: &Canvas<'b>, lines: &[Line]) -> Result<(), Drawing<'b>> {
        for (line, y) in lines.iter().zip((20..).step_by(24)) {
            let style = line.colour.stroke_width(line.width.max(2));
            canvas.draw(&PathElement::new(vec![(8, y), (32, y)], style))?;
            let name = self.words.text(&line.name).shown;
            canvas.draw(&Text::new(name, (40, y - 6), ("sans-serif", 14)))?;
        }
        Ok(())
    }
}

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawing<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;

fn whole(value: &f64) -> String {
    format!("{value:.0}")
}

fn tenths(value: &f64) -> String {
    format!("{value:.1}")
}

fn highest(lines: &[Line]) -> f64 {
    lines.iter().flat_map(|line| &line.curve).flatten().map(|(_, value)| *value).fold(0.0, f64::max)
}

fn rung_at(height: &f64) -> String {
    let nearest = height.round();
    let named = (height - nearest).abs() < 0.01 && nearest >= 0.0;
    let rung = Rung::ALL.get(nearest as usize).filter(|_| named);
    rung.map_or(String::new(), |rung| rung.name().to_owned())
}
