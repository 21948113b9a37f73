use crate::render::Options;
use crate::render::charts::{MOST_ATTRIBUTES, MOST_QUESTIONS};

/// How much of an audit a page shows: all of a usual one, less and less of a large one until the page is small enough
/// to send. What is left out is said where it would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Questions with sections of their own; the others stand in one table.
    pub questions: usize,
    /// Attributes and models with details of their own.
    pub parts: usize,
    /// Rows of a table.
    pub rows: usize,
    /// Bytes of drawings.
    pub svg_bytes: usize,
}

/// Below this a page would say too little; that of any log is small enough then.
const LEAST: Room = Room { questions: 1, parts: 1, rows: 5, svg_bytes: 0 };
/// Rows of all tables of one kind on a page that asks many questions.
const ROWS_OF_ALL_QUESTIONS: usize = 300;

impl Room {
    /// What a page may weigh, in bytes: it is sent by mail, and 2 MB is what people bear.
    pub const MAX_BYTES: usize = 1_900_000;

    /// The room of an audit of so many questions.
    pub fn of(questions: usize, options: &Options) -> Self {
        let shown = questions.clamp(1, MOST_QUESTIONS);
        Self {
            questions: shown,
            parts: MOST_ATTRIBUTES,
            rows: options.table_rows.min(ROWS_OF_ALL_QUESTIONS / shown).max(LEAST.rows),
            svg_bytes: 1_200_000,
        }
    }

    /// Less room, where there is any left to take: tables and drawings first, then what has a place of its own.
    pub fn smaller(self) -> Option<Self> {
        if self == LEAST {
            return None;
        }
        if self.rows > LEAST.rows {
            let rows = (self.rows / 2).max(LEAST.rows);
            return Some(Self { rows, svg_bytes: self.svg_bytes * 3 / 4, ..self });
        }
        Some(Self {
            questions: (self.questions / 2).max(LEAST.questions),
            parts: (self.parts / 2).max(LEAST.parts),
            svg_bytes: if self.svg_bytes > 100_000 { self.svg_bytes / 2 } else { LEAST.svg_bytes },
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_shrinks_to_the_least_and_ends() {
        let mut room = Room::of(400, &Options::default());
        let mut steps = 0;
        while let Some(smaller) = room.smaller() {
            assert!(smaller.questions <= room.questions && smaller.rows <= room.rows && smaller != room);
            room = smaller;
            steps += 1;
        }
        assert!(room == LEAST && steps < 20, "{steps}");
    }
}
