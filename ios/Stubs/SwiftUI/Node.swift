/// What was painted, for the checks on Linux: a tree of primitive views with the modifiers that were put on them.
public struct Node {
    public let kind: String
    public var children: [Node]
    public var text: AttributedString?
    public var press: (@MainActor () -> Void)?
    public var binding: Binding<String>?
    public var marks: [String: Any] = [:]
    public var environment: EnvironmentValues
    /// What runs while this is to be seen.
    public var tasks: [@MainActor () async -> Void] = []
    public var appears: [@MainActor () -> Void] = []

    @MainActor init(_ kind: String, _ children: [Node] = [], text: AttributedString? = nil) {
        self.kind = kind
        self.children = children
        self.text = text
        environment = .current
    }

    /// This node and everything below it, parents first.
    public var all: [Node] { [self] + children.flatMap(\.all) }
}

/// A modifier that leaves a mark.
struct Marked<Content: View>: Primitive {
    let content: Content
    let mark: @MainActor (inout Node) -> Void
    func record() -> [Node] {
        content.record().map { node in
            var node = node
            mark(&node)
            return node
        }
    }
}

/// Marks on the whole of what may be several views.
struct Wrapped<Content: View>: Primitive {
    let content: Content
    let mark: @MainActor (inout Node) -> Void
    func record() -> [Node] {
        var node = Node("container", content.record())
        mark(&node)
        return [node]
    }
}

struct InEnvironment<Content: View>: Primitive {
    let content: Content
    let change: (inout EnvironmentValues) -> Void
    func record() -> [Node] {
        let before = EnvironmentValues.current
        defer { EnvironmentValues.current = before }
        change(&EnvironmentValues.current)
        return content.record()
    }
}

extension View {
    func marked(_ name: String, _ value: Any = true) -> some View {
        Marked(content: self) { if $0.marks[name] == nil { $0.marks[name] = value } }
    }
}
