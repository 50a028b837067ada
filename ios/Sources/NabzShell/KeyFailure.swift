import Nabz

/// What the answers of Security and LocalAuthentication mean for the core. Numbers and domains, so that it holds without
/// their SDK (SecBase.h, LAPublicDefines.h).
public enum KeyFailure {
    /// An error by its domain and code.
    public static func error(domain: String, code: Int) -> KeyStoreError {
        switch domain {
        case "NSOSStatusErrorDomain": keychain(Int32(clamping: code))
        case "com.apple.LocalAuthentication": authentication(code)
        default: .Transient
        }
    }

    /// A status of the Keychain (`OSStatus`).
    public static func keychain(_ status: Int32) -> KeyStoreError {
        switch status {
        // errSecInteractionNotAllowed (locked), errSecAuthFailed, errSecUserCanceled, errSecInteractionRequired
        case -25308, -25293, -128, -25315: .AuthRequired
        // errSecItemNotFound, errSecInvalidKeyRef: the key is gone for good.
        case -25300, -67712: .PermanentlyInvalidated
        // errSecDecode, errSecParam: what was wrapped is no such thing any more.
        case -26275, -50: .Integrity
        default: .Transient
        }
    }

    private static func authentication(_ code: Int) -> KeyStoreError {
        switch code {
        // authenticationFailed, userCancel, userFallback, systemCancel, appCancel, biometryLockout, notInteractive
        case -1, -2, -3, -4, -9, -8, -1004: .AuthRequired
        // passcodeNotSet: a key that needs the person can never be used again.
        case -5: .PermanentlyInvalidated
        default: .Transient
        }
    }
}
