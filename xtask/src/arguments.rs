//! Command lines. A task declares its options; parsing, errors about unexpected arguments and the usage text follow from that.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value};

use crate::error::TaskError;

/// A subcommand.
pub(crate) struct Task {
    pub(crate) name: &'static str,
    /// A one-line summary.
    pub(crate) purpose: &'static str,
    /// The usage after the name of the task, and a description.
    pub(crate) usage: &'static str,
    pub(crate) options: &'static [OptionDef],
    /// The number of arguments that are not options.
    pub(crate) max_values: usize,
    /// Command lines without `cargo xtask`.
    pub(crate) examples: &'static [&'static str],
    pub(crate) exit_status: &'static str,
    pub(crate) run: fn(&Arguments) -> Result<(), TaskError>,
}

/// An option of a task, as displayed in its help.
pub(crate) struct OptionDef {
    /// The option with the name of its value, if it takes one: `--out DIR`.
    pub(crate) syntax: &'static str,
    pub(crate) description: &'static str,
}

impl OptionDef {
    /// The option without its value: `--out`.
    fn name(&self) -> &'static str {
        self.syntax.split(' ').next().unwrap_or_default()
    }

    fn takes_value(&self) -> bool {
        self.syntax.contains(' ')
    }
}

pub(crate) const SPEC: OptionDef =
    OptionDef { syntax: "--spec FILE", description: "The spec to read [default: the YAML file in spec/]" };
pub(crate) const WARNINGS: OptionDef =
    OptionDef { syntax: "--warnings", description: "Prints warnings about the spec as well, as `gen` does" };
pub(crate) const FORMAT: OptionDef =
    OptionDef { syntax: "--format FORMAT", description: "`text` or `json` [default: text]" };

/// The arguments of a task; the last value of an option takes precedence.
pub(crate) struct Arguments {
    pub(crate) values: Vec<OsString>,
    options: BTreeMap<&'static str, OsString>,
}

impl Arguments {
    pub(crate) fn parse(task: &'static Task, mut parser: lexopt::Parser) -> Result<Self, TaskError> {
        let mut arguments = Self { values: Vec::new(), options: BTreeMap::new() };
        while let Some(argument) = parser.next()? {
            match argument {
                Long("help") | Short('h') => return Err(TaskError::Help),
                Long(name) => {
                    let known =
                        task.options.iter().find(|option| option.name().strip_prefix("--") == Some(name));
                    let option = known.ok_or_else(|| argument.unexpected())?;
                    let value = if option.takes_value() { parser.value()? } else { OsString::new() };
                    arguments.options.insert(option.name(), value);
                }
                Value(value) if arguments.values.len() < task.max_values => arguments.values.push(value),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(arguments)
    }

    /// Whether an option is given.
    pub(crate) fn has(&self, option: &str) -> bool {
        self.options.contains_key(option)
    }

    pub(crate) fn text(&self, option: &str) -> Option<String> {
        self.options.get(option).map(|value| value.to_string_lossy().into_owned())
    }

    pub(crate) fn path(&self, option: &str) -> Option<PathBuf> {
        self.options.get(option).map(PathBuf::from)
    }

    /// Whether warnings about the spec are requested.
    pub(crate) fn warnings(&self) -> bool {
        self.has("--warnings")
    }

    /// Whether to print JSON instead of text.
    pub(crate) fn json(&self) -> Result<bool, TaskError> {
        match self.text("--format").as_deref() {
            None | Some("text") => Ok(false),
            Some("json") => Ok(true),
            Some(other) => Err(usage(format!("unknown format `{other}`, expected `text` or `json`"))),
        }
    }
}

pub(crate) fn usage(reason: String) -> TaskError {
    TaskError::Usage(lexopt::Error::from(reason))
}

/// The text that `help` with a task's name prints.
pub(crate) fn help(task: &Task) -> String {
    let Task { name, purpose, usage, options, examples, exit_status, .. } = task;
    let width = options.iter().map(|option| option.syntax.len()).max().unwrap_or(0) + 4;
    let option = |OptionDef { syntax, description }: &OptionDef| {
        format!("  {syntax:width$}{}", description.replace('\n', &format!("\n  {:width$}", "")))
    };
    let options = section("Options", options.iter().map(option));
    let examples = section("Examples", examples.iter().map(|example| format!("  cargo xtask {example}")));
    format!(
        "{purpose}.\n\nUsage: cargo xtask {name} {usage}\n{options}{examples}\nExit status: {exit_status}.\n"
    )
}

/// A title and the lines below it; empty if there are no lines.
fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() { String::new() } else { format!("\n{title}:\n{}\n", lines.join("\n")) }
}
