/// Makes lines of the elements of a JSON array while it streams by: commas between elements become line feeds, line feeds
/// within an element become spaces.
#[derive(Debug, Default)]
pub(super) struct JsonElements {
    depth: usize,
    begun: bool,
    in_string: bool,
    escaped: bool,
}

impl JsonElements {
    pub(super) fn take(&mut self, raw: &[u8], text: &mut Vec<u8>) {
        text.reserve(raw.len());
        for byte in raw {
            if self.in_string {
                text.push(*byte);
                self.in_string = self.escaped || *byte != b'"';
                self.escaped = !self.escaped && *byte == b'\\';
                continue;
            }
            text.push(self.outside_strings(*byte));
        }
    }

    fn outside_strings(&mut self, byte: u8) -> u8 {
        match byte {
            b'[' if !self.begun => {
                self.begun = true;
                self.depth = 1;
                return b' ';
            }
            b'[' | b'{' => self.depth += 1,
            b']' if self.depth == 1 => {
                self.depth = 0;
                return b'\n';
            }
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            b',' if self.depth == 1 => return b'\n',
            b'\n' | b'\r' => return b' ',
            b'"' => self.in_string = true,
            _ => {}
        }
        byte
    }
}
