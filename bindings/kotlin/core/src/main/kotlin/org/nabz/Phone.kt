package org.nabz

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import org.nabz.core.Host
import org.nabz.core.HostReply
import org.nabz.core.HostRequest
import org.nabz.core.LogLevel
import org.nabz.core.Nabz
import org.nabz.core.NabzException
import java.lang.ref.WeakReference

/** Everything a phone can do besides keys and sound. */
fun interface Phone {
    /**
     * Does something, now or later, and says what came of it. What this shell cannot do is `UNSUPPORTED`; what it
     * throws counts as `FAILED` and stays here.
     */
    suspend fun perform(request: HostRequest): HostReply
}

/** Carries the core's requests to a [Phone] and its replies back. */
internal class PhoneHost(
    private val phone: Phone,
    private val log: (LogLevel, String) -> Unit,
    private val errands: CoroutineScope,
) : Host {
    // Weak, because the core itself holds this host: two that hold each other are never collected.
    private val core = CompletableDeferred<WeakReference<Nabz>>()

    fun answersTo(nabz: Nabz) {
        core.complete(WeakReference(nabz))
    }

    override fun perform(id: ULong, request: HostRequest) {
        errands.launch {
            val reply = try {
                phone.perform(request)
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (_: Exception) {
                HostReply.FAILED
            }
            try {
                core.await().get()?.hostReply(id, reply)
            } catch (_: NabzException) {
                // Closed meanwhile: nobody waits for the reply.
            }
        }
    }

    override fun log(level: LogLevel, line: String) = log.invoke(level, line)
}
