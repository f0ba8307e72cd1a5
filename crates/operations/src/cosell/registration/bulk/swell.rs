//! Whether a zip swells when it is unpacked. What it says of its own sizes is not believed: it is unpacked and counted.

use flate2::read::DeflateDecoder;
use std::io::Read;

/// Bytes of all parts together; a sheet of a few hundred rows has a thousandth of it.
const MOST: u64 = 20 * 1024 * 1024;
const MOST_PARTS: usize = 500;

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let piece = bytes.get(at..at.checked_add(width)?)?;
    Some(piece.iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)))
}

/// Whether every part can be unpacked without exceeding the limit. Anything that cannot be followed is refused as well.
pub(super) fn stays_small(zip: &[u8]) -> bool {
    follow(zip).is_some()
}

fn follow(zip: &[u8]) -> Option<()> {
    // The end record, at most a comment's length before the end.
    let tail = zip.len().saturating_sub(22 + 65_535);
    let end = tail + zip.get(tail..)?.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let parts = number(zip, end + 10, 2)?;
    let mut at = number(zip, end + 16, 4)?;
    if parts > MOST_PARTS {
        return None;
    }
    let mut left = MOST;
    for _ in 0..parts {
        if zip.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let (method, packed) = (number(zip, at + 10, 2)?, number(zip, at + 20, 4)?);
        let local = number(zip, at + 42, 4)?;
        let names = number(zip, at + 28, 2)? + number(zip, at + 30, 2)? + number(zip, at + 32, 2)?;
        let start = local.checked_add(30 + number(zip, local + 26, 2)? + number(zip, local + 28, 2)?)?;
        // A stream may go on beyond what the directory says: whoever unpacks it follows the stream.
        let content = zip.get(start..)?;
        let size = match method {
            0 => u64::try_from(packed).ok()?,
            8 => std::io::copy(&mut DeflateDecoder::new(content).take(left + 1), &mut std::io::sink()).ok()?,
            _ => return None,
        };
        left = left.checked_sub(size)?;
        at = at.checked_add(46 + names)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::stays_small;
    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use std::io::Write;

    /// A zip with one part, which says of itself that it is `said` bytes long.
    fn zip(content: &[u8], said: u32) -> Vec<u8> {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(content).expect("packed");
        let packed = deflate.finish().expect("packed");
        let size = u32::try_from(packed.len()).expect("small");
        let mut out = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
        out.extend_from_slice(&size.to_le_bytes());
        out.extend_from_slice(&said.to_le_bytes());
        out.extend_from_slice(b"\x01\0\0\0a");
        out.extend_from_slice(&packed);
        let directory = u32::try_from(out.len()).expect("small");
        out.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
        out.extend_from_slice(&size.to_le_bytes());
        out.extend_from_slice(&said.to_le_bytes());
        out.extend_from_slice(b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a");
        let length = u32::try_from(out.len()).expect("small") - directory;
        out.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&directory.to_le_bytes());
        out.extend_from_slice(b"\0\0");
        out
    }

    #[test]
    fn a_part_is_counted_and_not_asked() {
        assert!(stays_small(&zip(b"hello", 5)));
        let bomb = vec![b'0'; 30 * 1024 * 1024];
        let packed = zip(&bomb, 30 * 1024 * 1024);
        assert!(packed.len() < 40_000 && !stays_small(&packed));
        assert!(!stays_small(&zip(&bomb, 5)), "it lied about its size");
        for broken in [&b""[..], b"PK\x03\x04", b"PK\x05\x06", &packed[..100]] {
            assert!(!stays_small(broken));
        }
    }
}
