import LedgerService

/// The true books for writing, which note every fact for the judge.
struct WatchedTransaction: ForwardedTransaction {
    let base: any LedgerTransaction
    let notes: Cell<FactNotes>

    /// The facts of one database transaction, grouped by job.
    struct FactNotes {
        var jobs: [JobFacts] = []
        /// The facts written outside of all jobs, or by a single job without a savepoint.
        var rest = JobFacts()
        var isInJob = false

        /// The jobs in their order, the rest last.
        var all: [JobFacts] { jobs + [rest] }
    }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        guard !notes.value.isInJob else { return try base.savepoint(body) }
        notes.value.isInJob = true
        let before = notes.value.rest
        notes.value.rest = JobFacts()
        defer {
            notes.value.rest = before
            notes.value.isInJob = false
        }
        let value = try base.savepoint(body)
        notes.value.jobs.append(notes.value.rest)
        return value
    }

    func note(_ fact: Fact) { notes.value.rest.facts.append(fact) }
}
