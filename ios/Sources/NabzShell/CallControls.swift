import Nabz

extension Screen {
    /// What the system's own call screen presses when the person hangs up there: the next step of a call under way, if
    /// that ends something.
    public var hangUp: Action? {
        let isCall = blocks.contains { if case .callStage = $0.kind { true } else { false } }
        guard isCall, let next, next.role == .destructive, next.enabled else { return nil }
        return next
    }
}
