public struct AccessibilityTraits: SetAlgebra, Sendable, ExpressibleByArrayLiteral {
    var names: Set<String>
    init(_ name: String) { names = [name] }
    public init() { names = [] }
    public static let isHeader = AccessibilityTraits("header")
    public static let isSelected = AccessibilityTraits("selected")
    public static let isButton = AccessibilityTraits("button")
    public static let updatesFrequently = AccessibilityTraits("updates")

    public func contains(_ member: AccessibilityTraits) -> Bool { names.isSuperset(of: member.names) }
    public func union(_ other: Self) -> Self { var all = self; all.names.formUnion(other.names); return all }
    public func intersection(_ other: Self) -> Self {
        var all = self; all.names.formIntersection(other.names); return all
    }
    public func symmetricDifference(_ other: Self) -> Self {
        var all = self; all.names.formSymmetricDifference(other.names); return all
    }
    public mutating func formUnion(_ other: Self) { self = union(other) }
    public mutating func formIntersection(_ other: Self) { self = intersection(other) }
    public mutating func formSymmetricDifference(_ other: Self) { self = symmetricDifference(other) }
    @discardableResult public mutating func insert(_ new: Self) -> (inserted: Bool, memberAfterInsert: Self) {
        formUnion(new)
        return (true, new)
    }
    @discardableResult public mutating func remove(_ member: Self) -> Self? {
        names.subtract(member.names); return member
    }
    @discardableResult public mutating func update(with new: Self) -> Self? { formUnion(new); return nil }
}

public struct AccessibilityChildBehavior: Hashable, Sendable {
    let name: String
    public static let ignore = Self(name: "ignore")
    public static let contain = Self(name: "contain")
    public static let combine = Self(name: "combine")
}

public struct AccessibilityActionKind: Equatable, Sendable {
    let name: String
    public static let `default` = Self(name: "default")
    public static let escape = Self(name: "escape")
}

extension View {
    public func accessibilityLabel(_ label: Text) -> some View {
        Marked(content: self) { $0.marks["label"] = label.content }
    }
    public func accessibilityHint(_ hint: Text) -> some View {
        Marked(content: self) { $0.marks["hint"] = hint.content }
    }
    public func accessibilityValue(_ value: Text) -> some View {
        Marked(content: self) { $0.marks["value"] = value.content }
    }
    public func accessibilityIdentifier(_ identifier: String) -> some View { marked("identifier", identifier) }
    public func accessibilityHidden(_ hidden: Bool) -> some View { marked("hidden", hidden) }
    public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View {
        Wrapped(content: self) { $0.marks["children"] = children }
    }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View {
        Marked(content: self) { node in
            node.marks["traits"] = ((node.marks["traits"] as? AccessibilityTraits) ?? []).union(traits)
        }
    }
    public func accessibilityAction(
        _ actionKind: AccessibilityActionKind = .default, _ handler: @escaping () -> Void
    ) -> some View {
        marked("action-\(actionKind.name)", handler)
    }
    public func accessibilityFocused<Value: Hashable>(
        _ binding: AccessibilityFocusState<Value>.Binding, equals value: Value
    ) -> some View {
        marked("cursor", value)
    }
}
