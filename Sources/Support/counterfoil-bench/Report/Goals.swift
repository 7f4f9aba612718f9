import Synchronization

/// The goals of all tables of a run, in the order of the tables.
enum Goals {
    private static let noted = Mutex<[(name: String, goal: Goal)]>([])

    /// Keeps a goal for the table at the end of the run.
    static func note(_ name: String, _ goal: Goal) {
        noted.withLock { $0.append((name, goal)) }
    }

    /// Prints one table of all goals, if there are any.
    static func show() {
        let all = noted.withLock(\.self)
        guard !all.isEmpty else { return }
        let metCount = all.filter(\.goal.isMet).count
        var table = Table(
            "Goals, \(metCount) of \(all.count) met",
            columns: ["", "figure", "goal", "result"]
        )
        for (name, goal) in all { table.add([name, goal.figure, goal.limit, goal.word]) }
        table.print()
    }
}
