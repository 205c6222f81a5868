//! Short words for what every migration says: a table with columns, a named key, a named index.

use sea_orm_migration::prelude::*;

/// A table of these columns.
pub fn table<const N: usize>(name: &'static str, columns: [ColumnDef; N]) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for column in columns {
        table.col(column);
    }
    table
}

/// A named foreign key; nothing of the forum is deleted by cascade.
pub fn references(from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("{from}_{column}_fkey")).from(Alias::new(from), Alias::new(column)).to(Alias::new(to), Alias::new("id"));
    key
}

/// A named primary key of several columns.
pub fn key<const N: usize>(table: &'static str, columns: [&'static str; N]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_pkey")).primary();
    for column in columns {
        index.col(Alias::new(column));
    }
    index
}

/// A named index.
pub fn index<const N: usize>(table: &'static str, name: &'static str, columns: [&'static str; N]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(column));
    }
    index
}

/// Creates the tables, then the indexes.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = TableCreateStatement>,
    indexes: impl IntoIterator<Item = IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}
