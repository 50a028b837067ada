import Nabz
import SwiftUI

/// The colours of Nabz, the same as in the browser: every text has a contrast of at least 4.5 to 1 on what it stands
/// (WCAG 2.2, 1.4.3), every edge of a control 3 to 1 (1.4.11). A test counts.
struct Palette {
    let page, card, ink, quiet, edge, step, onStep, chosen, danger, good, warning, info: Color

    init(_ scheme: ColorScheme) {
        self = scheme == .dark ? .dark : .light
    }

    private static let light = Palette([
        0xF7F8F8, 0xFFFFFF, 0x14201F, 0x46524F, 0x6D7A77, 0x00544B, 0xFFFFFF, 0xD8EFEB, 0xA3101D, 0x14602A, 0x7A4A00,
        0x124F8C,
    ])
    private static let dark = Palette([
        0x0F1514, 0x1A2321, 0xEEF3F1, 0xB9C5C2, 0x8B9894, 0x86D9CB, 0x00211C, 0x0B4A42, 0xFFB3AC, 0x93DCA4, 0xF2C078,
        0xA5CDF7,
    ])

    private init(_ hex: [UInt32]) {
        let colors = hex.map { value in
            Color(
                red: Double(value >> 16 & 0xFF) / 255, green: Double(value >> 8 & 0xFF) / 255,
                blue: Double(value & 0xFF) / 255
            )
        }
        (page, card, ink, quiet, edge, step) = (colors[0], colors[1], colors[2], colors[3], colors[4], colors[5])
        (onStep, chosen, danger, good, warning, info) =
            (colors[6], colors[7], colors[8], colors[9], colors[10], colors[11])
    }

    func color(of tone: Tone) -> Color {
        switch tone {
        case .info: info
        case .good: good
        case .warning: warning
        case .problem: danger
        }
    }
}
