import Foundation
import Nabz
@testable import NabzPainter
import NabzShell
import SwiftUI

/// What the painter painted, as a tree; only on Linux, where `SwiftUI` is the stand-in of `ios/Stubs`.
@MainActor struct Painting {
    let nodes: [Node]

    init(
        _ model: ScreenModel, typeSize: DynamicTypeSize = .large, colorScheme: ColorScheme = .light,
        announce: @escaping @MainActor (Announcement) -> Void = { _ in }
    ) {
        EnvironmentValues.current = EnvironmentValues()
        EnvironmentValues.current.dynamicTypeSize = typeSize
        EnvironmentValues.current.colorScheme = colorScheme
        nodes = ScreenView(model, announce: announce).record()
        EnvironmentValues.current = EnvironmentValues()
    }

    init(nodes: [Node]) {
        self.nodes = nodes
    }

    var all: [Node] { nodes.flatMap(\.all) }
    var buttons: [Node] { all.filter { $0.kind == "Button" } }
    var texts: [Node] { all.filter { $0.kind == "Text" } }

    /// What scrolls away.
    var scrolling: [Node] { all.filter { $0.kind == "ScrollView" }.flatMap(\.all) }

    func button(labelled label: String) -> Node? {
        buttons.first { $0.label == label }
    }

    func node(identified identifier: String) -> Node? {
        all.first { $0.marks["identifier"] as? String == identifier }
    }
}

extension Node {
    /// What a screen reader says of it.
    var label: String? { (marks["label"] as? AttributedString).map { String($0.characters) } }
    var hint: String? { (marks["hint"] as? AttributedString).map { String($0.characters) } }
    var words: String? { text.map { String($0.characters) } }
    var isHeader: Bool { (marks["traits"] as? AccessibilityTraits)?.contains(.isHeader) == true }
    var isDisabled: Bool { marks["disabled"] as? Bool == true }
}

extension Painting {
    /// This painting with every node changed or taken out; for seeded defects.
    func damaged(_ change: (Node) -> Node?) -> Painting {
        func damage(_ nodes: [Node]) -> [Node] {
            nodes.compactMap(change).map { node in
                var node = node
                node.children = damage(node.children)
                return node
            }
        }
        return Painting(nodes: damage(nodes))
    }
}
