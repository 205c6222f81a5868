//! What the audit keeps of a table's rows: said once beside each entity, so that no mutation can forget it.

use sea_orm::EntityTrait;

/// What the audit keeps of the rows of a table. Columns that are not named are kept as they are.
#[derive(Debug, Clone, Copy)]
pub struct Audit<C: 'static> {
    /// Why nothing is kept, where nothing is.
    pub exempt: Option<&'static str>,
    /// What proves or opens something, and is never kept: that it changed is told.
    pub secret: &'static [C],
    /// What tells who a person is, with the column that names him: kept as a commitment under his salt.
    pub personal: &'static [(C, C)],
    /// What only those whom the row concerns may read, whoever audits.
    pub private: &'static [C],
    /// Whom the row concerns: companies, or a record that companies share. Nobody but auditors where nothing is named.
    pub of: &'static [C],
}

impl<C> Audit<C> {
    /// Every change of a row is kept.
    #[must_use]
    pub const fn rows() -> Self {
        Self { exempt: None, secret: &[], personal: &[], private: &[], of: &[] }
    }

    /// Nothing is kept, for this reason.
    #[must_use]
    pub const fn exempt(reason: &'static str) -> Self {
        Self { exempt: Some(reason), secret: &[], personal: &[], private: &[], of: &[] }
    }

    #[must_use]
    pub const fn secret(mut self, columns: &'static [C]) -> Self {
        self.secret = columns;
        self
    }

    #[must_use]
    pub const fn personal(mut self, columns: &'static [(C, C)]) -> Self {
        self.personal = columns;
        self
    }

    #[must_use]
    pub const fn private(mut self, columns: &'static [C]) -> Self {
        self.private = columns;
        self
    }

    #[must_use]
    pub const fn of(mut self, columns: &'static [C]) -> Self {
        self.of = columns;
        self
    }
}

/// A table that has said what the audit keeps of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has not said what the audit keeps of its rows",
    note = "write `impl Audited for Entity {{ const AUDIT: Audit<Column> = Audit::rows(); }}` beside the entity, \
            and name its secret, personal and private columns"
)]
pub trait Audited: EntityTrait {
    const AUDIT: Audit<Self::Column>;
}
