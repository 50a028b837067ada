public struct Text: Primitive, Equatable {
    public let content: AttributedString
    public nonisolated init(_ attributedContent: AttributedString) { content = attributedContent }
    public nonisolated init(verbatim content: String) { self.content = AttributedString(content) }
    public func record() -> [Node] { [Node("Text", text: content)] }
}

public struct LocalizedStringKey: ExpressibleByStringLiteral, Equatable {
    let key: String
    public init(stringLiteral value: String) { key = value }
}

public struct Image: Primitive {
    let name: String
    public nonisolated init(systemName: String) { name = systemName }
    public func record() -> [Node] { [Node("Image", text: AttributedString(name))] }
}

public struct Button<Label: View>: Primitive {
    let action: @MainActor () -> Void
    let label: Label
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {
        self.action = action
        self.label = label()
    }
    public func record() -> [Node] {
        var node = Node("Button", label.record())
        node.press = action
        return [node]
    }
}

public struct TextField: Primitive {
    let text: Binding<String>
    public init(_ titleKey: LocalizedStringKey, text: Binding<String>) { self.text = text }
    public func record() -> [Node] {
        var node = Node("TextField")
        node.binding = text
        return [node]
    }
}

public struct SecureField: Primitive {
    let text: Binding<String>
    public init(_ titleKey: LocalizedStringKey, text: Binding<String>) { self.text = text }
    public func record() -> [Node] {
        var node = Node("SecureField")
        node.binding = text
        return [node]
    }
}

public struct ProgressView: Primitive {
    let fraction: Double?
    public init() { fraction = nil }
    public init<V: BinaryFloatingPoint>(value: V?, total: V = 1.0) { fraction = value.map { Double($0 / total) } }
    public func record() -> [Node] {
        var node = Node("ProgressView")
        node.marks["fraction"] = fraction
        return [node]
    }
}

public struct Divider: Primitive {
    public nonisolated init() {}
    public func record() -> [Node] { [Node("Divider")] }
}

public struct Spacer: Primitive {
    public nonisolated init(minLength: CGFloat? = nil) {}
    public func record() -> [Node] { [] }
}

public struct VStack<Content: View>: Primitive {
    let content: Content
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content)
    {
        self.content = content()
    }
    public func record() -> [Node] { [Node("VStack", content.record())] }
}

public struct HStack<Content: View>: Primitive {
    let content: Content
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {
        self.content = content()
    }
    public func record() -> [Node] { [Node("HStack", content.record())] }
}

public struct LazyVStack<Content: View>: Primitive {
    let content: Content
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content)
    {
        self.content = content()
    }
    public func record() -> [Node] { [Node("LazyVStack", content.record())] }
}

public struct LazyVGrid<Content: View>: Primitive {
    let content: Content
    public init(
        columns: [GridItem], alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil,
        @ViewBuilder content: () -> Content
    ) {
        self.content = content()
    }
    public func record() -> [Node] { [Node("LazyVGrid", content.record())] }
}

public struct GridItem: Sendable {
    public enum Size: Sendable {
        case fixed(CGFloat)
        case flexible(minimum: CGFloat = 10, maximum: CGFloat = .infinity)
        case adaptive(minimum: CGFloat, maximum: CGFloat = .infinity)
    }
    public init(_ size: Size = .flexible(), spacing: CGFloat? = nil, alignment: Alignment? = nil) {}
}

public struct ScrollView<Content: View>: Primitive {
    let content: Content
    public init(@ViewBuilder content: () -> Content) { self.content = content() }
    public func record() -> [Node] { [Node("ScrollView", content.record())] }
}

public protocol Layout {}
public struct VStackLayout: Layout {
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil) {}
}
public struct HStackLayout: Layout {
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil) {}
}
public struct AnyLayout: Layout {
    public init<L: Layout>(_ layout: L) {}
}
extension Layout {
    @MainActor public func callAsFunction<V: View>(@ViewBuilder _ content: () -> V) -> some View {
        VStack(content: content)
    }
}

public enum HorizontalAlignment: Sendable { case leading, center, trailing }
public enum VerticalAlignment: Sendable { case top, center, bottom, firstTextBaseline }
public struct Alignment: Equatable, Sendable {
    let name: String
    public static let center = Alignment(name: "center")
    public static let leading = Alignment(name: "leading")
    public static let trailing = Alignment(name: "trailing")
}
public enum TextAlignment: Hashable, Sendable { case leading, center, trailing }
