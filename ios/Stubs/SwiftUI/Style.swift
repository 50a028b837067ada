public struct Font: Hashable, Sendable {
    public enum TextStyle: Hashable, Sendable { case largeTitle, title, title2, title3, headline, body, footnote }
    let style: TextStyle
    public static let title = Font(style: .title)
    public static let title2 = Font(style: .title2)
    public static let title3 = Font(style: .title3)
    public static let headline = Font(style: .headline)
    public static let body = Font(style: .body)
    public func bold() -> Font { self }
    public func monospacedDigit() -> Font { self }
}

public protocol ShapeStyle: Sendable {}

public struct Color: ShapeStyle, Primitive, Hashable {
    public let red, green, blue: Double
    public nonisolated init(red: Double, green: Double, blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }
    public static let clear = Color(red: 0, green: 0, blue: 0)
    public func record() -> [Node] { [Node("Color")] }
}

public protocol Shape: Sendable, View {}
public protocol InsettableShape: Shape {}

extension Shape where Self: Primitive {
    @MainActor public func record() -> [Node] { [Node("Shape")] }
    @MainActor public func fill<S: ShapeStyle>(_ content: S) -> some View { marked("fill", content) }
}

extension InsettableShape where Self: Primitive {
    @MainActor public func strokeBorder<S: ShapeStyle>(_ content: S, lineWidth: CGFloat = 1) -> some View {
        marked("border", content)
    }
}

public struct Rectangle: InsettableShape, Primitive {
    public nonisolated init() {}
}

public struct RoundedRectangle: InsettableShape, Primitive {
    public nonisolated init(cornerRadius: CGFloat) {}
}

public protocol PrimitiveButtonStyle {}
public struct PlainButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == PlainButtonStyle {
    public static var plain: PlainButtonStyle { PlainButtonStyle() }
}

public protocol Gesture {}
public struct DragGesture: Gesture {
    public struct Value: Equatable, Sendable {
        public var startLocation, location: CGPoint
        public var translation: CGSize
    }
    public init(minimumDistance: CGFloat = 10) {}
    @MainActor public func onEnded(_ action: @escaping (Value) -> Void) -> some Gesture { self }
}
