package org.nabz.host

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.NetworkCapabilities
import org.nabz.core.Network
import android.net.Network as Link

/** Says what the phone is connected by, now and whenever that changes, until it is closed. */
class Reach(context: Context, private val changed: (Network) -> Unit) : AutoCloseable {
    private val manager = context.getSystemService(ConnectivityManager::class.java)
    private val callback = object : ConnectivityManager.NetworkCallback() {
        override fun onCapabilitiesChanged(network: Link, capabilities: NetworkCapabilities) = told(kindOf(capabilities))

        // A new address on the same link: a call has to look for its way anew.
        override fun onLinkPropertiesChanged(network: Link, properties: LinkProperties) {
            last?.let(changed)
        }

        override fun onLost(network: Link) = told(Network.NONE)
    }

    @Volatile
    private var last: Network? = null

    init {
        if (manager?.activeNetwork == null) told(Network.NONE)
        manager?.registerDefaultNetworkCallback(callback)
    }

    override fun close() {
        manager?.unregisterNetworkCallback(callback)
    }

    private fun told(now: Network) {
        // Signal strength changes the capabilities many times a minute, and is nothing to wake the core for.
        if (now == last) return
        last = now
        changed(now)
    }

    private fun kindOf(capabilities: NetworkCapabilities): Network = when {
        !capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) -> Network.NONE
        capabilities.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR) -> Network.MOBILE
        else -> Network.FIXED
    }
}
