import Foundation

public enum P256 {
    public enum Signing {
        public struct ECDSASignature: Sendable {
            public init<D: DataProtocol>(derRepresentation: D) throws { fatalError("stub") }
            public var rawRepresentation: Data { fatalError("stub") }
        }
    }
}
