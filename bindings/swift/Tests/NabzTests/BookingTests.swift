import Foundation
import Nabz
import NabzSandbox
import Testing

extension OneByOne {
    @Suite struct BookingTests {
        @Test func booksAVisitAndReadsAPersianSentence() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            try await phone.person.signIn(code: sandbox.seat.code)
            let outcome = try await phone.person.book()

            #expect(outcome.direction == .rtl)
            #expect(outcome.title.language == "fa")
            let sentences = outcome.blocks.compactMap(\.sentence)
            #expect(!sentences.isEmpty)
            // Arabic letters, Persian digits, and no digit of another script: finished text crosses.
            #expect(sentences.contains { $0.shown.contains { $0 >= "\u{0600}" && $0 <= "\u{06FF}" } })
            #expect(sentences.contains { $0.shown.contains { $0 >= "۰" && $0 <= "۹" } })
            #expect(!sentences.filter { $0.language == "fa" }.contains { $0.shown.contains(where: \.isASCIIDigit) })
            #expect(outcome.blocks.contains { if case .notice(.good, _) = $0.kind { true } else { false } })

            // The phone was asked to remind, in the same language, of something still to come; its answer went back.
            try await phone.person.see("a reminder being planned") { _ in !phone.phone.requests.isEmpty }
            guard case let .notify(name, at, text)? = phone.phone.requests.first else {
                Issue.record("not a reminder: \(phone.phone.requests)")
                return
            }
            #expect(!name.isEmpty && text.language == "fa")
            #expect(at > Int64(Date().timeIntervalSince1970 * 1_000))

            try await phone.person.press("done")
            let home = try await phone.person.see("home")
            #expect(home.next == nil || home.next?.enabled == true)
        }

        @Test func switchesTheLanguageLive() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            let home = try await phone.person.signIn(code: sandbox.seat.code)
            #expect(home.title.language == "fa")
            let persianName = phone.core.catalogue.channelCalls

            try await phone.person.press("change-language")
            try await phone.person.press("language:en")
            let english = try await phone.person.see("home in English") { $0.title.language == "en" }
            #expect(english.direction == .ltr)
            #expect(phone.core.catalogue.channelCalls.language == "en")
            #expect(phone.core.catalogue.channelCalls != persianName)
            #expect(phone.core.catalogue.line.count == 5)
        }

        @Test func everyLanguageIsSpokenAtOnceInItsOwnDirection() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            _ = try await phone.person.signIn(code: sandbox.seat.code)
            let languages: [(String, Direction)] = [("ar", .rtl), ("am", .ltr), ("hi", .ltr), ("ckb", .rtl)]
            for (language, direction) in languages {
                try await phone.person.press("change-language")
                try await phone.person.press("language:\(language)")
                let home = try await phone.person.see("home in \(language)") { $0.title.language == language }
                #expect(home.id == "home")
                #expect(home.direction == direction)
                #expect(!home.title.shown.contains(where: { $0.isASCII && $0.isLetter }))
                #expect(phone.core.catalogue.channelCalls.language == language)
            }
        }

        @Test func aListOfFiveThousandComesByWindows() async throws {
            let sandbox = try Sandbox(visits: 5_000)
            let phone = try await OpenPhone(sandbox)
            try await phone.person.signIn(code: sandbox.seat.code)
            try await phone.person.press("visits")
            let list = try await phone.person.see("the list of visits", within: .seconds(60)) {
                $0.rows?.total == 5_000
            }
            let shown = try #require(list.rows)
            #expect(shown.rows.count == 60)

            var keys = Set<String>()
            for first in stride(from: UInt32(0), to: 5_000, by: 60) {
                let window = try await phone.core.window(of: shown.key, from: first, count: 60)
                #expect(window.first == first)
                #expect(window.total == 5_000)
                #expect(window.rows.count == Int(min(60, 5_000 - first)))
                keys.formUnion(window.rows.map(\.key))
            }
            #expect(keys.count == 5_000)

            // More than sixty never come at once, and past the end there is nothing.
            let greedy = try await phone.core.window(of: shown.key, from: 0, count: .max)
            #expect(greedy.rows.count == 60)
            let beyond = try await phone.core.window(of: shown.key, from: 4_999_999, count: 60)
            #expect(beyond.rows.isEmpty)
            await #expect(throws: NabzError.self) {
                try await phone.core.window(of: "no such list", from: 0, count: 60)
            }
        }

        @Test func anActOfAnOldRevisionDoesNothing() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            let first = try await phone.person.see("the first screen") { !$0.actions.isEmpty }
            try await phone.person.press("language:fa")
            let consent = try await phone.person.see("consent") { $0.actions.contains { $0.id == "agree" } }
            #expect(consent.revision > first.revision)
            let agree = try #require(consent.actions.first { $0.id == "agree" })
            #expect(!agree.repeatable)

            try phone.core.act(agree.id, revision: first.revision)
            try await Task.sleep(for: .milliseconds(300))
            #expect(try phone.core.screen.id == consent.id)

            // The same press on the present revision counts: the gate can fail.
            try phone.core.act(agree, on: consent)
            try await phone.person.see("what follows consent") { $0.id != consent.id }
        }
    }
}

private extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}
