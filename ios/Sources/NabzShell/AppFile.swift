import Foundation
import Nabz

/// `nabz.json`, which an app team puts into its app: who the clinic is and where its servers are. With the enrolment that
/// a clinic gives to one phone it is the core's configuration.
public struct AppFile: Decodable, Sendable {
    public let clinic: ClinicPart
    public let servers: ServersPart
    public let emergency: [Number]
    public let sandbox: Bool

    public struct ClinicPart: Decodable, Sendable {
        public let names: [Name]
        public let phone: String
    }

    public struct Name: Decodable, Sendable {
        public let language, name: String
    }

    public struct ServersPart: Decodable, Sendable {
        public let records, sign_in, broker: String
        public let calls_behind, practice_behind: String?
        public let authorities: [Data]?
        public let authorities_serial: UInt64?
        public let authorities_until: Int64?
        public let authorities_signer: Data?
        public let authorities_replacement: String?
        public let proxy: String?
        public let relay: RelayPart?
    }

    public struct RelayPart: Decodable, Sendable {
        public let server, username, password: String
    }

    public struct Number: Decodable, Sendable {
        public let kind: Kind
        public let number: String
    }

    public enum Kind: String, Decodable, Sendable {
        case ambulance
        case crisisLine = "crisis-line"
    }

    /// The core's configuration. Without a file or an enrolment the core refuses it, with a sentence for the person.
    public static func config(
        app: Data?, enrolment: Data?, languages: [String], zone: String, vault: String
    ) -> Config {
        let decoder = JSONDecoder()
        let app = app.flatMap { try? decoder.decode(AppFile.self, from: $0) }
        let seat = enrolment.flatMap { try? decoder.decode(EnrolmentFile.self, from: $0) }
        return Config(
            languages: languages,
            zone: zone,
            vault: vault,
            clinic: Clinic(
                names: app?.clinic.names.map { ClinicName(language: $0.language, name: $0.name) } ?? [],
                phone: app?.clinic.phone ?? ""
            ),
            servers: Servers(
                records: app?.servers.records ?? "", signIn: app?.servers.sign_in ?? "",
                broker: app?.servers.broker ?? "", callsBehind: app?.servers.calls_behind,
                authorities: Authorities(
                    certificates: app?.servers.authorities ?? [], serial: app?.servers.authorities_serial ?? 0,
                    untilEpochMs: app?.servers.authorities_until.map { $0 * 1_000 },
                    signer: app?.servers.authorities_signer, replacement: app?.servers.authorities_replacement
                ),
                proxy: app?.servers.proxy,
                relay: app?.servers.relay.map {
                    Relay(server: $0.server, username: $0.username, password: $0.password)
                },
                practiceBehind: app?.servers.practice_behind
            ),
            emergency: app?.emergency.map { entry in
                EmergencyNumber(kind: entry.kind == .ambulance ? .ambulance : .crisisLine, number: entry.number)
            } ?? [],
            enrolment: Enrolment(mailbox: seat?.mailbox ?? "", roots: seat?.roots ?? [], chain: seat?.chain ?? []),
            sandbox: app?.sandbox ?? false
        )
    }
}

/// `enrolment.json`: the phone's mailbox and certificates, DER in base64.
public struct EnrolmentFile: Decodable, Sendable {
    public let mailbox: String
    public let roots, chain: [Data]
}
