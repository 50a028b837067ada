package org.nabz.sandbox

import org.nabz.core.KeyAlias
import org.nabz.core.KeyStore
import org.nabz.shell.Sealing
import org.nabz.shell.Signatures
import java.security.KeyFactory
import java.security.Signature
import java.security.spec.PKCS8EncodedKeySpec
import javax.crypto.KeyGenerator

/** A phone's key store made of what the JDK has, around the device key of a sandbox seat. */
open class JdkKeys(deviceKey: ByteArray) : KeyStore {
    private val device = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(deviceKey))
    private val wrapping = KeyAlias.entries.associateWith { KeyGenerator.getInstance("AES").apply { init(256) }.generateKey() }

    override fun wrap(alias: KeyAlias, plain: ByteArray): ByteArray = Sealing.seal(wrapping.getValue(alias), plain)

    override fun unwrap(alias: KeyAlias, wrapped: ByteArray): ByteArray = Sealing.open(wrapping.getValue(alias), wrapped)

    override fun sign(message: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA").run {
        initSign(device)
        update(message)
        Signatures.rawOfDer(sign())
    }
}
