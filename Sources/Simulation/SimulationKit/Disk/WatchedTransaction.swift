import LedgerService

/// The true books as they are written, with a note of every fact for the judge.
struct WatchedTransaction: ForwardedTransaction {
    let base: any LedgerTransaction
    let notes: Cell<FactNotes>

    /// The facts of one database transaction, by job.
    struct FactNotes {
        var jobs: [JobFacts] = []
        /// What was written outside of all jobs, or by the one job that has no savepoint.
        var rest = JobFacts()
        var isInJob = false

        /// The jobs in their order.
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

    func note(_ fact: Fact) {
        notes.value.rest.facts.append(fact)
    }
}
