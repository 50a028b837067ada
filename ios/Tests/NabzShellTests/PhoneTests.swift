import Foundation
import Nabz
import NabzShell
import Testing

@Suite struct PhoneTests {
    @Test func onlyANumberIsDialled() {
        #expect(DialLink.url("115")?.absoluteString == "tel:115")
        #expect(DialLink.url("\u{2068}+98 (21) 1234-5678\u{2069}")?.absoluteString == "tel:+982112345678")
        #expect(DialLink.url("۱۱۵")?.absoluteString == "tel:115")
        for hostile in [
            "", "+", "*#06#", "115;phone-context=x", "javascript:1", "1+2", "½", "abc",
            String(repeating: "1", count: 21),
        ] {
            #expect(DialLink.url(hostile) == nil, "\(hostile)")
        }
    }

    @Test func aReminderThatIsDueIsShownAtOnce() {
        let now = Date(timeIntervalSince1970: 1_000)
        #expect(ReminderTime.delay(until: 1_060_000, now: now) == 60)
        #expect(ReminderTime.delay(until: 0, now: now) == 1)
        #expect(ReminderTime.delay(until: .min, now: now) == 1)
    }

    @Test func theWayToTheInternet() {
        #expect(PathFacts(isSatisfied: false, usesCellular: true, isExpensive: true).network == .none)
        #expect(PathFacts(isSatisfied: true, usesCellular: true, isExpensive: true).network == .mobile)
        #expect(PathFacts(isSatisfied: true, usesCellular: false, isExpensive: true).network == .mobile)
        #expect(PathFacts(isSatisfied: true, usesCellular: false, isExpensive: false).network == .fixed)
    }

    @Test func whatTheKeychainSays() {
        #expect(KeyFailure.keychain(-25308) == .AuthRequired)
        #expect(KeyFailure.keychain(-25300) == .PermanentlyInvalidated)
        #expect(KeyFailure.keychain(-26275) == .Integrity)
        #expect(KeyFailure.keychain(-1) == .Transient)
        #expect(KeyFailure.error(domain: "com.apple.LocalAuthentication", code: -2) == .AuthRequired)
        #expect(KeyFailure.error(domain: "NSOSStatusErrorDomain", code: -25300) == .PermanentlyInvalidated)
        #expect(KeyFailure.error(domain: "NSOSStatusErrorDomain", code: .max) == .Transient)
        #expect(KeyFailure.error(domain: "elsewhere", code: -2) == .Transient)
    }

    @Test func onlyACallCanBeHungUp() {
        let stage = Block(
            key: "s", kind: .callStage(who: .plain("Dr"), about: .plain("x"), state: .plain("y"), line: 4))
        let hangUp = Action(id: "hang-up", label: .plain("End"), role: .destructive, enabled: true, repeatable: true)
        #expect(Screen.plain("call", blocks: [stage], next: hangUp).hangUp == hangUp)
        #expect(Screen.plain("cancel", next: hangUp).hangUp == nil)
        let harmless = Action(id: "x", label: .plain("x"), role: .normal, enabled: true, repeatable: false)
        #expect(Screen.plain("call", blocks: [stage], next: harmless).hangUp == nil)
    }

    @Test func soundOfAnyChunkIsServedWithoutAGap() {
        var next: Int16 = 0
        let playout = Playout {
            let samples = (0..<320).map { index in (next &+ Int16(index)).littleEndian }
            next += 320
            return samples.withUnsafeBytes { Data($0) }
        }
        var heard: [Int16] = []
        for size in [1, 7, 320, 319, 512, 441, 960, 3] {
            let room = UnsafeMutableBufferPointer<Int16>.allocate(capacity: size)
            defer { room.deallocate() }
            playout.fill(room)
            heard += room
        }
        #expect(heard == (0..<Int16(heard.count)).map { $0 })
        #expect(heard.withUnsafeBufferPointer { littleEndianBytes(of: $0) }.count == heard.count * 2)
    }

    @Test func aPortThatGivesNothingIsSilence() {
        let playout = Playout { Data() }
        let room = UnsafeMutableBufferPointer<Int16>.allocate(capacity: 100)
        defer { room.deallocate() }
        room.initialize(repeating: 7)
        playout.fill(room)
        #expect(room.allSatisfy { $0 == 0 })
    }
}
