public enum VerticalEdge: Sendable { case top, bottom }

public enum Edge {
    public struct Set: OptionSet, Sendable {
        public let rawValue: Int8
        public init(rawValue: Int8) { self.rawValue = rawValue }
        public static let top = Set(rawValue: 1)
        public static let bottom = Set(rawValue: 2)
        public static let horizontal = Set(rawValue: 4)
        public static let vertical = Set(rawValue: 8)
        public static let all = Set(rawValue: 15)
    }
}

extension View {
    public func font(_ font: Font?) -> some View { marked("font", font as Any) }
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some View { marked("ink", style) }
    public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { marked("alignment", alignment) }
    public func fixedSize(horizontal: Bool, vertical: Bool) -> some View { self }
    public func padding(_ length: CGFloat) -> some View { self }
    public func padding(_ edges: Edge.Set, _ length: CGFloat? = nil) -> some View { self }

    public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View {
        marked("fixed", true)
    }

    public func frame(
        minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil,
        idealHeight: CGFloat? = nil, maxHeight: CGFloat? = nil, alignment: Alignment = .center
    ) -> some View {
        Marked(content: self) { node in
            if let minWidth { node.marks["minWidth"] = minWidth }
            if let minHeight { node.marks["minHeight"] = minHeight }
            if let maxHeight, maxHeight != .infinity { node.marks["maxHeight"] = maxHeight }
        }
    }

    public func background<S: ShapeStyle>(_ style: S) -> some View { marked("background", style) }
    public func background<S: ShapeStyle, T: InsettableShape>(_ style: S, in shape: T) -> some View {
        marked("background", style)
    }
    public func overlay<V: View>(_ overlay: V) -> some View { self }
    public func overlay<V: View>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View {
        let over = content()
        return Wrapped(content: self) { $0.children += over.record() }
    }
    public func contentShape<S: Shape>(_ shape: S) -> some View { self }

    public func safeAreaInset<V: View>(
        edge: VerticalEdge, alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil,
        @ViewBuilder content: () -> V
    ) -> some View {
        let inset = content()
        return Wrapped(content: self) { node in
            var pinned = Node("Pinned", inset.record())
            pinned.marks["edge"] = edge
            node.children.append(pinned)
        }
    }

    public func environment<V>(_ keyPath: WritableKeyPath<EnvironmentValues, V>, _ value: V) -> some View {
        InEnvironment(content: self) { $0[keyPath: keyPath] = value }
    }

    public func id<ID: Hashable>(_ id: ID) -> some View { marked("id", id) }
    public func disabled(_ disabled: Bool) -> some View { marked("disabled", disabled) }
    public func buttonStyle<S: PrimitiveButtonStyle>(_ style: S) -> some View { self }
    public func gesture<T: Gesture>(_ gesture: T) -> some View { self }

    public func onAppear(perform action: (() -> Void)? = nil) -> some View {
        Marked(content: self) { node in if let action { node.appears.append(action) } }
    }

    public func onChange<V: Equatable>(of value: V, perform action: @escaping (_ newValue: V) -> Void) -> some View {
        self
    }

    public func task(_ action: @escaping @Sendable @MainActor () async -> Void) -> some View {
        Marked(content: self) { $0.tasks.append(action) }
    }

    public func task<T: Equatable>(id value: T, _ action: @escaping @Sendable @MainActor () async -> Void) -> some View
    {
        Marked(content: self) { $0.tasks.append(action) }
    }

    public func focused<Value: Hashable>(_ binding: FocusState<Value>.Binding, equals value: Value) -> some View {
        marked("focused", value)
    }

    public func keyboardType(_ type: UIKeyboardType) -> some View { marked("keyboard", type) }
    public func textContentType(_ textContentType: UITextContentType?) -> some View { self }
    public func textInputAutocapitalization(_ autocapitalization: TextInputAutocapitalization?) -> some View { self }
    public func autocorrectionDisabled(_ disable: Bool = true) -> some View { self }
}

public struct TextInputAutocapitalization: Sendable {
    public static var never: TextInputAutocapitalization { TextInputAutocapitalization() }
}
