//! One line of a register's CSV, whatever its columns: found by the header, read field by field. Every wrong field is
//! refused by its name and a word; the value is never repeated, since it is somebody's.

use std::fmt;

use crate::identity::place::{Place, province_name};

/// Why a line was refused: the field, and a word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LineRefusal {
    /// The column; empty when the line as a whole cannot be read.
    pub field: &'static str,
    /// The word, never the value.
    pub reason: String,
}

impl LineRefusal {
    pub(super) fn of(field: &'static str, reason: impl fmt::Display) -> Self {
        Self { field, reason: reason.to_string() }
    }
}

/// Where each of the known columns stands in a file, found from its first line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    columns: &'static [&'static str],
    positions: Vec<usize>,
    width: usize,
}

impl Header {
    /// Finds the columns; `Err` names those that are missing, unknown or there twice.
    pub fn find<'a>(
        columns: &'static [&'static str],
        names: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Vec<String>> {
        let names: Vec<&str> = names.map(|name| name.trim_matches(' ')).collect();
        let mut wrong: Vec<String> = Vec::new();
        let mut positions = Vec::with_capacity(columns.len());
        for column in columns {
            match names.iter().position(|name| name == column) {
                Some(position) => positions.push(position),
                None => wrong.push(format!("missing: {column}")),
            }
        }
        for (at, name) in names.iter().enumerate() {
            let shown: String = name.chars().filter(|letter| !letter.is_control()).take(40).collect();
            if !columns.contains(name) {
                wrong.push(format!("unknown: {shown}"));
            } else if names.iter().take(at).any(|earlier| earlier == name) {
                wrong.push(format!("twice: {shown}"));
            }
        }
        if wrong.is_empty() { Ok(Self { columns, positions, width: names.len() }) } else { Err(wrong) }
    }

    /// The fields of one line, when there are as many as the header has.
    pub fn line<'a>(&'a self, fields: &'a [&'a str]) -> Result<Line<'a>, LineRefusal> {
        if fields.len() != self.width {
            return Err(LineRefusal::of("", format_args!("{} fields instead of {}", fields.len(), self.width)));
        }
        Ok(Line { header: self, fields })
    }
}

/// The fields of one line.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    header: &'a Header,
    fields: &'a [&'a str],
}

/// The fields are somebody's.
impl fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(line)")
    }
}

impl<'a> Line<'a> {
    pub(super) fn text(&self, column: &str) -> &'a str {
        let at = self.header.columns.iter().position(|known| *known == column);
        let position = at.and_then(|at| self.header.positions.get(at));
        position.and_then(|position| self.fields.get(*position)).map_or("", |field| field.trim_matches(' '))
    }

    pub(super) fn needed<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, LineRefusal> {
        let text = self.text(column);
        parse(text).ok_or_else(|| LineRefusal::of(column, if text.is_empty() { "empty" } else { "unreadable" }))
    }

    pub(super) fn optional<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, LineRefusal> {
        match self.text(column) {
            "" => Ok(None),
            text => parse(text).map(Some).ok_or_else(|| LineRefusal::of(column, "unreadable")),
        }
    }

    /// Items parted by `;`.
    pub(super) fn list<T>(
        &self,
        column: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, LineRefusal> {
        let text = self.text(column);
        let items = text.split(';').filter(|item| !item.is_empty());
        items.map(|item| parse(item).ok_or_else(|| LineRefusal::of(column, "unreadable"))).collect()
    }

    pub(super) fn word(&self, column: &'static str) -> Result<String, LineRefusal> {
        let text = self.text(column);
        if text.chars().any(char::is_control) {
            return Err(LineRefusal::of(column, "control character"));
        }
        Ok(text.to_owned())
    }

    /// `province|commune|detail`.
    pub(super) fn place(&self, column: &'static str) -> Result<Place, LineRefusal> {
        let text = self.word(column)?;
        if text.is_empty() {
            return Ok(Place::default());
        }
        let mut parts = text.splitn(3, '|').map(str::to_owned);
        let place = Place {
            province: parts.next().unwrap_or_default(),
            commune: parts.next().ok_or_else(|| LineRefusal::of(column, "unreadable"))?,
            detail: parts.next().ok_or_else(|| LineRefusal::of(column, "unreadable"))?,
        };
        if !place.province.is_empty() && province_name(&place.province).is_none() {
            return Err(LineRefusal::of(column, "no such province"));
        }
        Ok(place)
    }
}

/// A place as [`Line::place`] reads it.
pub(super) fn place_text(place: &Place) -> String {
    match place {
        place if *place == Place::default() => String::new(),
        place => format!("{}|{}|{}", place.province, place.commune, place.detail),
    }
}
