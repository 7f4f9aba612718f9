/// Passing a tally from one process to another, as lines of text.
extension Tally {
    private static let mark = "tally"

    /// The counts, a line each: the mark, a kind, a name and the number, with tabs between them.
    package var lines: [String] {
        var rows: [(kind: String, name: String, count: UInt64)] = [
            ("total", "operations", UInt64(operations)), ("total", "transfers", UInt64(transfers)),
            ("total", "live readings", UInt64(liveReadings)),
            ("total", "other readings", UInt64(otherReadings)), ("total", "steps", steps),
        ]
        rows += faults.map { ("fault", $0.key.rawValue, UInt64($0.value)) }
        rows += recoveries.map { ("recovery", $0.key.rawValue, UInt64($0.value)) }
        rows += sizesAtMinimum.map { ("size", $0.key.rawValue, UInt64($0.value)) }
        rows += forgeries.map { ("forgery", $0.key, UInt64($0.value)) }
        return rows.map { "\(Self.mark)\t\($0.kind)\t\($0.name)\t\($0.count)" }
    }

    /// Adds the count of one of ``lines``; returns false if the line is none of them.
    package mutating func add(line: String) -> Bool {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == Self.mark, let total = UInt64(parts[3]),
            let count = Int(exactly: total)
        else { return false }
        let name = String(parts[2])
        switch parts[1] {
        case "total": return add(count, toTotal: name)
        case "fault":
            return FaultKind(rawValue: name).map { faults[$0, default: 0] += count } != nil
        case "recovery":
            return RecoveryPath(rawValue: name).map { recoveries[$0, default: 0] += count } != nil
        case "size":
            return SizeKind(rawValue: name).map { sizesAtMinimum[$0, default: 0] += count } != nil
        case "forgery":
            forgeries[name, default: 0] += count
            return true
        default: return false
        }
    }

    private mutating func add(_ count: Int, toTotal name: String) -> Bool {
        switch name {
        case "operations": operations += count
        case "transfers": transfers += count
        case "live readings": liveReadings += count
        case "other readings": otherReadings += count
        case "steps": steps += UInt64(count)
        default: return false
        }
        return true
    }
}
