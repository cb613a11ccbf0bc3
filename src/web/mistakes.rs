//! What is wrong with a form that is shown again: a sentence beside each field and all of them on top, in order.

/// The mistakes of one form.
#[derive(Clone, Debug, Default)]
pub(super) struct Mistakes(Vec<Mistake>);

/// One mistake.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    /// The id of the field, which is also its name.
    pub(super) field: &'static str,
    /// What to do about it.
    pub(super) words: String,
}

impl Mistakes {
    /// Adds a mistake.
    pub(super) fn add(&mut self, field: &'static str, words: impl Into<String>) {
        self.0.push(Mistake { field, words: words.into() });
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.0.iter()
    }

    /// What is wrong with a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|mistake| mistake.field == field).map(|mistake| mistake.words.as_str())
    }

    /// The ids of what describes a field: its hint, and its mistake when it has one.
    pub(super) fn described(&self, field: &str) -> String {
        match self.of(field) {
            None => format!("{field}-hint"),
            Some(_) => format!("{field}-hint {field}-error"),
        }
    }
}
