package org.nabz.shell

/** ECDSA signatures as key stores give them (DER) and as COSE and JOSE carry them (r‖s, RFC 9053 §2.1). */
object Signatures {
    /** Bytes of a coordinate of P-256. */
    private const val WIDTH = 32

    /**
     * `SEQUENCE { INTEGER r, INTEGER s }` (RFC 3279 §2.2.3) of P-256 as 64 bytes.
     *
     * @throws IllegalArgumentException where it is anything else.
     */
    fun rawOfDer(der: ByteArray): ByteArray {
        // A P-256 signature is at most 72 bytes, so every length stands in one byte.
        require(der.size in 8..72 && der[0].toInt() == 0x30 && der[1].toInt() == der.size - 2) { "not a signature" }
        val raw = ByteArray(2 * WIDTH)
        val between = copyInteger(der, 2, raw, 0)
        require(copyInteger(der, between, raw, WIDTH) == der.size) { "bytes after the signature" }
        return raw
    }

    private fun copyInteger(der: ByteArray, at: Int, raw: ByteArray, to: Int): Int {
        require(at + 2 < der.size && der[at].toInt() == 0x02) { "not an integer" }
        val length = der[at + 1].toInt()
        val end = at + 2 + length
        require(length in 1..WIDTH + 1 && end <= der.size) { "an integer of $length bytes" }
        val first = if (der[at + 2].toInt() == 0) at + 3 else at + 2
        require(end - first <= WIDTH) { "an integer above 256 bits" }
        der.copyInto(raw, to + WIDTH - (end - first), first, end)
        return end
    }
}
