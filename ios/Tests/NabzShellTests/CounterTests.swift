import Foundation
import NabzShell
import Testing

@Suite struct CounterTests {
    @Test func aCounterComesBackAsItWasKept() {
        for number: UInt64 in [0, 1, 255, 256, 0x0102_0304_0506_0708, .max] {
            #expect(CounterBytes.number(CounterBytes.data(number)) == number)
        }
        #expect(CounterBytes.data(258) == Data([0, 0, 0, 0, 0, 0, 1, 2]))
    }

    @Test func whatIsNoCounterIsRefused() {
        for other in [Data(), Data(count: 7), Data(count: 9)] {
            #expect(CounterBytes.number(other) == nil)
        }
    }
}
