package org.nabz.sandbox

import org.nabz.core.CounterName
import org.nabz.core.Guard
import org.nabz.core.KeyName
import org.nabz.core.KeyStore
import org.nabz.core.KeyStoreException
import org.nabz.core.SigningKey
import org.nabz.shell.Sealing
import org.nabz.shell.Signatures
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.security.spec.PKCS8EncodedKeySpec
import java.util.concurrent.ConcurrentHashMap
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** A phone's key store made of what the JDK has, around the device key of a sandbox seat. Nobody has to show to be there. */
open class JdkKeys(deviceKey: ByteArray) : KeyStore {
    private val device = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(deviceKey))
    private val consent by lazy {
        KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair().private
    }
    private val wrapping = ConcurrentHashMap<KeyName, SecretKey>()
    private val counters = ConcurrentHashMap<CounterName, ULong>()

    override fun wrap(key: KeyName, plain: ByteArray): ByteArray = Sealing.seal(
        wrapping.computeIfAbsent(key) { KeyGenerator.getInstance("AES").apply { init(256) }.generateKey() },
        plain,
    )

    override fun unwrap(key: KeyName, wrapped: ByteArray): ByteArray =
        Sealing.open(wrapping[key] ?: throw KeyStoreException.PermanentlyInvalidated(), wrapped)

    override fun sign(key: SigningKey, presence: Boolean, message: ByteArray): ByteArray =
        Signature.getInstance("SHA256withECDSA").run {
            initSign(if (key == SigningKey.DEVICE) device else consent)
            update(message)
            Signatures.rawOfDer(sign())
        }

    override fun delete(key: KeyName) {
        wrapping.remove(key)
    }

    override fun readCounter(counter: CounterName): ULong = counters[counter] ?: 0uL

    override fun bumpCounter(counter: CounterName, to: ULong): ULong =
        counters.merge(counter, to) { one, other -> maxOf(one, other) } ?: to

    override fun protection(): Guard = Guard.PERSON
}
