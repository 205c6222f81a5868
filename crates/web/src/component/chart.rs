//! A chart of years that the server draws: one series a body, a line for the target, twice, so that its text is legible on a phone too.

use maud::{Markup, html};

use crate::{language::Language, message::chart as said, number::grouped};

/// What is drawn.
pub(crate) struct Chart<'a> {
    pub language: Language,
    /// What is shown, and in which unit.
    pub title: String,
    pub series: &'a [Series],
    /// In millions, as everything here.
    pub target: Option<f64>,
}

/// What one body counted.
pub(crate) struct Series {
    pub name: String,
    pub points: Vec<Point>,
}

/// One year of one body.
pub(crate) struct Point {
    pub year: i32,
    pub value: f64,
    /// Whether the source stands by the figure; others are drawn hollow.
    pub firm: bool,
}

/// Where years and values come to lie.
struct Field {
    width: f64,
    height: f64,
    start: f64,
    end: f64,
    top: f64,
    bottom: f64,
    first: i32,
    last: i32,
    highest: f64,
    mirrored: bool,
}

impl Field {
    /// Time runs from the right where text does.
    fn x(&self, year: i32) -> f64 {
        let years = f64::from((self.last - self.first).max(1));
        let part = (f64::from(year - self.first) + 0.5) / (years + 1.0);
        let part = if self.mirrored { 1.0 - part } else { part };
        self.start + part * (self.end - self.start)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - value / self.highest * (self.bottom - self.top)
    }
}

/// Draws the chart for wide and for narrow windows, and its key.
pub(crate) fn draw(chart: &Chart<'_>) -> Markup {
    let years = || chart.series.iter().flat_map(|series| &series.points).map(|point| point.year);
    let (Some(first), Some(last)) = (years().min(), years().max()) else { return html! {} };
    let values = chart.series.iter().flat_map(|series| &series.points).map(|point| point.value);
    let highest = values.chain(chart.target).fold(1.0, f64::max);
    let step = step(highest);
    let mirrored = chart.language.direction() == "rtl";
    let field = |width: f64, height: f64| Field {
        width,
        height,
        start: if mirrored { 12.0 } else { 52.0 },
        end: if mirrored { width - 52.0 } else { width - 12.0 },
        top: 26.0,
        bottom: height - 30.0,
        first,
        last,
        highest: (highest / step).ceil() * step,
        mirrored,
    };
    html! {
        (picture(chart, &field(720.0, 320.0), step, "wide"))
        (picture(chart, &field(340.0, 300.0), step, "narrow"))
        ul class="key" {
            @for (index, series) in chart.series.iter().enumerate().filter(|(_, series)| !series.points.is_empty()) {
                li {
                    svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" { g class=(class_of(index)) { (mark(index, 10.0, 10.0, true)) } }
                    span { (series.name) }
                }
            }
        }
    }
}

fn picture(chart: &Chart<'_>, field: &Field, step: f64, size: &str) -> Markup {
    let (title, desc) = (format!("chart-{size}-title"), format!("chart-{size}-desc"));
    let axis = if field.mirrored { field.end + 8.0 } else { field.start - 8.0 };
    let anchor = if field.mirrored { "start" } else { "end" };
    let years = field.last - field.first + 1;
    let every = if years <= 6 { 1 } else { (years + 5) / 6 };
    html! {
        svg class=(size) role="img" aria-labelledby={ (title) " " (desc) } viewBox=(format!("0 0 {:.0} {:.0}", field.width, field.height)) {
            title id=(title) { (chart.title) }
            desc id=(desc) { (described(chart)) }
            @for tick in (0..=10).map(|tick| f64::from(tick) * step).take_while(|tick| *tick <= field.highest + step / 2.0) {
                line class=(if tick == 0.0 { "zero" } else { "grid" }) x1=(place(field.start)) x2=(place(field.end)) y1=(place(field.y(tick))) y2=(place(field.y(tick))) {}
                text class="tick" x=(place(axis)) y=(place(field.y(tick) + 4.0)) text-anchor=(anchor) { (whole(chart.language, tick)) }
            }
            @for year in (field.first..=field.last).filter(|year| (field.last - year) % every == 0) {
                text class="tick" x=(place(field.x(year))) y=(place(field.bottom + 20.0)) text-anchor="middle" { (year) }
            }
            @if let Some(target) = chart.target {
                line class="aim" x1=(place(field.start)) x2=(place(field.end)) y1=(place(field.y(target))) y2=(place(field.y(target))) {}
                text class="aim-name" x=(place(if field.mirrored { field.end - 6.0 } else { field.start + 6.0 })) y=(place(field.y(target) - 7.0)) text-anchor=(if field.mirrored { "end" } else { "start" }) { (chart.language.text(said::target(whole(chart.language, target)))) }
            }
            @for (index, series) in chart.series.iter().enumerate() {
                g class=(class_of(index)) {
                    @for pair in series.points.windows(2).filter(|pair| pair[1].year - pair[0].year == 1) {
                        line class="run" x1=(place(field.x(pair[0].year))) y1=(place(field.y(pair[0].value)))
                            x2=(place(field.x(pair[1].year))) y2=(place(field.y(pair[1].value))) {}
                    }
                    @for point in &series.points { (mark(index, field.x(point.year), field.y(point.value), point.firm)) }
                }
            }
        }
    }
}

/// A mark whose shape tells the series as well as its colour does.
fn mark(index: usize, x: f64, y: f64, firm: bool) -> Markup {
    let class = if firm { "dot" } else { "dot hollow" };
    let corners = match index % 4 {
        0 => return html! { circle class=(class) cx=(place(x)) cy=(place(y)) r="5" {} },
        1 => [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)].as_slice(),
        2 => [(0.0, -6.0), (6.0, 5.0), (-6.0, 5.0)].as_slice(),
        _ => [(0.0, -7.0), (7.0, 0.0), (0.0, 7.0), (-7.0, 0.0)].as_slice(),
    };
    let points: Vec<_> = corners.iter().map(|(dx, dy)| format!("{},{}", place(x + dx), place(y + dy))).collect();
    html! { polygon class=(class) points=(points.join(" ")) {} }
}

fn class_of(index: usize) -> String {
    format!("series-{}", index % 6)
}

fn place(number: f64) -> String {
    format!("{number:.1}")
}

/// The distance of ticks that makes at most five of them.
fn step(highest: f64) -> f64 {
    let rough = highest / 5.0;
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough).unwrap_or(highest)
}

fn whole(language: Language, number: f64) -> String {
    // Ticks are round and far below what a whole number holds.
    format!("{number:.0}").parse().map_or_else(|_| format!("{number:.0}"), |number| grouped(language, number))
}

fn described(chart: &Chart<'_>) -> String {
    let language = chart.language;
    let mut sentences = Vec::new();
    for series in chart.series.iter().filter(|series| !series.points.is_empty()) {
        let years: Vec<_> = series.points.iter().map(|point| format!("{} {:.1}", point.year, point.value)).collect();
        sentences.push(format!("{}: {}.", series.name, years.join("; ")));
    }
    sentences.extend(chart.target.map(|target| language.text(said::target(whole(language, target)))));
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(points: &[(i32, f64)]) -> Vec<Series> {
        let points = points.iter().map(|&(year, value)| Point { year, value, firm: true }).collect();
        vec![Series { name: "Customs".to_owned(), points }]
    }

    #[test]
    fn ticks_are_round_and_few() {
        for (highest, expected) in [(1_000.0, 200.0), (250.0, 50.0), (11.0, 2.5), (1.0, 0.2)] {
            assert!((step(highest) - expected).abs() < 1e-9, "{highest}");
        }
    }

    #[test]
    fn years_that_do_not_follow_one_another_are_not_joined() {
        let drawn = |points| {
            draw(&Chart { language: Language::English, title: String::new(), series: &series(points), target: None }).into_string()
        };
        assert_eq!(drawn(&[(2022, 73.5), (2023, 52.5)]).matches("class=\"run\"").count(), 2, "once wide, once narrow");
        assert_eq!(drawn(&[(2020, 73.5), (2023, 52.5)]).matches("class=\"run\"").count(), 0);
        assert_eq!(drawn(&[]), "");
    }

    #[test]
    fn time_runs_from_the_right_in_urdu() {
        let place_of = |language| {
            let drawn =
                draw(&Chart { language, title: String::new(), series: &series(&[(2022, 1.0), (2024, 2.0)]), target: Some(1_000.0) })
                    .into_string();
            let at = drawn.find("cx=\"").unwrap() + 4;
            drawn[at..].split('"').next().unwrap().parse::<f64>().unwrap()
        };
        assert!(place_of(Language::English) < 360.0);
        assert!(place_of(Language::Urdu) > 360.0);
    }
}
