import Foundation
import Nabz
@testable import NabzPainter
import NabzShell
import SwiftUI
import Testing

/// Every screen in every language, at ordinary and at the largest type, light and dark.
@MainActor @Suite struct GalleryTests {
    @Test func everyScreenIsPaintedWholeInEveryLanguage() throws {
        let gallery = try Gallery.load()
        #expect(Set(gallery.map(\.language)).isSuperset(of: ["en", "fa"]))
        #expect(gallery.count >= 40)
        for entry in gallery {
            for size in [DynamicTypeSize.large, .xxxLarge, .accessibility1, .accessibility5] {
                for scheme in [ColorScheme.light, .dark] {
                    let painting = Painting(model(entry.screen.screen), typeSize: size, colorScheme: scheme)
                    let found = findings(painting, of: entry.screen.screen)
                    #expect(found.isEmpty, "\(entry.name) in \(entry.language) at \(size), \(scheme): \(found)")
                }
            }
        }
    }

    @Test func everyBlockKindIsSeen() throws {
        let kinds = Set(try Gallery.load().flatMap(\.screen.screen.blocks).map(\.kind.name))
        let missing = BlockKind.names.subtracting(kinds)
        #expect(missing.isEmpty, "no screen shows \(missing)")
    }

    /// Seeded defects: the check of the test above finds each.
    @Test func theCheckFindsWhatIsWrong() throws {
        let entry = try #require(
            Gallery.load().first { $0.screen.screen.id == "language" || $0.screen.screen.emergency != nil })
        let screen = entry.screen.screen
        let right = Painting(model(screen))
        #expect(findings(right, of: screen).isEmpty)

        let title = screen.title.shown
        let wrong: [String: Painting] = [
            "a text is missing": right.damaged { $0.words == title ? nil : $0 },
            "a text in another language": right.damaged { node in
                var node = node
                if node.words == title { node.text?.languageIdentifier = "xx" }
                return node
            },
            "a text in the wrong direction": right.damaged { node in
                var node = node
                if node.words == title {
                    let rightToLeft = node.environment.layoutDirection == .rightToLeft
                    node.environment.layoutDirection = rightToLeft ? .leftToRight : .rightToLeft
                }
                return node
            },
            "a button without a name": right.damaged { node in
                var node = node
                if node.kind == "Button" { node.marks["label"] = nil }
                return node
            },
            "a small target": right.damaged { node in
                var node = node
                if node.marks["minHeight"] != nil { node.marks["minHeight"] = CGFloat(32) }
                return node
            },
            "a height that cuts": right.damaged { node in
                var node = node
                if node.marks["minHeight"] != nil { node.marks["maxHeight"] = CGFloat(44) }
                return node
            },
            "help that scrolls": right.damaged {
                $0.kind == "Pinned" && $0.marks["edge"] as? VerticalEdge == .top ? nil : $0
            },
            "a title that is no heading": right.damaged { node in
                var node = node
                node.marks["traits"] = nil
                return node
            },
        ]
        for (defect, painting) in wrong {
            #expect(!findings(painting, of: screen).isEmpty, "not found: \(defect)")
        }
    }

    /// Texts at 4.5 to 1, edges at 3 to 1 (WCAG 2.2), in light and dark.
    @Test func everyColourCanBeRead() {
        for scheme in [ColorScheme.light, .dark] {
            let colours = Palette(scheme)
            for ground in [colours.page, colours.card] {
                for ink in [colours.ink, colours.quiet, colours.danger, colours.good, colours.warning, colours.info] {
                    #expect(contrast(ink, ground) >= 4.5)
                }
                for edge in [colours.edge, colours.step, colours.danger] { #expect(contrast(edge, ground) >= 3) }
            }
            #expect(contrast(colours.onStep, colours.step) >= 4.5)
            #expect(contrast(colours.ink, colours.chosen) >= 4.5)
        }
        // The measure itself: black on white is 21, grey on white too little.
        let white = Color(red: 1, green: 1, blue: 1)
        #expect(abs(contrast(Color(red: 0, green: 0, blue: 0), white) - 21) < 0.01)
        #expect(contrast(Color(red: 0.6, green: 0.6, blue: 0.6), white) < 4.5)
    }

    private func model(_ screen: Screen) -> ScreenModel {
        let model = ScreenModel(FrozenCore())
        model.show(screen)
        return model
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    private func contrast(_ one: Color, _ other: Color) -> Double {
        func luminance(_ color: Color) -> Double {
            func linear(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
        }
        let (bright, dim) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
        return (bright + 0.05) / (dim + 0.05)
    }
}

extension BlockKind {
    static let names: Set<String> = [
        "heading", "paragraph", "notice", "row", "rows", "button", "entry", "choice", "slots", "price", "callStage",
        "progress", "live",
    ]

    var name: String {
        let name = Mirror(reflecting: self).children.first?.label
        return name ?? "\(self)"
    }
}
