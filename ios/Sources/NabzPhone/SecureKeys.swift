import CryptoKit
import Foundation
import LocalAuthentication
import Nabz
import NabzShell
import Security

/// The core's key store in the Secure Enclave. Private keys are made there and never leave it; a data key is wrapped by
/// ECIES with AES-GCM, as Security does it.
///
/// Counters lie in the Keychain, readable after the first unlock, and stay on this phone.
///
/// A simulator has no Secure Enclave: there the same keys lie in its Keychain.
public final class SecureKeys: KeyStore {
    private static let algorithm = SecKeyAlgorithm.eciesEncryptionCofactorVariableIVX963SHA256AESGCM

    private let prefix: String
    private let reason: @Sendable () -> String
    private let counting = NSLock()

    /// `prefix` names the app's keys; `reason` is what the unlock prompt says (the catalogue's `unlockReason`).
    public init(prefix: String, reason: @escaping @Sendable () -> String) {
        self.prefix = prefix
        self.reason = reason
    }

    /// The device key's public half (X9.63), for the certificate that enrolment asks for; makes the key if there is none.
    public func devicePublicKey() throws -> Data {
        let key = try find(SigningKey.device.name) ?? make(SigningKey.device.name, presence: false)
        var error: Unmanaged<CFError>?
        guard let half = SecKeyCopyPublicKey(key), let bytes = SecKeyCopyExternalRepresentation(half, &error) else {
            throw Self.meaning(of: error)
        }
        return bytes as Data
    }

    public func wrap(key: KeyName, plain: Data) throws -> Data {
        let wrapping = try find(key.name) ?? make(key.name, presence: key.alias == .clinical)
        var error: Unmanaged<CFError>?
        guard let half = SecKeyCopyPublicKey(wrapping) else { throw KeyStoreError.Transient }
        guard let wrapped = SecKeyCreateEncryptedData(half, Self.algorithm, plain as CFData, &error) else {
            throw Self.meaning(of: error)
        }
        return wrapped as Data
    }

    public func unwrap(key: KeyName, wrapped: Data) throws -> Data {
        guard let wrapping = try find(key.name) else { throw KeyStoreError.PermanentlyInvalidated }
        var error: Unmanaged<CFError>?
        guard let plain = SecKeyCreateDecryptedData(wrapping, Self.algorithm, wrapped as CFData, &error) else {
            throw Self.meaning(of: error)
        }
        return plain as Data
    }

    /// The consent key asks for the person by itself, for each signature.
    public func sign(key: SigningKey, presence: Bool, message: Data) throws -> Data {
        if presence && key != .consent { throw KeyStoreError.AuthRequired }
        guard let signing = try find(key.name) ?? (key == .consent ? make(key.name, presence: true) : nil) else {
            throw KeyStoreError.PermanentlyInvalidated
        }
        var error: Unmanaged<CFError>?
        let algorithm = SecKeyAlgorithm.ecdsaSignatureMessageX962SHA256
        guard let der = SecKeyCreateSignature(signing, algorithm, message as CFData, &error) else {
            throw Self.meaning(of: error)
        }
        guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: der as Data) else {
            throw KeyStoreError.Transient
        }
        return signature.rawRepresentation
    }

    public func delete(key: KeyName) throws {
        let query: [CFString: Any] = [kSecClass: kSecClassKey, kSecAttrApplicationTag: tag(key.name)]
        let status = SecItemDelete(query as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw KeyFailure.keychain(status) }
    }

    public func readCounter(counter: CounterName) throws -> UInt64 {
        var query = item(counter)
        query[kSecReturnData] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return 0 }
        guard status == errSecSuccess else { throw KeyFailure.keychain(status) }
        guard let at = (found as? Data).flatMap(CounterBytes.number) else { throw KeyStoreError.Integrity }
        return at
    }

    public func bumpCounter(counter: CounterName, to: UInt64) throws -> UInt64 {
        try counting.withLock {
            let before = try readCounter(counter: counter)
            guard to > before else { return before }
            let value: [CFString: Any] = [kSecValueData: CounterBytes.data(to)]
            var status = SecItemUpdate(item(counter) as CFDictionary, value as CFDictionary)
            if status == errSecItemNotFound {
                let fresh = item(counter).merging(value) { one, _ in one }
                    .merging([kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly]) { one, _ in one }
                status = SecItemAdd(fresh as CFDictionary, nil)
            }
            guard status == errSecSuccess else { throw KeyFailure.keychain(status) }
            return to
        }
    }

    public func protection() -> Guard {
        LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) ? .person : .hardware
    }

    private func item(_ counter: CounterName) -> [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword, kSecAttrService: "\(prefix).counter",
            kSecAttrAccount: "\(counter.vault).\(counter.counter)",
        ]
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

private extension KeyName {
    var name: String {
        switch alias {
        case .outbox: "\(vault).outbox"
        case .clinical: "\(vault).clinical"
        }
    }
}

private extension SigningKey {
    var name: String {
        switch self {
        case .device: "device"
        case .consent: "consent"
        }
    }
}
