package org.nabz.shell

import org.nabz.core.KeyStoreException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** A data key sealed under a key of the phone's store: AES-GCM, 12 bytes of nonce before ciphertext and tag. */
object Sealing {
    private const val NONCE = 12
    private const val TAG = 16
    private const val TRANSFORMATION = "AES/GCM/NoPadding"

    /** Seals [plain] under a nonce of the key store's own choice. */
    fun seal(key: SecretKey, plain: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.ENCRYPT_MODE, key)
        check(cipher.iv.size == NONCE) { "the key store's nonce has ${cipher.iv.size} bytes" }
        return cipher.iv + cipher.doFinal(plain)
    }

    /**
     * Opens what [seal] sealed.
     *
     * @throws KeyStoreException.Integrity where it was changed or cut.
     */
    fun open(key: SecretKey, sealed: ByteArray): ByteArray {
        if (sealed.size < NONCE + TAG) throw KeyStoreException.Integrity()
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG * 8, sealed, 0, NONCE))
        try {
            return cipher.doFinal(sealed, NONCE, sealed.size - NONCE)
        } catch (_: AEADBadTagException) {
            throw KeyStoreException.Integrity()
        }
    }
}
