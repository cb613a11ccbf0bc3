//! Squares: the one door to the qrcode crate. Black on white with the quiet zone of four modules, whatever the colours of
//! the page, because readers want it so (ISO/IEC 18004 §9.1).

use qrcode::render::svg;
use qrcode::{Color, EcLevel, QrCode};

use crate::fault::Fault;

/// The square of this text as SVG, without a size of its own.
pub(super) fn svg(text: &str) -> Result<String, Fault> {
    let drawn = code(text)?
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // The declaration may stand only in a document of its own; a page takes what follows it.
    Ok(drawn.split_once("?>").map_or(drawn.as_str(), |(_, image)| image).to_owned())
}

/// The square of this text as PNG, one bit a pixel.
pub(super) fn png(text: &str) -> Result<Vec<u8>, Fault> {
    let code = code(text)?;
    let (width, colors) = (code.width(), code.to_colors());
    let side = (width + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let module = |pixel: usize| (pixel / SCALE).checked_sub(QUIET).filter(|module| *module < width);
        module(x).zip(module(y)).and_then(|(x, y)| colors.get(y * width + x)).is_some_and(|color| *color == Color::Dark)
    };
    let mut rows = Vec::with_capacity(side * side.div_ceil(8));
    for y in 0..side {
        for byte in 0..side.div_ceil(8) {
            // One is white; the padding bits behind the last pixel are white too.
            rows.push((0..8).fold(0_u8, |bits, bit| (bits << 1) | u8::from(!is_dark(byte * 8 + bit, y))));
        }
    }
    let side = u32::try_from(side).map_err(|_| too_long())?;
    let mut image = Vec::new();
    let mut encoder = png::Encoder::new(&mut image, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let undrawn = |error| Fault::caused("a square could not be drawn", error);
    let mut writer = encoder.write_header().map_err(undrawn)?;
    writer.write_image_data(&rows).map_err(undrawn)?;
    writer.finish().map_err(undrawn)?;
    Ok(image)
}

/// Level M: a scratched or tilted screen still reads, and the modules stay large.
fn code(text: &str) -> Result<QrCode, Fault> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| too_long())
}

fn too_long() -> Fault {
    Fault::internal("a text does not fit into a square")
}

const QUIET: usize = 4;
/// Pixels a module in the PNG.
const SCALE: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_independent_reader_reads_the_square() {
        for text in ["DD1.abc", "otpauth://totp/x?secret=ABC", &"đ".repeat(300)] {
            let png = png(text).unwrap();
            let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
            let (width, height) = (reader.info().width as usize, reader.info().height as usize);
            let mut rows = vec![0; reader.output_buffer_size().unwrap()];
            let line = reader.next_frame(&mut rows).unwrap().line_size;
            let bit = |x: usize, y: usize| rows[y * line + x / 8] >> (7 - x % 8) & 1;
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| bit(x, y) * 255);
            let grids = image.detect_grids();
            assert_eq!(grids[0].decode().unwrap().1, text);
        }
    }

    #[test]
    fn the_drawing_has_no_script_and_no_declaration() {
        let svg = svg("DD1.<script>").unwrap();
        assert!(svg.starts_with("<svg") && !svg.contains("script"), "{}", &svg[..80]);
        assert!(super::svg(&"a".repeat(5000)).is_err());
    }
}
