import CryptoKit
import Foundation
import LocalAuthentication
import Nabz
import NabzShell
import Security

/// The core's key store in the Secure Enclave. Private keys are made there and never leave it; a data key is wrapped by
/// ECIES with AES-GCM, as Security does it.
///
/// A simulator has no Secure Enclave: there the same keys lie in its Keychain.
public final class SecureKeys: KeyStore {
    private static let algorithm = SecKeyAlgorithm.eciesEncryptionCofactorVariableIVX963SHA256AESGCM
    private static let device = "device"

    private let prefix: String
    private let reason: @Sendable () -> String

    /// `prefix` names the app's keys; `reason` is what the unlock prompt says (the catalogue's `unlockReason`).
    public init(prefix: String, reason: @escaping @Sendable () -> String) {
        self.prefix = prefix
        self.reason = reason
    }

    /// The device key's public half (X9.63), for the certificate that enrolment asks for; makes the key if there is none.
    public func devicePublicKey() throws -> Data {
        let key = try find(Self.device) ?? make(Self.device, presence: false)
        var error: Unmanaged<CFError>?
        guard let half = SecKeyCopyPublicKey(key), let bytes = SecKeyCopyExternalRepresentation(half, &error) else {
            throw Self.meaning(of: error)
        }
        return bytes as Data
    }

    public func wrap(alias: KeyAlias, plain: Data) throws -> Data {
        let key = try find(alias.name) ?? make(alias.name, presence: alias == .clinical)
        var error: Unmanaged<CFError>?
        guard let half = SecKeyCopyPublicKey(key) else { throw KeyStoreError.Transient }
        guard let wrapped = SecKeyCreateEncryptedData(half, Self.algorithm, plain as CFData, &error) else {
            throw Self.meaning(of: error)
        }
        return wrapped as Data
    }

    public func unwrap(alias: KeyAlias, wrapped: Data) throws -> Data {
        guard let key = try find(alias.name) else { throw KeyStoreError.PermanentlyInvalidated }
        var error: Unmanaged<CFError>?
        guard let plain = SecKeyCreateDecryptedData(key, Self.algorithm, wrapped as CFData, &error) else {
            throw Self.meaning(of: error)
        }
        return plain as Data
    }

    public func sign(message: Data) throws -> Data {
        guard let key = try find(Self.device) else { throw KeyStoreError.PermanentlyInvalidated }
        var error: Unmanaged<CFError>?
        let algorithm = SecKeyAlgorithm.ecdsaSignatureMessageX962SHA256
        guard let der = SecKeyCreateSignature(key, algorithm, message as CFData, &error) else {
            throw Self.meaning(of: error)
        }
        guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: der as Data) else {
            throw KeyStoreError.Transient
        }
        return signature.rawRepresentation
    }

    private func find(_ name: String) throws -> SecKey? {
        let context = LAContext()
        context.localizedReason = reason()
        let query: [CFString: Any] = [
            kSecClass: kSecClassKey,
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrApplicationTag: tag(name),
            kSecUseAuthenticationContext: context,
            kSecReturnRef: true,
        ]
        var item: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &item)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let item else { throw KeyFailure.keychain(status) }
        // `SecItemCopyMatching` gives what the query asks for: a key.
        return (item as! SecKey)
    }

    private func make(_ name: String, presence: Bool) throws -> SecKey {
        var error: Unmanaged<CFError>?
        let (protection, flags) = protection(presence: presence)
        guard let access = SecAccessControlCreateWithFlags(nil, protection, flags, &error) else {
            throw Self.meaning(of: error)
        }
        let key: [CFString: Any] = [
            kSecAttrIsPermanent: true, kSecAttrApplicationTag: tag(name), kSecAttrAccessControl: access,
        ]
        var attributes: [CFString: Any] = [
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom, kSecAttrKeySizeInBits: 256, kSecPrivateKeyAttrs: key,
        ]
        #if !targetEnvironment(simulator)
            attributes[kSecAttrTokenID] = kSecAttrTokenIDSecureEnclave
        #endif
        guard let made = SecKeyCreateRandomKey(attributes as CFDictionary, &error) else {
            throw Self.meaning(of: error)
        }
        return made
    }

    /// Presence where the phone can: without a passcode there is nobody to ask.
    private func protection(presence: Bool) -> (CFString, SecAccessControlCreateFlags) {
        guard presence else { return (kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage) }
        guard LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) else {
            return (kSecAttrAccessibleWhenUnlockedThisDeviceOnly, .privateKeyUsage)
        }
        return (kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, [.privateKeyUsage, .userPresence])
    }

    private func tag(_ name: String) -> Data {
        Data("\(prefix).\(name)".utf8)
    }

    private static func meaning(of error: Unmanaged<CFError>?) -> KeyStoreError {
        guard let error = error?.takeRetainedValue() else { return .Transient }
        return KeyFailure.error(domain: CFErrorGetDomain(error) as String, code: CFErrorGetCode(error))
    }
}

private extension KeyAlias {
    var name: String {
        switch self {
        case .outbox: "outbox"
        case .clinical: "clinical"
        }
    }
}
