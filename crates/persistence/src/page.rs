//! Pages by keyset: where the last page ended, not how many rows to step over.

use domain::stamp::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// Where a row stands in its list: a moment or a number, and the identity that breaks ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub key: i64,
    pub id: Uuid,
}

impl Position {
    /// The place of a row in a list by time.
    #[must_use]
    pub fn at(at: Timestamp, id: Uuid) -> Self {
        Self { key: at.timestamp_micros(), id }
    }

    fn moment(self) -> Timestamp {
        Timestamp::from_timestamp_micros(self.key).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many rows; the caller has bounded it.
    pub limit: u64,
    pub after: Option<Position>,
    pub before: Option<Position>,
    /// The last rows of the window instead of the first.
    pub backward: bool,
}

impl Window {
    #[must_use]
    pub fn first(limit: u64) -> Self {
        Self { limit, after: None, before: None, backward: false }
    }
}

/// A part of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// More rows in the direction that was asked for.
    pub more: bool,
}

impl<T> Page<T> {
    /// The rows of a query that asked for one more than the window.
    #[must_use]
    pub fn cut(mut items: Vec<T>, window: &Window) -> Self {
        let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        if window.backward {
            items.reverse();
        }
        Self { items, more }
    }

    pub fn try_map<U, F>(self, read: impl FnMut(T) -> Result<U, F>) -> Result<Page<U>, F> {
        Ok(Page { items: self.items.into_iter().map(read).collect::<Result<_, _>>()?, more: self.more })
    }

    #[must_use]
    pub fn map<U>(self, read: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(read).collect(), more: self.more }
    }
}

/// Newest first, within the window, and one row more to know whether there are more.
pub(crate) fn newest_first<E, C>(select: Select<E>, at: C, id: C, window: &Window) -> Select<E>
where
    E: EntityTrait,
    C: ColumnTrait,
{
    let mut select = select;
    if let Some(after) = window.after {
        select = select.filter(beyond(at, id, after, true));
    }
    if let Some(before) = window.before {
        select = select.filter(beyond(at, id, before, false));
    }
    let select = if window.backward { select.order_by_asc(at).order_by_asc(id) } else { select.order_by_desc(at).order_by_desc(id) };
    select.limit(window.limit + 1)
}

/// Oldest first: the same, read from the other end.
pub(crate) fn oldest_first<E, C>(select: Select<E>, at: C, id: C, window: &Window) -> Select<E>
where
    E: EntityTrait,
    C: ColumnTrait,
{
    let mirrored = Window { limit: window.limit, after: window.before, before: window.after, backward: !window.backward };
    newest_first(select, at, id, &mirrored)
}

fn beyond<C: ColumnTrait>(at: C, id: C, position: Position, older: bool) -> Condition {
    let moment = position.moment();
    // `at <= x AND (at < x OR id < y)`: the first half lets both databases enter the index at the right place.
    let (bound, strict, tie) =
        if older { (at.lte(moment), at.lt(moment), id.lt(position.id)) } else { (at.gte(moment), at.gt(moment), id.gt(position.id)) };
    Condition::all().add(bound).add(Condition::any().add(strict).add(tie))
}
