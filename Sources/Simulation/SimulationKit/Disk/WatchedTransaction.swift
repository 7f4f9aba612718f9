import LedgerService

/// The true books for writing, which note every fact for the judge.
struct WatchedTransaction: ForwardedTransaction {
    let base: any LedgerTransaction
    let notes: Cell<FactNotes>

    /// The facts of one database transaction, grouped by job; each transfer of a batch is one.
    struct FactNotes {
        var jobs: [JobFacts] = []
        /// The facts written outside of all jobs, or by a single job without a savepoint.
        var rest = JobFacts()

        /// The jobs in their order, the rest last.
        var all: [JobFacts] { jobs + [rest] }
    }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        let before = notes.value
        notes.value.rest = JobFacts()
        do {
            let value = try base.savepoint(body)
            let own = notes.value.rest
            notes.value.rest = before.rest
            // A job that consists of others wrote nothing itself.
            if !own.facts.isEmpty || notes.value.jobs.count == before.jobs.count {
                notes.value.jobs.append(own)
            }
            return value
        } catch {
            notes.value = before
            throw error
        }
    }

    func note(_ fact: Fact) { notes.value.rest.facts.append(fact) }
}
