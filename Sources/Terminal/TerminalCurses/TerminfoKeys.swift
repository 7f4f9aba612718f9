import TerminalKit

/// Key sequences from the open terminal's entry, for the decoder.
///
/// The decoder knows the sequences of xterm and similar terminals. The entry adds those of others.
enum TerminfoKeys {
    /// Returns the sequences with their keys, in the order of the table.
    @TerminalActor
    static func read() -> [(bytes: [UInt8], key: Key)] {
        table.compactMap { name, key in
            ControlString.capability(name).map { (bytes: $0, key: key) }
        }
    }

    /// Capabilities for keys in terminfo(5), whose names begin with `k`.
    private static let table: [(StaticString, Key)] = [
        ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
        ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
        ("kich1", .insert), ("kdch1", .delete), ("kbs", .backspace), ("kcbt", .backTab),
        ("kent", .enter),
        ("kf1", .function(1)), ("kf2", .function(2)), ("kf3", .function(3)),
        ("kf4", .function(4)), ("kf5", .function(5)), ("kf6", .function(6)),
        ("kf7", .function(7)), ("kf8", .function(8)), ("kf9", .function(9)),
        ("kf10", .function(10)), ("kf11", .function(11)), ("kf12", .function(12)),
    ]
}
