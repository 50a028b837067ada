@_exported import Combine
@_exported import Foundation
@_exported import UIKit

@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder var body: Body { get }

    /// What this view paints; only the checks on Linux ask for it.
    func record() -> [Node]
}

extension View {
    public func record() -> [Node] { body.record() }
}

extension Never: View {
    public var body: Never { fatalError("a primitive view has no body") }
}

/// A view the framework itself paints.
public protocol Primitive: View where Body == Never {}

extension Primitive {
    public var body: Never { fatalError("a primitive view has no body") }
}

@resultBuilder public enum ViewBuilder {
    public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock<each Content: View>(_ content: repeat each Content) -> TupleView<
        (repeat each Content)
    > {
        var parts: [any View] = []
        repeat parts.append(each content)
        return TupleView(parts)
    }
    public static func buildIf<Content: View>(_ content: Content?) -> Content? { content }
    public static func buildEither<First: View, Second: View>(first: First) -> Either<First, Second> { .first(first) }
    public static func buildEither<First: View, Second: View>(second: Second) -> Either<First, Second> {
        .second(second)
    }
}

public struct EmptyView: Primitive {
    public nonisolated init() {}
    public func record() -> [Node] { [] }
}

public struct TupleView<Parts>: Primitive {
    private struct Held: @unchecked Sendable { let views: [any View] }
    private let held: Held
    nonisolated init(_ parts: [any View]) { held = Held(views: parts) }
    public func record() -> [Node] { held.views.flatMap { $0.record() } }
}

public enum Either<First: View, Second: View>: Primitive {
    case first(First), second(Second)
    public func record() -> [Node] {
        switch self {
        case let .first(view): view.record()
        case let .second(view): view.record()
        }
    }
}

extension Optional: View where Wrapped: View {
    public typealias Body = Never
    public var body: Never { fatalError("a primitive view has no body") }
    public func record() -> [Node] { self?.record() ?? [] }
}

extension Optional: Primitive where Wrapped: View {}

public struct Group<Content: View>: Primitive {
    let content: Content
    public init(@ViewBuilder content: () -> Content) { self.content = content() }
    public func record() -> [Node] { content.record() }
}

public struct ForEach<Data: RandomAccessCollection, ID: Hashable, Content: View>: Primitive {
    let data: Data
    let content: (Data.Element) -> Content

    public init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content)
    {
        self.data = data
        self.content = content
        precondition(Set(data.map { $0[keyPath: id] }).count == data.count, "two elements under one id")
    }

    public func record() -> [Node] { data.flatMap { content($0).record() } }
}
