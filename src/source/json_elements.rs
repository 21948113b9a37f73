/// Makes lines of JSON values that are not one per line, while they stream by: the elements of an array, or objects
/// written over several lines one after the other. Commas between elements become line feeds, line feeds within a value
/// become spaces.
#[derive(Debug)]
pub(super) struct JsonElements {
    depth: usize,
    /// Depth at which a value ends its line: 1 in an array.
    base: usize,
    begun: bool,
    in_string: bool,
    escaped: bool,
}

impl JsonElements {
    /// Elements of one array.
    pub(super) fn of_array() -> Self {
        JsonElements { depth: 0, base: 1, begun: false, in_string: false, escaped: false }
    }

    /// Objects after each other.
    pub(super) fn of_objects() -> Self {
        JsonElements { depth: 0, base: 0, begun: true, in_string: false, escaped: false }
    }

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
            if self.base == 0 && self.depth == 0 && *byte == b'}' {
                text.push(b'\n');
            }
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
            b']' if self.depth == self.base => {
                self.depth = 0;
                return b'\n';
            }
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            b',' if self.depth == self.base => return b'\n',
            b'\n' | b'\r' => return b' ',
            b'"' => self.in_string = true,
            _ => {}
        }
        byte
    }
}
