//! The commands and their flags.
//!
//! Help is for people who run a program from a terminal and stays English; what a patient reads comes from `locales`.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use nabz_clinic::link_name::LinkName;

use crate::failure::Failure;
use crate::link;

const EXAMPLES: &str = "\
Examples:
  nabz                                  one visit on a line that turns bad and recovers
  nabz visit --lang fa --link 2g        the same in Persian, on EDGE
  nabz visit --speech-patient me.wav    with your own voice
  nabz app --lang fa                    use the app by hand
  nabz clinic                           serve the sandbox clinic";

const VISIT_EXAMPLES: &str = "\
Examples:
  nabz visit                                     what `nabz` alone does
  nabz visit --lang fa --link 2g --seed 7 --out report
  nabz visit --speech-patient me.wav --speech-doctor you.wav

Leaves in the folder of --out: visit.json, visit.html, heard-by-doctor.wav, heard-by-patient.wav.
Ends with 0 if the visit was completed, 1 if it was not, 2 if it could not be begun as asked.";

const APP_EXAMPLES: &str = "\
Examples:
  nabz app
  nabz app --lang fa
  nabz app --lang fa --web              in a browser: open the link it prints

Type the number of a button to press it, `3 Maryam` to write into field 3, an empty line to look again, q to leave.
With --web an empty line prints a new link, w goes on to the visit's time, q or the end of input leaves. The page is
served on this machine only; with --bind, --certificate, --key and --name also beyond it, by https.";

const CLINIC_EXAMPLES: &str = "\
Examples:
  nabz clinic
  nabz clinic --port 9000 --mailbox-port 9001

Listens on this machine only (127.0.0.1) and prints its addresses. Ctrl-C ends it.";

#[derive(Parser)]
#[command(name = "nabz", version, about = "A doctor's visit that survives a bad line", after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Play one visit: booking, a call on a bad line, follow-up; leave a report
    #[command(after_help = VISIT_EXAMPLES)]
    Visit(VisitArgs),
    /// Use the app by hand, in this terminal or a browser, against the sandbox clinic
    #[command(after_help = APP_EXAMPLES)]
    App(AppArgs),
    /// Serve the sandbox clinic
    #[command(after_help = CLINIC_EXAMPLES)]
    Clinic(ClinicArgs),
}

/// Flags of `visit`.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct VisitArgs {
    /// Language of the patient
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value = "en")]
    pub lang: Language,
    /// The line of the call
    #[arg(long, value_name = "LINK", default_value = "default", value_parser = link::parser())]
    pub link: LinkName,
    /// Which packets are lost: the same seed loses the same ones
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Folder of the report
    #[arg(long, value_name = "FOLDER", default_value = "target/visit", value_parser = folder())]
    pub out: PathBuf,
    /// WAV the patient speaks, instead of the dialogue that comes along
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub speech_patient: Option<PathBuf>,
    /// WAV the doctor speaks
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub speech_doctor: Option<PathBuf>,
}

/// Flags of `app`.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct AppArgs {
    /// Language of the person
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value = "en")]
    pub lang: Language,
    /// Visits the patient has behind them
    #[arg(long, value_name = "NUMBER", default_value_t = 6, value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub visits: u32,
    /// Show the screens in a browser on this machine
    #[arg(long)]
    pub web: bool,
    /// Port of the page; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8790, requires = "web")]
    pub port: u16,
    /// Address the page is served at; any but this machine's own needs --certificate
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", requires = "web")]
    pub bind: IpAddr,
    /// Serve by https: the chain of certificates in PEM, the server's own first
    #[arg(long, value_name = "FILE", requires_all = ["web", "key", "name"], value_parser = file())]
    pub certificate: Option<PathBuf>,
    /// The certificate's private key in PEM
    #[arg(long, value_name = "FILE", requires = "certificate", value_parser = file())]
    pub key: Option<PathBuf>,
    /// The name in the certificate that browsers come by
    #[arg(long, value_name = "HOST", requires = "certificate")]
    pub name: Option<String>,
}

/// Flags of `clinic`.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct ClinicArgs {
    /// Port of the FHIR server; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8780)]
    pub port: u16,
    /// Port of the mailbox (MQTT 5); 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8783)]
    pub mailbox_port: u16,
    /// Visits the patient has behind them
    #[arg(long, value_name = "NUMBER", default_value_t = 6, value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub visits: u32,
    /// Write what enrolment gives a phone into this file, as JSON; its private key is good for practice only
    #[arg(long, value_name = "FILE")]
    pub seat: Option<PathBuf>,
}

/// A language whose words are complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    En,
    /// Persian
    Fa,
    /// Arabic
    Ar,
    /// Amharic
    Am,
    /// Hindi
    Hi,
    /// Sorani Kurdish
    Ckb,
    /// English, accented and longer, for who builds screens
    #[value(name = "en-XA")]
    Longer,
    /// English from right to left, for who builds screens
    #[value(name = "ar-XB")]
    Mirrored,
}

impl Language {
    /// Its BCP 47 tag, which is its folder in `locales`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fa => "fa",
            Self::Ar => "ar",
            Self::Am => "am",
            Self::Hi => "hi",
            Self::Ckb => "ckb",
            Self::Longer => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }
}

/// What a command line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// Do this.
    Command(Command),
    /// Print this to stdout: help or a version.
    Words(String),
}

/// Reads a command line, the program's name first. Without a command it means `visit`.
///
/// # Errors
///
/// [`Failure::Asked`] with one line that says what is wrong.
pub fn parse(line: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Parsed, Failure> {
    let line: Vec<OsString> = line.into_iter().map(Into::into).collect();
    let read = match line.len() {
        0 | 1 => Cli::try_parse_from(["nabz", "visit"]),
        _ => Cli::try_parse_from(line),
    };
    match read {
        Ok(Cli { command: Some(command) }) => Ok(Parsed::Command(command)),
        Ok(Cli { command: None }) => Err(Failure::Asked("a command is missing; try --help".into())),
        Err(error) if error.use_stderr() => Err(Failure::Asked(one_line(&error))),
        Err(words) => Ok(Parsed::Words(words.render().to_string())),
    }
}

/// What clap says over several lines, without the usage, in one.
fn one_line(error: &clap::Error) -> String {
    let rendered = error.render().to_string();
    let said: Vec<_> = rendered
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect();
    format!("{}; try --help", said.join(" ").trim_start_matches("error: "))
}

fn file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match std::fs::metadata(&path) {
        Ok(found) if found.is_file() => Ok(path),
        Ok(_) => Err("not a file".to_owned()),
        Err(error) => Err(error.to_string()),
    })
}

fn folder() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        // Not there yet is fine: the report makes it.
        let taken = std::fs::metadata(&path).is_ok_and(|found| !found.is_dir());
        if taken { Err("not a folder") } else { Ok(path) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(line: &[&str]) -> VisitArgs {
        match parse(line.iter().copied()) {
            Ok(Parsed::Command(Command::Visit(args))) => args,
            other => panic!("{other:?}"),
        }
    }

    fn refusal(line: &[&str]) -> String {
        match parse(line.iter().copied()) {
            Err(Failure::Asked(said)) => said,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_a_command_it_is_the_default_visit() {
        let args = visit(&["nabz"]);
        assert_eq!(args, visit(&["nabz", "visit"]));
        assert_eq!((args.lang, args.link, args.seed), (Language::En, LinkName::Default, 1));
        assert_eq!(args.out, PathBuf::from("target/visit"));
    }

    #[test]
    fn every_flag_is_read() {
        let speech = env!("CARGO_MANIFEST_PATH");
        let flags = "nabz visit --lang fa --link 2g --seed 7 --out there --speech-patient";
        let args = visit(&flags.split(' ').chain([speech]).collect::<Vec<_>>());
        assert_eq!((args.lang.tag(), args.link.name(), args.seed), ("fa", "2g", 7));
        assert_eq!((args.out, args.speech_patient), ("there".into(), Some(speech.into())));
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        let cases: [(&[&str], &str); 8] = [
            (
                &["nabz", "visit", "--lang", "xx"],
                "invalid value 'xx' for '--lang <LANGUAGE>' [possible values: en, fa, ar, am, hi, ckb, en-XA, ar-XB]",
            ),
            (&["nabz", "visit", "--link", "5g"], "invalid value '5g' for '--link <LINK>'"),
            (&["nabz", "visit", "--sede", "1"], "unexpected argument '--sede' found"),
            (&["nabz", "visit", "--seed", "-1"], "unexpected argument '-1' found"),
            (&["nabz", "visit", "--speech-doctor", "/nowhere.wav"], "No such file"),
            (&["nabz", "visit", "--out", env!("CARGO_MANIFEST_PATH")], "not a folder"),
            (&["nabz", "clinic", "--port", "70000"], "invalid value '70000' for '--port <PORT>'"),
            (&["nabz", "dance"], "unrecognized subcommand 'dance'"),
        ];
        for (line, expected) in cases {
            let said = refusal(line);
            assert!(said.contains(expected), "{said}");
            assert!(!said.contains('\n') && !said.contains("Usage"), "{said}");
        }
    }

    #[test]
    fn help_is_everywhere_and_gives_examples() {
        for line in [
            &["nabz", "--help"][..],
            &["nabz", "visit", "--help"],
            &["nabz", "app", "-h"],
            &["nabz", "clinic", "-h"],
        ] {
            match parse(line.iter().copied()) {
                Ok(Parsed::Words(words)) => assert!(words.contains("Examples:\n  nabz"), "{words}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
