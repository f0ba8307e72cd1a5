//! UTF-8 out of any encoding, as a stream.

use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{Read, Result};

const CHUNK: usize = 64 * 1024;

/// A reader that gives UTF-8. Malformed bytes become U+FFFD, which the row reader then refuses.
pub(super) struct Utf8Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_from: usize,
    raw_to: usize,
    ended: bool,
    text: Vec<u8>,
    text_from: usize,
}

impl<R: Read> Utf8Reader<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            raw_from: 0,
            raw_to: 0,
            ended: false,
            text: Vec::new(),
            text_from: 0,
        }
    }
    /// Decodes the next chunk; false when nothing is left.
    fn refill(&mut self) -> Result<bool> {
        if self.raw_from == self.raw_to {
            if self.ended {
                return Ok(false);
            }
            self.raw_from = 0;
            self.raw_to = self.inner.read(&mut self.raw)?;
            self.ended = self.raw_to == 0;
        }
        let raw = self.raw.get(self.raw_from..self.raw_to).unwrap_or_default();
        let room = self.decoder.max_utf8_buffer_length(raw.len()).unwrap_or(CHUNK);
        self.text.clear();
        self.text.resize(room, 0);
        let (result, read, written, _) = self.decoder.decode_to_utf8(raw, &mut self.text, self.ended);
        self.raw_from += read;
        self.text.truncate(written);
        self.text_from = 0;
        Ok(!(self.ended && result == CoderResult::InputEmpty && written == 0))
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        while self.text_from == self.text.len() {
            if !self.refill()? {
                return Ok(0);
            }
        }
        let left = self.text.get(self.text_from..).unwrap_or_default();
        let count = left.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.text_from += count;
        Ok(count)
    }
}
