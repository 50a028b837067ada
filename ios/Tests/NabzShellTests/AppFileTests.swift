import Foundation
import Nabz
import NabzShell
import Testing

@Suite struct AppFileTests {
    private let app = Data(
        """
        { "clinic": { "names": [ { "language": "fa", "name": "درمانگاه" } ], "phone": "+982100000000" },
          "servers": { "records": "https://clinic.example/fhir/", "sign_in": "https://clinic.example/", "broker": "clinic.example:8883",
            "authorities": [ "AQID" ], "authorities_until": 1830297600 },
          "emergency": [ { "kind": "ambulance", "number": "115" }, { "kind": "crisis-line", "number": "1480" } ],
          "sandbox": false }
        """.utf8)
    private let enrolment = Data(#"{ "mailbox": "m", "roots": ["AQI="], "chain": ["Aw=="] }"#.utf8)

    @Test func bothFilesMakeAConfiguration() {
        let config = AppFile.config(app: app, enrolment: enrolment, languages: ["fa"], zone: "Asia/Tehran", vault: "/v")
        #expect(config.clinic.names.first?.name == "درمانگاه")
        #expect(config.servers.broker == "clinic.example:8883")
        #expect(config.servers.authorities.certificates == [Data([1, 2, 3])])
        #expect(config.servers.authorities.untilEpochMs == 1_830_297_600_000)
        #expect(config.emergency.map(\.kind) == [.ambulance, .crisisLine])
        #expect(config.enrolment.roots == [Data([1, 2])])
        #expect(config.vault == "/v")
        #expect(!config.sandbox)
    }

    @Test func aMissingOrBrokenFileIsNeverASandbox() {
        for broken in [nil, Data(), Data("{}".utf8), Data("[1".utf8)] {
            let config = AppFile.config(app: broken, enrolment: broken, languages: [], zone: "UTC", vault: "/v")
            #expect(!config.sandbox)
            #expect(config.servers.records.isEmpty)
            #expect(config.enrolment.mailbox.isEmpty)
        }
    }
}
