//! What can go wrong between the forum and its database, told apart by who can do something about it.

use sea_orm::DbErr;
use thiserror::Error;

/// A uniqueness that a write ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unique {
    UserEmail,
    CompanyNumber,
    StaffDuty,
    IntroductionPair,
    CompanyLogo,
    /// Two answers or versions at the same moment: the later one reads again.
    Other,
}

/// Why the database did not do what it was asked.
#[derive(Debug, Error)]
pub enum StorageError {
    #[error("no such record in the scope")]
    NotFound,
    #[error("the record was changed by somebody else")]
    Stale,
    #[error("another record is in the way: {0:?}")]
    Taken(Unique),
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    #[error("the database refused the row: {0}")]
    Refused(String),
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    #[error("the database failed: {0}")]
    Failed(DbErr),
}

/// SQLite names the columns, PostgreSQL the index.
const UNIQUES: [(&str, &str, Unique); 6] = [
    ("user_account_email_key", "user_account.email_key", Unique::UserEmail),
    ("company_number_key", "company.number_kind, company.number", Unique::CompanyNumber),
    ("company_public_number_key", "company_public.number_kind, company_public.number", Unique::CompanyNumber),
    ("staff_user_id_duty_side_key", "staff.user_id, staff.duty, staff.side", Unique::StaffDuty),
    ("file_logo_key", "file.company_id", Unique::CompanyLogo),
    ("introduction_pair_key", "introduction.pair", Unique::IntroductionPair),
];

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        let runtime = match &error {
            DbErr::ConnectionAcquire(_) => return Self::Unavailable(error.to_string()),
            DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
            DbErr::RecordNotUpdated => return Self::Stale,
            _ => return Self::Failed(error),
        };
        let sea_orm::RuntimeErr::SqlxError(sqlx) = runtime else { return Self::Failed(error) };
        match classify(sqlx) {
            Some(known) => known,
            None => Self::Failed(error),
        }
    }
}

impl From<sea_orm::sqlx::Error> for StorageError {
    fn from(error: sea_orm::sqlx::Error) -> Self {
        classify(&error).unwrap_or_else(|| Self::Failed(DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()))))
    }
}

fn classify(error: &sea_orm::sqlx::Error) -> Option<StorageError> {
    use sea_orm::sqlx::Error;
    match error {
        Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed | Error::Io(_) | Error::Tls(_) => {
            Some(StorageError::Unavailable(error.to_string()))
        }
        Error::Database(database) if database.is_unique_violation() => {
            let text = database.message();
            let named = |(index, columns, _): &&(&str, &str, Unique)| {
                database.constraint() == Some(*index) || text.ends_with(columns) || text.contains(index)
            };
            Some(StorageError::Taken(UNIQUES.iter().find(named).map_or(Unique::Other, |(_, _, unique)| *unique)))
        }
        Error::Database(database) => match database.code().as_deref() {
            // Insufficient privilege, and rows that a policy keeps out.
            Some("42501") => Some(StorageError::Refused(database.message().to_owned())),
            // Shutting down, starting up, too many connections, a statement or lock that took too long; SQLITE_BUSY and SQLITE_FULL.
            Some("57P01" | "57P02" | "57P03" | "53300" | "57014" | "55P03" | "40001" | "40P01" | "53100" | "5" | "13") => {
                Some(StorageError::Unavailable(database.message().to_owned()))
            }
            _ => None,
        },
        _ => None,
    }
}
