import ClientService
import WireProtocol

/// Head of an HTTP response, before the body.
struct AnswerHead: Sendable {
    let status: Int
    let contentType: String?

    /// Media type of the content, in lower case and without parameters.
    var mediaType: String {
        let text = contentType ?? ""
        let name = text.prefix { $0 != ";" }.drop { $0 == " " || $0 == "\t" }
        return String(name.prefix { $0 != " " && $0 != "\t" }).lowercased()
    }
}

/// A complete HTTP response as received.
struct ReceivedAnswer: Sendable {
    let head: AnswerHead
    let body: [UInt8]

    /// Returns the bytes of the reply.
    ///
    /// A problem becomes the ``Reply`` that contains it. Any other media type than JSON is not from
    /// a bank: it is a page of a proxy or of a network that requires a login.
    func reply() throws(LinkError) -> [UInt8] {
        switch head.mediaType {
        case HTTPAnswer.jsonType where !body.isEmpty:
            return body
        case HTTPAnswer.problemType:
            // The caller learns that the answer is unreadable; the reason stays with the sender.
            guard let problem = try? Problem(httpBody: body) else {
                throw .noReply(.answerUnreadable)
            }
            return Reply.problem(problem).encoded
        default:
            throw .noReply(.answerUnreadable)
        }
    }
}
