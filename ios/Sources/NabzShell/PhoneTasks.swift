import Foundation
import Nabz

/// Where `tel:` may lead: digits with an optional leading plus, nothing that a dialler would run as a command.
public enum DialLink {
    /// Most digits of a number (ITU-T E.164 has 15; short codes and extensions fit, too).
    private static let digits = 20

    /// The link for `number`; digits of any script and the usual separators are taken.
    public static func url(_ number: String) -> URL? {
        var link = ""
        for character in number where !separators.contains(character) {
            if character == "+", link.isEmpty {
                link = "+"
            } else if let digit = character.wholeNumberValue, (0...9).contains(digit) {
                link.append(String(digit))
            } else {
                return nil
            }
        }
        let count = link.count(where: \.isNumber)
        return (1...digits).contains(count) ? URL(string: "tel:\(link)") : nil
    }

    /// Besides spaces: the marks that keep a number together between two directions.
    private static let separators = Set<Character>(
        " \u{00A0}\u{202F}-–()./\u{2066}\u{2067}\u{2068}\u{2069}\u{200E}\u{200F}")
}

/// When a reminder is shown.
public enum ReminderTime {
    /// Seconds from `now` to the instant, at least one: what is due already is shown at once.
    public static func delay(until epochMilliseconds: Int64, now: Date) -> TimeInterval {
        max(1, Double(epochMilliseconds) / 1_000 - now.timeIntervalSince1970)
    }
}

/// What Network.framework says of the way to the internet.
public struct PathFacts: Equatable, Sendable {
    public var isSatisfied, usesCellular, isExpensive: Bool

    public init(isSatisfied: Bool, usesCellular: Bool, isExpensive: Bool) {
        self.isSatisfied = isSatisfied
        self.usesCellular = usesCellular
        self.isExpensive = isExpensive
    }

    /// For the core. A hotspot of another phone is expensive, and so counts as mobile.
    public var network: Network {
        guard isSatisfied else { return .none }
        return usesCellular || isExpensive ? .mobile : .fixed
    }
}
