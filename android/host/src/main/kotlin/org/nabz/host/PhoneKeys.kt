package org.nabz.host

import android.app.KeyguardManager
import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import android.security.keystore.UserNotAuthenticatedException
import org.nabz.core.KeyAlias
import org.nabz.core.KeyStore
import org.nabz.core.KeyStoreException
import org.nabz.shell.Sealing
import org.nabz.shell.Signatures
import java.security.GeneralSecurityException
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.ProviderException
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** Asks the person to show that they are there: fingerprint, face, or the phone's own code. */
fun interface Presence {
    /** Waits for the person; false where they did not, or nobody can be asked now. */
    fun confirm(): Boolean
}

/**
 * The phone's key store. Keys are made on first use, in StrongBox where the phone has it, and never leave it.
 *
 * The device key and the outbox key work after the first unlock, so that a visit can ring on a locked phone. The
 * clinical key wants the person: the phone unlocked within the last [PRESENCE_S] seconds, where it has a lock at all.
 */
class PhoneKeys(private val context: Context, private val presence: Presence) : KeyStore {
    private val store = java.security.KeyStore.getInstance(PROVIDER).apply { load(null) }

    override fun wrap(alias: KeyAlias, plain: ByteArray): ByteArray = try {
        withThePerson { Sealing.seal(wrappingKey(alias), plain) }
    } finally {
        plain.fill(0)
    }

    override fun unwrap(alias: KeyAlias, wrapped: ByteArray): ByteArray = withThePerson {
        val key = store.getKey(nameOf(alias), null) as? SecretKey ?: throw KeyStoreException.PermanentlyInvalidated()
        Sealing.open(key, wrapped)
    }

    override fun sign(message: ByteArray): ByteArray = told {
        val signature = Signature.getInstance("SHA256withECDSA")
        signature.initSign(deviceKey())
        signature.update(message)
        Signatures.rawOfDer(signature.sign())
    }

    /** The device key's certificate chain with the phone's attestation of [challenge], for enrolment; DER, leaf first. */
    fun attestation(challenge: ByteArray): List<ByteArray> = told {
        if (!store.containsAlias(DEVICE)) makeDeviceKey(challenge)
        store.getCertificateChain(DEVICE).map { it.encoded }
    }

    private fun wrappingKey(alias: KeyAlias): SecretKey {
        val name = nameOf(alias)
        (store.getKey(name, null) as? SecretKey)?.let { return it }
        return inStrongBoxIfThere { strong ->
            val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER)
            generator.init(wrappingSpec(name, alias, strong))
            generator.generateKey()
        }
    }

    private fun wrappingSpec(name: String, alias: KeyAlias, strong: Boolean): KeyGenParameterSpec {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(name, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
        if (alias == KeyAlias.CLINICAL && hasLock()) spec.wantsPresence()
        if (strong && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) spec.setIsStrongBoxBacked(true)
        return spec.build()
    }

    private fun KeyGenParameterSpec.Builder.wantsPresence() {
        setUserAuthenticationRequired(true)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            val either = KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL
            setUserAuthenticationParameters(PRESENCE_S, either)
        } else {
            @Suppress("DEPRECATION")
            setUserAuthenticationValidityDurationSeconds(PRESENCE_S)
        }
        // With a validity in seconds the screen lock's secret is the bond; a new fingerprint does not lose the records.
    }

    private fun deviceKey(): PrivateKey {
        if (!store.containsAlias(DEVICE)) makeDeviceKey(challenge = null)
        return store.getKey(DEVICE, null) as? PrivateKey ?: throw KeyStoreException.PermanentlyInvalidated()
    }

    private fun makeDeviceKey(challenge: ByteArray?) = inStrongBoxIfThere { strong ->
        val spec = KeyGenParameterSpec.Builder(DEVICE, KeyProperties.PURPOSE_SIGN)
            .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
            .setDigests(KeyProperties.DIGEST_SHA256)
        if (challenge != null) spec.setAttestationChallenge(challenge)
        if (strong && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) spec.setIsStrongBoxBacked(true)
        val generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, PROVIDER)
        generator.initialize(spec.build())
        generator.generateKeyPair()
    }

    private fun hasLock() = context.getSystemService(KeyguardManager::class.java)?.isDeviceSecure == true

    private fun nameOf(alias: KeyAlias) = when (alias) {
        KeyAlias.OUTBOX -> "nabz.outbox"
        KeyAlias.CLINICAL -> "nabz.clinical"
    }

    /** StrongBox where there is one; some phones say they have it and then fail, and the ordinary enclave is next best. */
    private fun <T> inStrongBoxIfThere(make: (strong: Boolean) -> T): T {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return make(false)
        return try {
            make(true)
        } catch (_: StrongBoxUnavailableException) {
            make(false)
        } catch (_: ProviderException) {
            make(false)
        }
    }

    /** Once more after the person showed to be there. This thread may wait for them. */
    private fun <T> withThePerson(work: () -> T): T = try {
        told(work)
    } catch (locked: KeyStoreException.AuthRequired) {
        if (!presence.confirm()) throw locked
        told(work)
    }

    /** The phone's own errors in the core's words. */
    private fun <T> told(work: () -> T): T = try {
        work()
    } catch (known: KeyStoreException) {
        throw known
    } catch (_: KeyPermanentlyInvalidatedException) {
        throw KeyStoreException.PermanentlyInvalidated()
    } catch (_: UserNotAuthenticatedException) {
        throw KeyStoreException.AuthRequired()
    } catch (_: GeneralSecurityException) {
        throw KeyStoreException.Transient()
    } catch (_: ProviderException) {
        throw KeyStoreException.Transient()
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val DEVICE = "nabz.device"

        /** Long enough to open the app after unlocking the phone. */
        const val PRESENCE_S = 60
    }
}
