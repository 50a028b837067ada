import Nabz
import NabzShell
import Testing

@Suite struct FieldTests {
    @Test func theShellsTextStandsUntilTheRevisionOfTheValueChanges() {
        var texts = FieldTexts()
        texts.settle(.code(value: "1", revision: 0))
        #expect(texts["code"] == "1")
        texts["code"] = "۱۲۳"
        texts.settle(.code(value: "9", revision: 0))
        #expect(texts["code"] == "۱۲۳")
        texts.settle(.code(value: "9", revision: 1))
        #expect(texts["code"] == "9")
    }

    @Test func anotherScreenBeginsAnew() {
        var texts = FieldTexts()
        texts.settle(.code(value: "", revision: 0))
        texts["code"] = "secret"
        texts.settle(.code(id: "other", value: "", revision: 0))
        #expect(texts["code"].isEmpty)
        texts["no such field"] = "x"
        #expect(texts.entered.count == 1)
    }

    @Test func typingPastTheLimitIsCutAtAWholeCharacter() {
        var texts = FieldTexts()
        texts.settle(.code(value: "", revision: 0, limit: 5))
        texts["code"] = "1234567"
        #expect(texts["code"] == "12345")
        // A family emoji is seven scalars: it fits whole or not at all.
        texts["code"] = "123👨‍👩‍👧‍👦"
        #expect(texts["code"] == "123")
        texts["code"] = "نان"
        #expect(texts["code"] == "نان")
    }

    @Test func secretsTravelAsSecrets() {
        var texts = FieldTexts()
        texts.settle(.code(value: "", revision: 0, secret: true))
        texts["code"] = "1234"
        guard case let .secret(secret)? = texts.entered["code"] else {
            Issue.record("a secret went as plain text")
            return
        }
        #expect(!secret.isWiped)
    }
}

extension Screen {
    static func code(
        id: String = "code", value: String, revision: UInt32, limit: UInt32 = 20, secret: Bool = false
    ) -> Screen {
        let field = Field(
            label: .plain("Code"), input: .digits, value: value, valueRevision: revision, language: "en",
            secret: secret,
            limit: limit, error: nil
        )
        return .plain(id, blocks: [Block(key: "code", kind: .entry(field: field))])
    }

    static func plain(
        _ id: String, blocks: [Block] = [], next: Action? = nil, announce: Announce = .polite, focus: String? = nil
    ) -> Screen {
        Screen(
            revision: 1, id: id, title: .plain("Title of \(id)"), direction: .ltr, blocks: blocks, next: next,
            back: nil,
            emergency: nil, announce: announce, focus: focus
        )
    }
}

extension Wording {
    static func plain(_ text: String) -> Wording { Wording(shown: text, spoken: text, language: "en", direction: .ltr) }
}
