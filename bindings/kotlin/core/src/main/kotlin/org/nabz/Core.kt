package org.nabz

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext
import org.nabz.core.Audio
import org.nabz.core.Catalogue
import org.nabz.core.Config
import org.nabz.core.Entered
import org.nabz.core.KeyStore
import org.nabz.core.Live
import org.nabz.core.LogLevel
import org.nabz.core.Nabz
import org.nabz.core.NabzException
import org.nabz.core.Network
import org.nabz.core.Screen
import org.nabz.core.Value
import org.nabz.core.Window
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/**
 * The core in Kotlin's idiom: screens are a [Flow], waits are suspend functions, secrets are wiped after use.
 *
 * Thread-safe. Close it when it is no longer needed; whoever forgets loses nothing but memory, and that only until the
 * garbage collector comes. What the core refuses is a [NabzException] with a sentence for the person.
 */
class Core private constructor(private val nabz: Nabz, private val errands: CoroutineScope) : AutoCloseable {
    /** The screen to paint now. Never waits. */
    fun screen(): Screen = nabz.screen()

    /** The present screen and each newer one, until the core is closed. Who is slow gets the latest. */
    val screens: Flow<Screen> = flow {
        var screen: Screen? = try {
            nabz.screen()
        } catch (_: NabzException) {
            null
        }
        while (screen != null) {
            emit(screen)
            screen = nabz.nextScreen(screen.revision)
        }
    }

    /**
     * Queues what a person pressed on the screen of [revision], with what stands in its fields, and wipes the secrets
     * among it. Does nothing if the screen has moved on, unless the action is repeatable.
     */
    fun act(revision: ULong, action: String, entered: List<Entered> = emptyList()) {
        try {
            nabz.act(revision, action, entered)
        } finally {
            entered.forEach { (it.value as? Value.Secret)?.utf8?.fill(0) }
        }
    }

    /** Rows [first] and following of the list under [key], at most 60. */
    suspend fun window(key: String, first: UInt, count: UInt): Window = nabz.window(key, first, count)

    /** The values of the live blocks, [every] so often while collected; ends when the core is closed. */
    fun live(every: Duration = 100.milliseconds): Flow<List<Live>> = flow {
        while (true) {
            val now = try {
                nabz.live()
            } catch (_: NabzException) {
                return@flow
            }
            emit(now)
            delay(every)
        }
    }

    /** Text outside screens, in the language the person reads now. */
    fun catalogue(): Catalogue = nabz.catalogue()

    /** The phone's network changed. */
    fun networkChanged(network: Network) = nabz.networkChanged(network)

    /** A push message woke the phone. */
    fun wake(payload: ByteArray) = nabz.wake(payload)

    /** The app goes to the background: every file is closed within [deadline]. */
    suspend fun suspend(deadline: Duration) = nabz.suspend(deadline.inWholeMilliseconds.coerceIn(0, MAX).toUInt())

    /** The app is back. */
    suspend fun resume() = nabz.resume()

    /** Sets the wall clock ahead, for a demonstration. Only a sandbox may. */
    fun setClockAhead(toEpochMs: Long) = nabz.setClockAhead(toEpochMs)

    /** Ends the core's threads. Every later call fails with `Closed`. */
    override fun close() {
        nabz.end()
        errands.cancel()
    }

    companion object {
        private const val MAX = 4_294_967_295L

        /**
         * Opens what the phone keeps. [log] is the one sink of the core's logs; its lines hold no patient data.
         *
         * @throws NabzException where the configuration cannot work or the phone's file does not open.
         */
        suspend fun open(
            config: Config,
            keys: KeyStore,
            audio: Audio,
            phone: Phone,
            log: (LogLevel, String) -> Unit = { _, _ -> },
        ): Core = withContext(Dispatchers.IO) {
            val errands = CoroutineScope(SupervisorJob() + Dispatchers.Default)
            val host = PhoneHost(phone, log, errands)
            val nabz = Nabz.open(config, host, keys, audio)
            host.answersTo(nabz)
            Core(nabz, errands)
        }
    }
}
