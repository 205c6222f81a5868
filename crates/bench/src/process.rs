//! What a process has used, as the kernel tells it.

use std::{fs, path::Path, time::Duration};

use crate::failure::Failure;

/// The kernel counts processor time in hundredths of a second, on every Linux there is.
const TICKS_PER_SECOND: u64 = 100;

/// The processor time that a process and its threads have used.
pub fn cpu(pid: u32) -> Result<Duration, Failure> {
    let path = format!("/proc/{pid}/stat");
    let stat = fs::read_to_string(&path).map_err(Failure::at(&path))?;
    // The second field is the name in brackets, which may hold blanks: the numbers begin behind the last bracket.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
    let (Some(user), Some(system)) = (ticks(11), ticks(12)) else {
        return Err(Failure::Other(format!("{path} is not what it should be")));
    };
    Ok(Duration::from_millis((user + system) * 1_000 / TICKS_PER_SECOND))
}

/// The memory of a process that is in use.
pub fn resident_bytes(pid: u32) -> Result<u64, Failure> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).map_err(Failure::at(&path))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    kibibytes.map(|kibibytes| kibibytes * 1_024).ok_or_else(|| Failure::Other(format!("{path} tells no VmRSS")))
}

/// The children of a process that are alive.
pub fn children(parent: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir(Path::new("/proc")) else { return Vec::new() };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| parent_of(*pid) == Some(parent))
        .collect()
}

/// The process that started another.
pub fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_uses_is_read() {
        let own = std::process::id();
        let before = cpu(own).unwrap();
        let mut sum = 0_u64;
        while cpu(own).unwrap() < before + Duration::from_millis(30) {
            sum = (0..1_000_000_u64).fold(sum, u64::wrapping_add);
        }
        assert!(resident_bytes(own).unwrap() > 100_000, "{sum}");
    }

    #[test]
    fn a_parent_knows_its_children() {
        let mut child = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().unwrap();
        assert_eq!(parent_of(child.id()), Some(std::process::id()));
        assert!(children(std::process::id()).contains(&child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert!(cpu(u32::MAX).is_err());
        assert!(parent_of(u32::MAX).is_none());
    }
}
