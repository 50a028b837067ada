package org.nabz.app

import android.content.Context
import android.os.LocaleList
import android.util.Base64
import org.json.JSONArray
import org.json.JSONObject
import org.nabz.core.Authorities
import org.nabz.core.Clinic
import org.nabz.core.ClinicName
import org.nabz.core.Config
import org.nabz.core.EmergencyKind
import org.nabz.core.EmergencyNumber
import org.nabz.core.Enrolment
import org.nabz.core.Relay
import org.nabz.core.Servers
import java.io.File
import java.util.TimeZone

/**
 * The app's configuration: `assets/nabz.json` names the clinic and its servers, and what enrolment gave this phone stands
 * in `enrolment.json` among the app's own files. Both have the names `nabz clinic --seat` writes.
 */
internal fun configOf(context: Context): Config {
    val clinic = JSONObject(context.assets.open("nabz.json").bufferedReader().readText())
    val enrolment = JSONObject(File(context.filesDir, "enrolment.json").takeIf { it.isFile }?.readText() ?: "{}")
    val languages = LocaleList.getDefault()
    return Config(
        languages = List(languages.size()) { languages[it].toLanguageTag() },
        zone = TimeZone.getDefault().id,
        vault = File(context.noBackupFilesDir, "vault").path,
        clinic = clinicOf(clinic.getJSONObject("clinic")),
        servers = Servers(
            records = clinic.getString("records"),
            signIn = clinic.getString("sign_in"),
            broker = clinic.getString("broker"),
            callsBehind = clinic.optString("calls_behind").ifEmpty { null },
            authorities = authoritiesOf(clinic),
            proxy = proxy(),
            relay = clinic.optJSONObject("relay")?.let {
                Relay(it.getString("server"), it.getString("username"), it.getString("password"))
            },
            practiceBehind = clinic.optString("practice_behind").ifEmpty { null },
        ),
        emergency = clinic.getJSONArray("emergency").objects().map {
            val crisis = it.getString("kind") == "crisis-line"
            EmergencyNumber(if (crisis) EmergencyKind.CRISIS_LINE else EmergencyKind.AMBULANCE, it.getString("number"))
        },
        enrolment = Enrolment(enrolment.optString("mailbox"), clinic.getJSONArray("roots").der(), enrolment.der("chain")),
        sandbox = clinic.optBoolean("sandbox"),
    )
}

private fun authoritiesOf(json: JSONObject) = Authorities(
    certificates = json.der("authorities"),
    serial = json.optLong("authorities_serial").toULong(),
    untilEpochMs = json.optLong("authorities_until").takeIf { it > 0 }?.times(1_000),
    signer = json.optString("authorities_signer").takeIf { it.isNotEmpty() }?.let { Base64.decode(it, Base64.DEFAULT) },
    replacement = json.optString("authorities_replacement").ifEmpty { null },
)

/** The proxy of the network the phone is on, as Android hands it to every app. */
private fun proxy(): String? {
    val host = System.getProperty("https.proxyHost")?.ifEmpty { null } ?: return null
    return "http://$host:${System.getProperty("https.proxyPort") ?: "443"}"
}

private fun clinicOf(json: JSONObject) = Clinic(
    names = json.getJSONArray("names").objects().map { ClinicName(it.getString("language"), it.getString("name")) },
    phone = json.getString("phone"),
)

private fun JSONObject.der(name: String) = optJSONArray(name)?.der().orEmpty()

private fun JSONArray.der() = List(length()) { Base64.decode(getString(it), Base64.DEFAULT) }

private fun JSONArray.objects() = List(length()) { getJSONObject(it) }
