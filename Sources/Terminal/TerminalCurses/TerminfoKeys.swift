import TerminalKit

/// The keys that the open terminal's entry names, for the decoder.
///
/// The decoder knows what xterm and its kin send; an entry adds what others do.
enum TerminfoKeys {
    /// The sequences with their keys, in the order of this table.
    @TerminalActor
    static func read() -> [(bytes: [UInt8], key: Key)] {
        table.compactMap { name, key in
            ControlString.capability(name).map { (bytes: $0, key: key) }
        }
    }

    /// Source: terminfo(5), the capabilities whose names begin with `k`.
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
