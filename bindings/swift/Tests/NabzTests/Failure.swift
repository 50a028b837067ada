import Nabz
import Testing

/// The code of the core's error, or nothing where the call went through. Every error has a sentence for the person.
func failure(_ call: () async throws -> Void) async -> ErrorCode? {
    do {
        try await call()
        return nil
    } catch let NabzError.Failed(code, _, sentence) {
        #expect(!sentence.shown.isEmpty)
        return code
    } catch {
        Issue.record("not the core's own error: \(error)")
        return nil
    }
}
