import ClientService
import CoreVocabulary

/// Query of a screen to the local record, with the type of its answer.
///
/// A new query is a type of its own: the console runs it and reports its failures without knowing
/// it. A screen asks it with ``Turn/ask(_:)`` and finds its answer with
/// ``ClientReply/answer(to:)``.
protocol RecordQuery: Sendable {
    /// Type of the answer.
    associatedtype Answer: Sendable

    /// Account that the query is about; nil if it is about none.
    var concernedAccount: AccountID? { get }

    /// Returns the subject of the sentence about a failure, such as "The entries".
    static func subject(for audience: AudienceWords) -> String

    /// Reads the answer from the record.
    func answer(from record: any RecordReading) async throws -> Answer
}

extension RecordQuery {
    var concernedAccount: AccountID? { nil }

    /// Runs the query; every error becomes a reply, and the client has logged it.
    func run(on record: any RecordReading) async -> QueryReply {
        do {
            return QueryReply(self, answer: try await answer(from: record))
        } catch {
            // An access that has ended is no failure of this machine.
            let isUnknown = (error as? ClientError)?.code == .accountUnknown
            guard isUnknown, let concernedAccount else { return QueryReply(unreadable: self) }
            return QueryReply(self, gone: concernedAccount)
        }
    }
}
