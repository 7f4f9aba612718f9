import CoreVocabulary

/// Reply to a query, with the query itself.
package struct QueryReply: Sendable {
    private enum Outcome: Sendable {
        case answer(any Sendable)
        case unreadable
        case accountGone(AccountID)
    }

    /// Query that is answered.
    let query: any RecordQuery
    private let outcome: Outcome

    /// Creates a reply with an answer.
    init<Query: RecordQuery>(_ query: Query, answer: Query.Answer) {
        self.query = query
        outcome = .answer(answer)
    }

    /// Creates a reply to a query that the record could not answer.
    init(unreadable query: any RecordQuery) {
        self.query = query
        outcome = .unreadable
    }

    /// Creates a reply about an account that is no longer in the record.
    ///
    /// This is not an error of the record.
    init(_ query: any RecordQuery, gone accountID: AccountID) {
        self.query = query
        outcome = .accountGone(accountID)
    }

    /// True if reading the record failed.
    var isUnreadable: Bool {
        if case .unreadable = outcome { true } else { false }
    }

    /// Account that is no longer in the record; nil if that is not the reply.
    var goneAccount: AccountID? {
        if case .accountGone(let accountID) = outcome { accountID } else { nil }
    }

    /// Returns a query of this type with its answer; nil for any other reply.
    func answer<Query: RecordQuery>(to type: Query.Type) -> (query: Query, answer: Query.Answer)? {
        guard case .answer(let answer) = outcome, let query = query as? Query,
            let typed = answer as? Query.Answer
        else { return nil }
        return (query, typed)
    }

    /// Returns a query of this type that has no answer; nil for any other reply.
    func failure<Query: RecordQuery>(of type: Query.Type) -> Query? {
        if case .answer = outcome { nil } else { query as? Query }
    }
}

extension ClientReply {
    /// Returns a query of this type with its answer; nil for any other reply.
    func answer<Query: RecordQuery>(to type: Query.Type) -> (query: Query, answer: Query.Answer)? {
        guard case .query(let reply) = self else { return nil }
        return reply.answer(to: type)
    }

    /// Returns a query of this type that has no answer; nil for any other reply.
    func failure<Query: RecordQuery>(of type: Query.Type) -> Query? {
        guard case .query(let reply) = self else { return nil }
        return reply.failure(of: type)
    }
}
