/// The table of the comparison's figures.
extension ReconcileBench {
    /// Prints the figures without a peer, because no other program does the same.
    func show(_ costs: Costs) {
        let count = Digits.short(Double(plan.reconciledAccountCount))
        var table = Table(
            "Reconcile of \(count) accounts over TLS on loopback; medians",
            columns: ["", "unit", "measured", "messages", "bytes sent", "bytes received"]
        )
        func add(_ name: String, _ time: Figures, _ rounds: [[Comparison.Round]] = []) {
            guard let median = time.median else { return }
            var row = [name, "ms", Digits.short(median)]
            if !rounds.isEmpty {
                row.append(Self.median(rounds) { Double($0.count) })
                row.append(Self.median(rounds) { Double($0.map(\.sentByteCount).reduce(0, +)) })
                row.append(Self.median(rounds) { Double($0.map(\.receivedByteCount).reduce(0, +)) })
            }
            table.add(row)
        }
        func addRounds(_ name: String, _ rounds: [Comparison.Round]) {
            add(name, Figures(rounds.map(\.time)), rounds.map { [$0] })
        }
        addRounds("bank: the first root, its trie built", costs.firstRoot.rounds)
        addRounds("bank: a root that agrees, its trie kept", costs.agreeing.flatMap(\.rounds))
        addRounds("bank: a root that differs", costs.differing.compactMap(\.rounds.first))
        addRounds("bank: a round below the root", costs.differing.flatMap { $0.rounds.dropFirst() })
        add(
            "from the root to the account that differs",
            Figures(costs.differing.map(\.time)),
            costs.differing.map(\.rounds)
        )
        add("console: chains read from its record", costs.reading)
        add("console: trie built of them", costs.building)
        add("first synchronisation of all accounts", Figures([costs.synchronising]))
        table.print()
    }

    private static func median(
        _ rounds: [[Comparison.Round]],
        _ value: ([Comparison.Round]) -> Double
    ) -> String {
        var figures = Figures()
        for round in rounds { figures.add(value(round)) }
        return figures.median.map(Digits.short) ?? "-"
    }
}
