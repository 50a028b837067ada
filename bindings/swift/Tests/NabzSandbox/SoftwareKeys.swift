import COpenSSL
import Foundation
import Nabz

/// A test double of the phone's key store: real AES-256-GCM and ECDSA by OpenSSL, but its keys lie in memory and nobody
/// has to unlock anything.
public final class SoftwareKeys: KeyStore, @unchecked Sendable {
    private let device: OpaquePointer
    private let consent: OpaquePointer
    private let lock = NSLock()
    private var wrapping: [KeyName: [UInt8]] = [:]
    private var counters: [CounterName: UInt64] = [:]

    /// `deviceKey` is a P-256 key in PKCS #8.
    public init(deviceKey: Data) throws {
        let parsed = deviceKey.withUnsafeBytes { bytes -> OpaquePointer? in
            var next = bytes.bindMemory(to: UInt8.self).baseAddress
            return d2i_AutoPrivateKey(nil, &next, bytes.count)
        }
        guard let parsed else { throw Trouble.openSSL("the device key is no PKCS #8") }
        device = parsed
        consent = try Self.freshKey()
    }

    deinit {
        EVP_PKEY_free(device)
        EVP_PKEY_free(consent)
    }

    /// nonce ‖ ciphertext ‖ tag
    public func wrap(key: KeyName, plain: Data) throws -> Data {
        let wrapping = lock.withLock {
            let known = self.wrapping[key] ?? Self.random(32)
            self.wrapping[key] = known
            return known
        }
        let nonce = Self.random(12)
        var sealed = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        let done =
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, wrapping, nonce) == 1
            && EVP_EncryptUpdate(context, &sealed, &length, [UInt8](plain), Int32(plain.count)) == 1
            && EVP_EncryptFinal_ex(context, nil, &length) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, &tag) == 1
        guard done else { throw KeyStoreError.Transient }
        return Data(nonce + sealed + tag)
    }

    public func unwrap(key: KeyName, wrapped: Data) throws -> Data {
        guard let wrapping = lock.withLock({ wrapping[key] }) else { throw KeyStoreError.PermanentlyInvalidated }
        let bytes = [UInt8](wrapped)
        guard bytes.count >= 28 else { throw KeyStoreError.Integrity }
        let (nonce, sealed) = (Array(bytes[..<12]), Array(bytes[12..<(bytes.count - 16)]))
        var tag = Array(bytes.suffix(16))
        var plain = [UInt8](repeating: 0, count: sealed.count)
        var length: Int32 = 0
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        let opened =
            EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, wrapping, nonce) == 1
            && EVP_DecryptUpdate(context, &plain, &length, sealed, Int32(sealed.count)) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, &tag) == 1
            && EVP_DecryptFinal_ex(context, nil, &length) == 1
        guard opened else { throw KeyStoreError.Integrity }
        return Data(plain)
    }

    /// r‖s, from the DER that OpenSSL writes.
    public func sign(key: SigningKey, presence: Bool, message: Data) throws -> Data {
        var der = [UInt8](repeating: 0, count: 128)
        var length = der.count
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        let signed =
            EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key == .device ? device : consent) == 1
            && EVP_DigestSign(context, &der, &length, [UInt8](message), message.count) == 1
        guard signed else { throw KeyStoreError.Transient }
        return try Self.raw(der, length)
    }

    public func delete(key: KeyName) {
        lock.withLock { wrapping[key] = nil }
    }

    public func readCounter(counter: CounterName) -> UInt64 {
        lock.withLock { counters[counter] ?? 0 }
    }

    public func bumpCounter(counter: CounterName, to: UInt64) -> UInt64 {
        lock.withLock {
            let at = max(to, counters[counter] ?? 0)
            counters[counter] = at
            return at
        }
    }

    public func protection() -> Guard { .person }

    private static func raw(_ der: [UInt8], _ length: Int) throws -> Data {
        let signature = der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var next = bytes.baseAddress
            return d2i_ECDSA_SIG(nil, &next, length)
        }
        guard let signature else { throw KeyStoreError.Transient }
        defer { ECDSA_SIG_free(signature) }
        var raw = [UInt8](repeating: 0, count: 64)
        let written = raw.withUnsafeMutableBufferPointer { buffer in
            BN_bn2binpad(ECDSA_SIG_get0_r(signature), buffer.baseAddress, 32) == 32
                && BN_bn2binpad(ECDSA_SIG_get0_s(signature), buffer.baseAddress.map { $0 + 32 }, 32) == 32
        }
        guard written else { throw KeyStoreError.Transient }
        return Data(raw)
    }

    private static func freshKey() throws -> OpaquePointer {
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        let made =
            EVP_PKEY_keygen_init(context) == 1
            && EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1
            && EVP_PKEY_keygen(context, &key) == 1
        guard made, let key else { throw Trouble.openSSL("no key was made") }
        return key
    }

    private static func random(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "no randomness")
        return bytes
    }
}
