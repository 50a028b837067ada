import Foundation

public enum LAPolicy: Int, Sendable { case deviceOwnerAuthenticationWithBiometrics = 1, deviceOwnerAuthentication = 2 }

public final class LAContext: NSObject {
    public override init() { fatalError("stub") }
    public var localizedReason: String {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public func canEvaluatePolicy(_ policy: LAPolicy, error: UnsafeMutablePointer<NSError?>?) -> Bool {
        fatalError("stub")
    }
}
