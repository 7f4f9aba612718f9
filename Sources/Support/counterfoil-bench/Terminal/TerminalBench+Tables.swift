/// The tables of the terminal's figures.
extension TerminalBench {
    /// Prints the console beside its peers, with the ratio to tig and the goals.
    func show(_ starts: [StartRun], _ sessions: [SessionCosts], names: [String]) {
        var table = Table(
            "On a terminal of 80x24, xterm-256color; medians where nothing else is said",
            columns: ["", "unit"] + names + ["to tig", "goal"]
        )
        func add(_ name: String, _ unit: String, _ values: [Double?], limit: Limit = .none) {
            let row =
                [name, unit] + values.map { $0.map(Digits.short) ?? "-" } + [ratio(values)]
            if let goal = limit.goal(values, unit) {
                table.add(row, goal: goal)
            } else {
                table.add(row)
            }
        }
        add("first byte", "ms", starts.map(\.firstByte.median))
        add("first text seen", "ms", starts.map(\.firstText.median), limit: .notAboveTig)
        add("ready to work with", "ms", starts.map(\.ready.median))
        add("bytes until ready", "B", starts.map(\.bytes.median))
        let keys = sessions.map(\.keys)
        add("row to last byte, p50", "ms", keys.map(\.rows.latency.median), limit: .notAboveTig)
        add("row to last byte, p99", "ms", keys.map { $0.rows.latency.percentile(99) })
        add("row, bytes", "B", keys.map(\.rows.bytes.median), limit: .notAboveTig)
        add("row at the edge, p50", "ms", keys.map(\.scrolledRows.latency.median))
        add("row at the edge, bytes", "B", keys.map(\.scrolledRows.bytes.median))
        add("page to last byte, p50", "ms", keys.map(\.pages.latency.median), limit: .notAboveTig)
        add("page to last byte, p99", "ms", keys.map { $0.pages.latency.percentile(99) })
        add("page, bytes", "B", keys.map(\.pages.bytes.median))
        add("idle, bytes a second", "B/s", sessions.map(\.idleBytes.median), limit: .atMost(0))
        let memory = Limit.atMost(MemoryBench.consoleGoalMebibytes)
        add("PSS at rest", "MiB", sessions.map(\.restMemory.median), limit: memory)
        add("PSS after the keys", "MiB", sessions.map(\.workedMemory.median), limit: memory)
        table.print()
    }

    /// Prints the large account beside the small one.
    func show(
        small: SessionCosts,
        large: SessionCosts,
        _ filter: FilterRun,
        _ largeFolder: DemoFolder
    ) {
        var table = Table(
            "counterfoil, accounts of two sizes",
            columns: [
                "", "unit", Digits.short(Double(plan.smallEntryCount)),
                Digits.short(Double(plan.largeEntryCount)), "ratio", "goal",
            ]
        )
        func add(_ name: String, _ unit: String, _ value: (SessionCosts) -> Double?) {
            table.add(name, unit, small: value(small), large: value(large), ratioLimit: 1.2)
        }
        add("row to last byte, p50", "ms") { $0.keys.rows.latency.median }
        add("row to last byte, p99", "ms") { $0.keys.rows.latency.percentile(99) }
        add("row at the edge, p50", "ms") { $0.keys.scrolledRows.latency.median }
        add("page to last byte, p50", "ms") { $0.keys.pages.latency.median }
        add("to either end, p50", "ms") { $0.keys.ends.latency.median }
        add("to either end, longest", "ms") { $0.keys.ends.latency.percentile(100) }
        add("PSS at rest", "MiB") { $0.restMemory.median }
        add("PSS after the keys", "MiB") { $0.workedMemory.median }
        table.print()
        showFilter(filter, largeFolder)
    }

    private func showFilter(_ filter: FilterRun, _ made: DemoFolder) {
        let count = Digits.short(Double(plan.largeEntryCount))
        var table = Table("The account of \(count) entries", columns: ["", "unit", "measured"])
        table.add("filter by text, first match shown", "ms", filter.firstMatch / .milliseconds(1))
        table.add("filter by text, all of it", "ms", filter.end / .milliseconds(1))
        table.add("PSS before the filter", "MiB", filter.memory.before)
        table.add("PSS during the filter, most", "MiB", filter.memory.most)
        table.add("PSS after the filter", "MiB", filter.memory.after)
        table.add("start with `--entries`, to sign-in", "s", made.posting / .seconds(1))
        table.add("sign in, and synchronise all", "s", made.synchronising / .seconds(1))
        table.print()
    }

    private func ratio(_ values: [Double?]) -> String {
        guard values.count > 1, let own = values[0], let peer = values[1] else { return "-" }
        return Digits.ratio(own, to: peer)
    }
}

/// A limit of the console's figure in a row of several programs.
private enum Limit {
    case none
    case notAboveTig
    case atMost(Double)

    /// Returns the goal of the first value; the second is tig's.
    func goal(_ values: [Double?], _ unit: String) -> Goal? {
        let own = values.first ?? nil
        switch self {
        case .none: return nil
        case .notAboveTig:
            return .notAbove("tig", values.count > 1 ? values[1] : nil, own, unit)
        case .atMost(let limit): return .atMost(limit, own, unit)
        }
    }
}
