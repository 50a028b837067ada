import Nabz
import NabzShell
import Testing

@Suite struct AnnouncementTests {
    private func notice(_ text: String, _ tone: Tone = .info) -> Block {
        Block(key: "n", kind: .notice(tone: tone, text: .plain(text)))
    }

    @Test func aNewScreenMovesTheCursorAndSaysWhatIsToBeNoticed() {
        let said = Announcement(from: .plain("home"), to: .plain("booking", blocks: [notice("Booked", .good)]))
        #expect(said.moves && said.focus == nil)
        #expect(said.sentences.map(\.spoken) == ["Booked"])
        #expect(!said.isUrgent)
    }

    @Test func aFocusElsewhereLetsTheTitleBeSaid() {
        let said = Announcement(from: nil, to: .plain("code", focus: "code"))
        #expect(said.focus == "code")
        #expect(said.sentences.map(\.spoken) == ["Title of code"])
    }

    @Test func withinAScreenOnlyWhatChangedIsSaidAndTheCursorStays() {
        let before = Screen.plain("call", blocks: [notice("One"), stage("Good line")])
        let same = Announcement(from: before, to: before)
        #expect(same.sentences.isEmpty && !same.moves)
        let changed = Announcement(from: before, to: .plain("call", blocks: [notice("One"), stage("Weak line")]))
        #expect(changed.sentences.map(\.spoken) == ["Weak line"])
        #expect(!changed.moves)
    }

    @Test func aProblemIsUrgentAndSilenceIsKept() {
        let problem = Announcement(from: .plain("a"), to: .plain("a", blocks: [notice("No line", .problem)]))
        #expect(problem.isUrgent)
        let assertive = Announcement(from: .plain("a"), to: .plain("ringing", announce: .assertive))
        #expect(assertive.isUrgent)
        let off = Announcement(from: .plain("a"), to: .plain("a", blocks: [notice("x", .problem)], announce: .off))
        #expect(off.sentences.isEmpty && !off.isUrgent)
    }

    private func stage(_ state: String) -> Block {
        Block(key: "s", kind: .callStage(who: .plain("Dr"), about: .plain("x"), state: .plain(state), line: 2))
    }
}
