package org.nabz.host

import android.app.KeyguardManager
import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import android.security.keystore.UserNotAuthenticatedException
import org.nabz.core.CounterName
import org.nabz.core.Guard
import org.nabz.core.KeyAlias
import org.nabz.core.KeyName
import org.nabz.core.KeyStore
import org.nabz.core.KeyStoreException
import org.nabz.core.SigningKey
import org.nabz.shell.CounterFile
import org.nabz.shell.Sealing
import org.nabz.shell.Signatures
import java.io.File
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
 * The device key and the outbox keys work after the first unlock, so that a visit can ring on a locked phone. Clinical
 * keys and the consent key want the person: the phone unlocked within the last [PRESENCE_S] seconds, where it has a lock
 * at all; where it has none, [protection] says so and the core asks for a PIN of its own.
 */
class PhoneKeys(private val context: Context, private val presence: Presence) : KeyStore {
    private val store = java.security.KeyStore.getInstance(PROVIDER).apply { load(null) }

    private val counters = CounterFile(File(context.noBackupFilesDir, "counters")) { countersKey() }

    override fun wrap(key: KeyName, plain: ByteArray): ByteArray = try {
        withThePerson { Sealing.seal(wrappingKey(key), plain) }
    } finally {
        plain.fill(0)
    }

    override fun unwrap(key: KeyName, wrapped: ByteArray): ByteArray = withThePerson {
        val known = store.getKey(nameOf(key), null) as? SecretKey ?: throw KeyStoreException.PermanentlyInvalidated()
        Sealing.open(known, wrapped)
    }

    override fun sign(key: SigningKey, presence: Boolean, message: ByteArray): ByteArray {
        if (presence && !this.presence.confirm()) throw KeyStoreException.AuthRequired()
        return told {
            val signature = Signature.getInstance("SHA256withECDSA")
            signature.initSign(signingKey(key))
            signature.update(message)
            Signatures.rawOfDer(signature.sign())
        }
    }

    override fun delete(key: KeyName) = told { store.deleteEntry(nameOf(key)) }

    override fun readCounter(counter: CounterName): ULong = told { counters.read(counter) }

    override fun bumpCounter(counter: CounterName, to: ULong): ULong = told { counters.raise(counter, to) }

    override fun protection(): Guard = if (hasLock()) Guard.PERSON else Guard.HARDWARE

    /** The device key's certificate chain with the phone's attestation of [challenge], for enrolment; DER, leaf first. */
    fun attestation(challenge: ByteArray): List<ByteArray> = told {
        if (!store.containsAlias(DEVICE)) makeSigningKey(SigningKey.DEVICE, challenge)
        store.getCertificateChain(DEVICE).map { it.encoded }
    }

    private fun wrappingKey(key: KeyName): SecretKey = secretKey(nameOf(key), key.alias)

    /** Guards the counters, and is never deleted with a vault's keys. */
    private fun countersKey(): SecretKey = secretKey(COUNTERS, KeyAlias.OUTBOX)

    private fun secretKey(name: String, alias: KeyAlias): SecretKey {
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

    private fun signingKey(key: SigningKey): PrivateKey {
        if (!store.containsAlias(nameOf(key))) makeSigningKey(key, challenge = null)
        return store.getKey(nameOf(key), null) as? PrivateKey ?: throw KeyStoreException.PermanentlyInvalidated()
    }

    private fun makeSigningKey(key: SigningKey, challenge: ByteArray?) = inStrongBoxIfThere { strong ->
        val spec = KeyGenParameterSpec.Builder(nameOf(key), KeyProperties.PURPOSE_SIGN)
            .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
            .setDigests(KeyProperties.DIGEST_SHA256)
        if (key == SigningKey.CONSENT && hasLock()) spec.wantsPresence()
        if (challenge != null) spec.setAttestationChallenge(challenge)
        if (strong && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) spec.setIsStrongBoxBacked(true)
        val generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, PROVIDER)
        generator.initialize(spec.build())
        generator.generateKeyPair()
    }

    private fun hasLock() = context.getSystemService(KeyguardManager::class.java)?.isDeviceSecure == true

    private fun nameOf(key: KeyName) = when (key.alias) {
        KeyAlias.OUTBOX -> "nabz.${key.vault}.outbox"
        KeyAlias.CLINICAL -> "nabz.${key.vault}.clinical"
    }

    private fun nameOf(key: SigningKey) = when (key) {
        SigningKey.DEVICE -> DEVICE
        SigningKey.CONSENT -> "nabz.consent"
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
        const val COUNTERS = "nabz.counters"

        /** Long enough to open the app after unlocking the phone. */
        const val PRESENCE_S = 60
    }
}
