package org.nabz.sandbox

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.nabz.core.Authorities
import org.nabz.core.Clinic
import org.nabz.core.ClinicName
import org.nabz.core.Config
import org.nabz.core.EmergencyKind
import org.nabz.core.EmergencyNumber
import org.nabz.core.Enrolment
import org.nabz.core.Servers
import java.util.Base64

/** A place for one patient at the sandbox clinic, as `nabz clinic --seat FILE` writes it. */
class Seat(private val json: JsonObject) {
    /** What the patient types to sign in. */
    val code: String = json.text("code")

    /** PKCS#8 of the key that the enrolment certified. Sandbox only: real ones never leave a phone. */
    val deviceKey: ByteArray = bytes(json.getValue("device_key"))

    /** A configuration for this seat. `vault` null keeps nothing beyond the process. */
    fun config(languages: List<String>, vault: String? = null): Config = Config(
        languages = languages,
        zone = json.text("zone"),
        vault = vault,
        clinic = clinic(json.getValue("clinic").jsonObject),
        servers = Servers(
            records = json.text("records"),
            signIn = json.text("sign_in"),
            broker = json.text("broker"),
            callsBehind = json.text("calls_behind"),
            authorities = Authorities(json.list("authorities").map(::bytes)),
            practiceBehind = json.text("practice_behind"),
        ),
        emergency = json.list("emergency").map {
            val kind = if (it.jsonObject.text("kind") == "ambulance") EmergencyKind.AMBULANCE else EmergencyKind.CRISIS_LINE
            EmergencyNumber(kind, it.jsonObject.text("number"))
        },
        enrolment = Enrolment(json.text("mailbox"), json.list("roots").map(::bytes), json.list("chain").map(::bytes)),
        sandbox = true,
    )

    companion object {
        fun of(text: String): Seat = Seat(Json.parseToJsonElement(text).jsonObject)

        private fun clinic(json: JsonObject) = Clinic(
            json.list("names").map { ClinicName(it.jsonObject.text("language"), it.jsonObject.text("name")) },
            json.text("phone"),
        )

        private fun bytes(json: JsonElement): ByteArray = Base64.getDecoder().decode(json.jsonPrimitive.content)

        private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content

        private fun JsonObject.list(name: String) = getValue(name).jsonArray
    }
}
