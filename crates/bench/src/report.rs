//! The figures side by side, as ratios to the floor of the same run.

use std::fmt;

use serde_json::json;

use crate::{node::Measured, operation::Operation, world::Database};

/// One operation in one world.
pub struct Cell {
    pub database: Database,
    pub companies: u32,
    pub operation: Operation,
    pub asked: Measured,
    pub memory: Measured,
    pub statement: Option<Measured>,
}

impl Cell {
    /// What the forum costs as a multiple of the best single statement, where there is one.
    fn to_statement(&self) -> Option<f64> {
        self.statement.map(|statement| self.asked.total_micros() / statement.total_micros())
    }

    fn to_memory(&self) -> f64 {
        self.asked.total_micros() / self.memory.total_micros()
    }
}

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    pub cells: Vec<Cell>,
    /// Resident memory after start, and after everything was asked.
    pub memory: Vec<(Database, u32, u64, u64)>,
}

const HEADER: &str =
    "database   companies  operation                   CPU us (server + database)   to statement  to memory   requests/s   p50 ms   p99 ms";

/// One line of the table.
pub fn line(cell: &Cell) -> String {
    let Cell { database, companies, operation, asked, .. } = cell;
    let (server, behind) = asked.cpu_micros();
    let statement = cell.to_statement().map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.1}x"));
    let milliseconds = |took: std::time::Duration| took.as_secs_f64() * 1e3;
    format!(
        "{:10} {companies:>9}  {:26} {:>9.0} ({server:.0} + {behind:.0}) {statement:>18} {:>9.1}x {:>12.0} {:>8.2} {:>8.2}",
        database.to_string(),
        operation.name(),
        asked.total_micros(),
        cell.to_memory(),
        asked.figures.per_second(),
        milliseconds(asked.figures.median),
        milliseconds(asked.figures.p99),
    )
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        for cell in &self.cells {
            writeln!(f, "{}", line(cell))?;
        }
        for (database, companies, idle, after) in &self.memory {
            writeln!(f, "{database}, {companies} companies: {} MiB after start, {} MiB at the end", idle >> 20, after >> 20)?;
        }
        self.growth(f)
    }
}

impl Report {
    /// How each cost grows from the smallest world to the largest.
    fn growth(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cell in &self.cells {
            let same = |other: &&Cell| other.database == cell.database && other.operation == cell.operation;
            let smallest = self.cells.iter().filter(same).min_by_key(|other| other.companies);
            let largest = self.cells.iter().filter(same).map(|other| other.companies).max();
            if let Some(smallest) = smallest.filter(|smallest| smallest.companies < cell.companies)
                && largest == Some(cell.companies)
            {
                let ratio = cell.asked.total_micros() / smallest.asked.total_micros();
                let (database, name) = (cell.database, cell.operation.name());
                writeln!(f, "{database}, {name}: {ratio:.2}x from {} to {} companies", smallest.companies, cell.companies)?;
            }
        }
        Ok(())
    }

    /// Every figure, for programs.
    pub fn json(&self) -> String {
        let measured = |measured: &Measured| {
            let (server, database) = measured.cpu_micros();
            let micros = |took: std::time::Duration| took.as_secs_f64() * 1e6;
            json!({
                "serverMicros": server, "databaseMicros": database, "requests": measured.figures.requests,
                "requestsPerSecond": measured.figures.per_second(),
                "p50Micros": micros(measured.figures.median), "p99Micros": micros(measured.figures.p99),
            })
        };
        let cells = self.cells.iter().map(|cell| {
            json!({
                "database": cell.database.to_string(), "companies": cell.companies, "operation": cell.operation.name(),
                "forum": measured(&cell.asked), "memory": measured(&cell.memory), "statement": cell.statement.as_ref().map(measured),
            })
        });
        json!({ "cells": cells.collect::<Vec<_>>() }).to_string()
    }
}
