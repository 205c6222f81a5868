//! Pages of lists: `first` and `after`, or `last` and `before`; cursors that say which list they are of.

use app::storage::{Page, Position, Window};
use async_graphql::{
    Error, OutputType,
    connection::{Connection, CursorType, Edge, EmptyFields},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::error::bad_input;

/// What neither `first` nor `last` means.
pub const DEFAULT: i32 = 20;
/// The largest page.
pub const MAX: i32 = 100;

/// The place of a row in its list, opaque to clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(pub Position);

/// A text that is no cursor of ours.
#[derive(Debug, thiserror::Error)]
#[error("not a cursor of this list")]
pub struct NotACursor;

impl CursorType for Cursor {
    type Error = NotACursor;

    fn decode_cursor(text: &str) -> Result<Self, NotACursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotACursor)?;
        let bytes: [u8; 25] = bytes.try_into().map_err(|_| NotACursor)?;
        if bytes[0] != VERSION {
            return Err(NotACursor);
        }
        let mut key = [0; 8];
        key.copy_from_slice(&bytes[1..9]);
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[9..]);
        Ok(Self(Position { key: i64::from_be_bytes(key), id: uuid::Uuid::from_bytes(id) }))
    }

    fn encode_cursor(&self) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(self.0.key.to_be_bytes());
        bytes.extend(self.0.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

const VERSION: u8 = 1;

/// The four arguments of a list, as they were given.
pub struct Asked {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

impl Asked {
    /// The part of the list that they ask for.
    pub fn window(&self) -> Result<Window, Error> {
        if self.first.is_some() && self.last.is_some() {
            return Err(bad_input("last", "either `first` or `last`, not both"));
        }
        let count = |argument: &str, given: i32| {
            let limit = u64::try_from(given).ok().filter(|_| (1..=MAX).contains(&given));
            limit.ok_or_else(|| bad_input(argument, format!("must lie between 1 and {MAX}")))
        };
        let (limit, backward) = match (self.first, self.last) {
            (_, Some(last)) => (count("last", last)?, true),
            (Some(first), None) => (count("first", first)?, false),
            (None, None) => (count("first", DEFAULT)?, false),
        };
        let cursor = |argument: &str, text: &Option<String>| {
            let decoded = text.as_deref().map(Cursor::decode_cursor).transpose();
            decoded.map(|cursor| cursor.map(|cursor| cursor.0)).map_err(|error| bad_input(argument, error))
        };
        Ok(Window { limit, after: cursor("after", &self.after)?, before: cursor("before", &self.before)?, backward })
    }
}

/// The cost of a list: itself, and each of its rows.
#[must_use]
pub fn cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let rows = first.or(last).unwrap_or(DEFAULT).clamp(1, MAX);
    1_usize.saturating_add(usize::try_from(rows).unwrap_or(1).saturating_mul(child))
}

/// A connection of rows that know their places.
pub fn connection<T, N>(page: Page<(Position, T)>, window: &Window, show: impl Fn(T) -> N) -> Connection<Cursor, N>
where
    N: OutputType,
{
    // Whether there is something on the side that one came from is known only from the cursor that was given.
    let (previous, next) = if window.backward { (page.more, window.before.is_some()) } else { (window.after.is_some(), page.more) };
    let mut connection = Connection::with_additional_fields(previous, next, EmptyFields);
    connection.edges.extend(page.items.into_iter().map(|(position, item)| Edge::new(Cursor(position), show(item))));
    connection
}

/// A page of a list that the process holds whole, in the order in which it stands.
pub fn slice<T>(items: Vec<T>, window: &Window) -> Page<(Position, T)> {
    let place = |at: usize| Position { key: i64::try_from(at).unwrap_or(i64::MAX), id: uuid::Uuid::nil() };
    let mut placed: Vec<_> = items.into_iter().enumerate().map(|(at, item)| (place(at), item)).collect();
    placed.retain(|(position, _)| {
        window.after.is_none_or(|after| position.key > after.key) && window.before.is_none_or(|before| position.key < before.key)
    });
    if window.backward {
        placed.reverse();
    }
    Page::cut(placed, window)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back() {
        let cursor = Cursor(Position { key: -7, id: uuid::Uuid::from_u128(42) });
        assert_eq!(Cursor::decode_cursor(&cursor.encode_cursor()).unwrap(), cursor);
    }

    #[test]
    fn what_is_not_a_cursor_is_refused() {
        for text in ["", "!", "AAAA", "Invalid symbol", &"A".repeat(4000)] {
            assert!(Cursor::decode_cursor(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_slice_goes_both_ways() {
        let forward = slice(vec!['a', 'b', 'c'], &Window { limit: 2, after: None, before: None, backward: false });
        assert_eq!(forward.items.iter().map(|(_, item)| *item).collect::<String>(), "ab");
        assert!(forward.more);
        let backward = slice(vec!['a', 'b', 'c'], &Window { limit: 2, after: None, before: None, backward: true });
        assert_eq!(backward.items.iter().map(|(_, item)| *item).collect::<String>(), "bc");
        assert!(backward.more);
    }

    #[test]
    fn the_cost_of_a_list_never_overflows() {
        assert_eq!(cost(None, None, 3), 61);
        assert_eq!(cost(Some(i32::MAX), None, 1), 101);
        assert_eq!(cost(Some(-5), None, 7), 8);
        assert_eq!(cost(Some(100), None, usize::MAX), usize::MAX);
    }
}
