import Testing

/// All suites, one test after the other: several look at the whole process (threads, files, memory, the one log sink).
@Suite(.serialized, .timeLimit(.minutes(3))) struct OneByOne {}
