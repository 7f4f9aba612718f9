import ClientService
import WireProtocol

/// A whole answer as it came.
struct ReceivedAnswer: Sendable {
    let status: Int
    let contentType: String?
    let body: [UInt8]

    /// What the content is, without its parameters.
    var mediaType: String {
        let text = contentType ?? ""
        let name = text.prefix { $0 != ";" }.drop { $0 == " " || $0 == "\t" }
        return String(name.prefix { $0 != " " && $0 != "\t" }).lowercased()
    }

    /// The bytes of the reply.
    ///
    /// A problem becomes the ``Reply`` that holds it. Whatever else is no JSON is no answer of a
    /// bank: a page of a proxy or of a network that wants to be signed in to.
    static func reply(_ answer: ReceivedAnswer) throws(LinkError) -> [UInt8] {
        switch answer.mediaType {
        case HTTPAnswer.jsonType where !answer.body.isEmpty:
            return answer.body
        case HTTPAnswer.problemType:
            guard let problem = try? Problem(httpBody: answer.body) else {
                throw .noReply(.answerUnreadable)
            }
            return Reply.problem(problem).encoded
        default:
            throw .noReply(.answerUnreadable)
        }
    }
}
