//! What happens, story by story.
